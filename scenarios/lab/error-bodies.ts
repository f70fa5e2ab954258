// A caller who reads what an error says → a note when he cannot; and what that says of the client: where nothing went wrong on the
// wire, nobody gave up and no time was up, an error's body can be read like any other.
import type { Trace } from '../../harness/index.ts';
import type { CallContext } from './call-book.ts';
import { ASKS } from './timeout-invariant.ts';

/** What an actor notes when the body of an error breaks while it is read. */
const BREAKS = 'the body of an error broke: ';

/** Virtual ms within which no client's own time is up. */
const SOON_MS = 500;

/** Reads the body of an error. Never rejects: the call fails with the error itself. */
export async function readErrorBody(read: () => Promise<unknown>, { note }: CallContext): Promise<void> {
  try {
    await read();
  } catch (error) {
    note(`${BREAKS}${(error as Error).message}`);
  }
}

/** A message when an error could not be read although nothing had happened to it. */
export function checkErrorBodies({ events }: Trace): string | undefined {
  if (events.some(({ kind }) => kind === 'fault' || kind === 'action')) return undefined;
  for (const event of events) {
    if (event.kind !== 'note' || !event.text.startsWith(BREAKS)) continue;
    const asked = events.find(
      (other) => other.kind === 'note' && other.actor === event.actor && other.text === ASKS,
    );
    if (asked !== undefined && event.ms - asked.ms < SOON_MS) return `${event.actor}: ${event.text}`;
  }
  return undefined;
}
