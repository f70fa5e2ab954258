// Ctrl-C → first an orderly end, then an immediate one.
import { EXIT_CODES } from '../model/exit-codes.ts';
import { SAME_INTERRUPT_MS } from '../model/limits.ts';
import type { Host } from './host.ts';

/**
 * Until the returned function is called: the first interrupt aborts `controller` and says so, a second one ends the
 * process with 130 at once. `say` prints a line.
 */
export function watchInterrupts(
  host: Host,
  controller: AbortController,
  say: (line: string) => void,
): () => void {
  let firstMs: number | undefined;
  return host.onInterrupt(() => {
    const nowMs = host.nowMs();
    if (firstMs === undefined) {
      firstMs = nowMs;
      say('closecall: interrupted: finishing the current case; Ctrl-C again to stop at once');
      controller.abort();
    } else if (nowMs - firstMs >= SAME_INTERRUPT_MS) host.exit(EXIT_CODES.interrupted.code);
  });
}
