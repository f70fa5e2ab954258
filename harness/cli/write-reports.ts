// What a command found out → its reports, on stdout and in files, and the exit code: all are written, also when one of them
// cannot be.
import { EXIT_CODES, type ExitDecision } from '../model/exit-codes.ts';
import { escapeControl } from '../report/escape-control.ts';
import { REPORTERS } from '../report/reporters.ts';
import { plainScreen, type Screen } from '../report/screen.ts';
import { renderVerdict } from '../report/verdict-line.ts';
import { appendToFile, writeFile } from '../report/write-file.ts';
import type { ReporterChoice } from './command-line.ts';
import { describeError } from './describe-error.ts';
import type { Host } from './host.ts';

/** Writes every report; the exit code is that of `exit`, unless one that was asked for could not be written. */
export function writeReports(
  reporters: readonly ReporterChoice[],
  exit: ExitDecision,
  host: Host,
  render: (name: string, screen: Screen) => string,
): number {
  let { code } = exit;
  for (const { name, file } of reporters) {
    const text = render(name, file === undefined ? host.stdout.screen : plainScreen());
    if (file === undefined) host.stdout.write(text, REPORTERS[name]?.isBeside === true);
    else
      try {
        writeFile(file, text);
        const advice = REPORTERS[name]?.advice?.(escapeControl(file));
        if (advice !== undefined) host.stderr.write(`${advice}\n`);
      } catch (error) {
        host.stderr.write(describeError(error).text);
        code = EXIT_CODES.usage.code;
      }
  }
  if (reporters.some(({ name, file }) => name === 'github' && file === undefined))
    addStepSummary(host, () => render('markdown', plainScreen()));
  // With the terminal report elsewhere, a person still wants to know how it ended.
  const isShown = reporters.some(({ name, file }) => name === 'terminal' && file === undefined);
  if (!isShown) host.stderr.write(`${renderVerdict(exit, host.stderr.screen)}\n`);
  return code;
}

/** What GitHub shows on the page of the job, beside the annotations of the same step. */
function addStepSummary(host: Host, render: () => string): void {
  const file = host.variable('GITHUB_STEP_SUMMARY');
  if (file === undefined || file === '') return;
  try {
    appendToFile(file, render());
  } catch (error) {
    host.stderr.write(describeError(error).text);
  }
}
