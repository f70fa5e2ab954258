// A call that no client may make: a part of it is none that HTTP or the client knows. It is turned away, without a word to the
// server and without harm to any other.
import type { Trace } from '../../../harness/index.ts';
import type { LeavingContext } from './giving-up.ts';

/** What is wrong with it: a header's value has two lines, the method is no token, or a time is negative (no fetch has one). */
export const NONSENSE = ['header', 'method', 'time'] as const;

export type Nonsense = (typeof NONSENSE)[number];

/** The options that say so. */
export function makeNonsense(nonsense: Nonsense, isFetch: boolean): object {
  if (nonsense === 'method') return { method: 'GE T' };
  if (nonsense === 'time' && !isFetch) return { headersTimeout: -1 };
  return { headers: { 'x-said': 'one\ntwo' } };
}

/** Makes a call that is to be refused. Resolves when it is, whatever it is told. */
export async function underRefusal(
  context: LeavingContext,
  call: (context: LeavingContext) => Promise<void>,
): Promise<void> {
  try {
    await call(context);
  } catch {
    // Turned away, as it should be.
  }
}

/** A message when such a call was made all the same. */
export function checkRefusals(
  { events }: Trace,
  calls: Readonly<Record<string, { nonsense?: Nonsense }>>,
): string | undefined {
  for (const event of events) {
    if (event.kind !== 'wire' || event.event.what !== 'request') continue;
    const nonsense = calls[event.call]?.nonsense;
    if (nonsense !== undefined) return `${event.call} was sent, though its ${nonsense} is none`;
  }
  return undefined;
}
