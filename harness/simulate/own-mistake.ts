// A thrown value → whether a mistake of closecall itself threw it: such a run says nothing of the client. When in doubt it is
// the client's. Everything in the world runs below our frames, and a client that hands nonsense to a trampoline throws from
// one; so a stack is ours when its error is one that nobody throws on purpose, it was thrown in our source, and nobody but
// Node or we ourselves called us.
import { walkStack } from './error-record.ts';

/** What a program throws by mistake. Those of Node for wrong arguments, and our imitations of them, have a code. */
const MISTAKES = [TypeError, ReferenceError, RangeError, SyntaxError] as const;

/** Our sources, but for what plays the client in them. */
const OURS = /(?:^|[\s(])harness\/(?!(?:.*\/)?(?:tests|bench|litmus)\/)(?!.*\.test\.)|fake-timers/;
/** Where the world calls what an event leads to: below it are only we. */
const BASE = /^(?:attempt|drainTicks) \(harness\/simulate\/drain-ticks\./;
const OF_NODE = /(?:^|[\s(])node:/;
/** A function of the language, such as `JSON.parse`. */
const BUILT_IN = /<anonymous>\)?$|\(native\)$/;
/** Calls whatever the client gave, which may be built in, or nothing that can be called. */
const CALLS_BACK = /fake-timers|harness\/simulate\/immediates\./;
/** Whoever recurses without end, or asks for too much, is below the frames that are told. */
const EXHAUSTED = /^Maximum call stack size exceeded|^Out of memory/;

/** How deep causes are looked at: undici and fetch wrap what they meet. */
const CAUSES = 3;

/** The error in `thrown`, or among its causes, that closecall itself is to blame for; undefined when there is none. */
export function findOwnMistake(thrown: unknown): Error | undefined {
  let error = thrown;
  for (let depth = 0; depth <= CAUSES && error instanceof Error; depth++) {
    if (isMistake(error) && isThrownByUs(error)) return error;
    error = error.cause;
  }
  return undefined;
}

function isMistake(error: Error): boolean {
  const { code, message } = error as { code?: unknown; message: unknown };
  if (code === 'ERR_ASSERTION') return true;
  if (code !== undefined || EXHAUSTED.test(String(message))) return false;
  return Object.getPrototypeOf(error) === Error.prototype || MISTAKES.some((kind) => error instanceof kind);
}

function isThrownByUs({ stack }: Error): boolean {
  if (typeof stack !== 'string') return false;
  let seen: 'nothing' | 'a built-in' | 'ours' = 'nothing';
  for (const frame of walkStack(stack)) {
    if (BASE.test(frame)) return seen === 'ours';
    if (OURS.test(frame)) {
      if (seen !== 'ours' && CALLS_BACK.test(frame)) return false;
      seen = 'ours';
    } else if (OF_NODE.test(frame)) return seen === 'ours';
    else if (!BUILT_IN.test(frame)) return false;
    else if (seen === 'nothing') seen = 'a built-in';
  }
  return seen === 'ours';
}
