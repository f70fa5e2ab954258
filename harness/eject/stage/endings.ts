// A client that ends its process → what the script comes to: the process goes on to tell of it. Part of an ejected script.
import { conclude, outcome, say } from './report.ts';

type Ending = (...args: unknown[]) => unknown;

/** `process.exit` and the like conclude; `wanted` is what the script is about: `process-exit`, `process-abort`, `signal:NAME`. */
export function watchEndings(wanted: string): void {
  const own = process as unknown as Record<string, Ending>;
  let isOver = false;
  void outcome.then(() => (isOver = true));
  const watch = (name: string, codeOf: (args: unknown[]) => string | undefined): void => {
    const real = own[name]!;
    own[name] = (...args) => {
      const code = codeOf(args);
      if (isOver || code === undefined) return real.apply(process, args);
      const what = `the client ended its process: process.${name}(${args.map(String).join(', ')})`;
      say(what);
      conclude(code === wanted, what);
      // Nothing behind it would have happened.
      throw new Error(what);
    };
  };
  watch('exit', () => 'process-exit');
  watch('reallyExit', () => 'process-exit');
  watch('abort', () => 'process-abort');
  watch('kill', ([pid, signal = 'SIGTERM']) => {
    const isOwn = pid === process.pid || pid === 0 || pid === -process.pid;
    return isOwn && signal !== 0 ? `signal:${String(signal)}` : undefined;
  });
}
