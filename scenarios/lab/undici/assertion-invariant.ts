// A trace → whether a caller was told of one of undici's own assertions: whatever a server or a network does, that is a state in which
// the client says that it cannot be.
import type { Trace } from '../../../harness/index.ts';

/** A message when a call failed with an assertion. */
export function checkAssertions({ events }: Trace): string | undefined {
  for (const event of events) {
    if (event.kind !== 'settled') continue;
    for (let error = event.error; error !== undefined; error = error.cause)
      if (error.code === 'ERR_ASSERTION') return `${event.call} failed with an assertion: ${error.message}`;
  }
  return undefined;
}
