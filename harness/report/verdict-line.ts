// An exit code and its reasons → the last line of a screen, so that nobody has to ask the shell.
import type { ExitDecision } from '../model/exit-codes.ts';
import type { Screen } from './screen.ts';

/** `exit 1: 2 unexpected findings`. */
export function renderVerdict({ code, why }: ExitDecision, screen: Screen): string {
  return screen.paint(code === 0 ? 'good' : 'bad', `exit ${code}: ${why.join('; ')}`);
}
