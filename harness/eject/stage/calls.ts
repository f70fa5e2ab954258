// Functions that make calls → what became of each. Part of an ejected script.
import { moment, wait } from './moments.ts';
import { describe, hasCode, conclude, say, see } from './report.ts';

type Call = {
  state: 'pending' | 'resolved' | 'rejected';
  value: unknown;
  error: unknown;
  /** What its application was given, piece by piece. */
  delivered: string[];
  /** What was over when it was given more: `settled`, `cancelled`. */
  givenAfter: Set<string>;
  settled: Promise<unknown>;
  settledMs: number;
  cancelledMs: number | undefined;
  /** All that was under way when it was cancelled is through. */
  isCancelled: boolean;
};

/** By name, in the order in which they began. */
export const calls = new Map<string, Call>();

/** Runs `job` as the call `name`. */
export function startCall<T>(name: string, job: () => T, actor = name): Promise<Awaited<T>> {
  say(`${name} starts`);
  see('call', { call: name, actor });
  const call: Call = {
    state: 'pending',
    value: undefined,
    error: undefined,
    delivered: calls.get(name)?.delivered ?? [],
    givenAfter: new Set(),
    settled: Promise.resolve(),
    settledMs: 0,
    cancelledMs: undefined,
    isCancelled: false,
  };
  calls.set(name, call);
  let promise: Promise<Awaited<T>>;
  try {
    promise = Promise.resolve(job());
  } catch (error) {
    promise = Promise.reject(error);
  }
  call.settled = promise.then(
    (value) => {
      Object.assign(call, { state: 'resolved', value, settledMs: performance.now() });
      say(`${name} resolved`);
      see('settled', { call: name, ok: true, ...(typeof value === 'string' && { value }) });
    },
    (error: unknown) => {
      Object.assign(call, { state: 'rejected', error, settledMs: performance.now() });
      say(`${name} rejected: ${describe(error)}`);
      see('settled', { call: name, ok: false });
    },
  );
  moment(`start ${name}`);
  return promise;
}

/** The application of the call `name` was given `data`. */
export function deliver(name: string, data: unknown): void {
  const text =
    typeof data === 'string'
      ? data
      : data instanceof Uint8Array
        ? Buffer.from(data).toString()
        : (JSON.stringify(data) ?? 'undefined');
  const call = calls.get(name)!;
  call.delivered.push(text);
  if (call.state !== 'pending') call.givenAfter.add('settled');
  if (call.isCancelled) call.givenAfter.add('cancelled');
  say(`${name} was given ${text.length} characters`);
  see('delivered', { call: name, text });
}

/** What the call received: what was delivered, or else the string that it came to. */
export function textOf(name: string): string {
  const { delivered, value } = calls.get(name)!;
  return delivered.length === 0 && typeof value === 'string' ? value : delivered.join('');
}

/** Settles once the calls have, or after `limitMs`. */
export async function settle(names: readonly string[], limitMs: number): Promise<void> {
  const settled = names.flatMap((name) => calls.get(name)?.settled ?? []);
  await Promise.race([Promise.allSettled(settled), wait(limitMs)]);
}

/** Concludes that it was reproduced when a call was rejected with that code. */
export function concludeFromRejection(names: readonly string[], code: string): void {
  for (const name of names) {
    const call = calls.get(name);
    if (call?.state === 'rejected' && hasCode(call.error, code))
      conclude(true, `${name} was rejected: ${describe(call.error)}`);
  }
}
