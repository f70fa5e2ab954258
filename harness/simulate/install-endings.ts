// A client that ends its own process → an error that the run records as the end of everything, with the call site. The
// process itself goes on, so that such a case costs no process; between cases the real functions serve.
import { constants } from 'node:os';

/** Thrown where the client would not have come back: nothing after it would have happened. */
export class ProcessEndedError extends Error {
  override readonly name = 'ProcessEnded';
  /** `process-exit`, `process-abort` or `signal:NAME`. */
  readonly code: string;
  constructor(code: string, how: string) {
    super(`the client ended its process: ${how}`);
    this.code = code;
  }
}

/** Signals that end no process by themselves. */
const HARMLESS: ReadonlySet<string> = new Set([
  'SIGCHLD',
  'SIGCONT',
  'SIGURG',
  'SIGWINCH',
  'SIGINFO',
  'SIGIO',
]);

const own = process as unknown as Record<'exit' | 'abort' | 'reallyExit', (...args: unknown[]) => never>;
const reallyExit = own.reallyExit.bind(process);

/** The real end of this process, for the harness itself: a case may be waiting for real work when it is needed. */
export const realExit = (code: number): never => reallyExit(code);

/** Puts the trampolines in place. `onEnd` is told first, since a client may catch what is thrown; undefined between cases. */
export function installEndings(onEnd: () => ((error: ProcessEndedError) => void) | undefined): void {
  const real = { exit: own.exit, abort: own.abort, reallyExit: own.reallyExit, kill: process.kill };
  for (const name of ['exit', 'reallyExit', 'abort'] as const)
    own[name] = (...args) => {
      const tell = onEnd();
      if (tell === undefined) return real[name].apply(process, args);
      const code = name === 'abort' ? 'process-abort' : 'process-exit';
      return end(code, `process.${name}(${args.map(String).join(', ')})`, tell);
    };
  process.kill = (pid, signal = 'SIGTERM') => {
    const tell = onEnd();
    const name = signalName(signal);
    // 0 and -pid are the process group, which this process is in.
    const isOwn = pid === process.pid || pid === 0 || pid === -process.pid;
    if (tell === undefined || !isOwn || name === undefined || HARMLESS.has(name))
      return real.kill.call(process, pid, signal);
    return end(`signal:${name}`, `process.kill(process.pid, ${JSON.stringify(signal)})`, tell);
  };
}

function end(code: string, how: string, tell: (error: ProcessEndedError) => void): never {
  const error = new ProcessEndedError(code, how);
  tell(error);
  throw error;
}

/** The name of a signal; undefined for 0, which only asks, and for what is none. */
function signalName(signal: string | number): string | undefined {
  const known = Object.entries(constants.signals);
  return known.find(([name, number]) => name === signal || number === signal)?.[0];
}
