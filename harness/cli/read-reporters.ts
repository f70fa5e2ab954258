// The values of `--reporter` → which reporters write, and where: stdout has one of them, and beside it at most what a CI picks from
// among other lines.
import { ClosecallError } from '../model/closecall-error.ts';
import { REPORTERS } from '../report/reporters.ts';
import type { ReporterChoice } from './command-line.ts';
import { nameUnknown } from './name-unknown.ts';

/**
 * Reporters in the order given, of those that are `known`. stdout belongs to one of them: the one without a file, else the terminal
 * report. Throws a ClosecallError for an unknown name, a missing file, and two that want stdout.
 */
export function readReporters(
  given: readonly string[],
  known: Readonly<Record<string, unknown>>,
): ReporterChoice[] {
  const chosen = given.map((text): ReporterChoice => {
    const [, name = text, file] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    if (!Object.hasOwn(known, name))
      throw new ClosecallError('ERR_UNKNOWN_REPORTER', nameUnknown('reporter', name, Object.keys(known)));
    if (file === '')
      throw new ClosecallError(
        'ERR_NO_VALUE',
        `--reporter ${text}: expected a file after "=", as in ${name}=FILE.`,
      );
    return file === undefined ? { name } : { name, file };
  });
  const onStdout = chosen.filter(
    ({ name, file }) => file === undefined && !isForFiles(name) && !isBeside(name),
  );
  const beside = chosen.filter(({ name, file }) => file === undefined && isBeside(name));
  const others = onStdout.some(({ name }) => name !== 'terminal') ? beside : [];
  if (onStdout.length + others.length > 1)
    throw new ClosecallError(
      'ERR_TWO_ON_STDOUT',
      `two reporters on stdout (${[...onStdout, ...others].map(({ name }) => name).join(', ')}); give all but one a file: ${onStdout.at(-1)!.name}=FILE.`,
    );
  // What goes beside the terminal report comes behind it.
  const rest = chosen.filter((choice) => !beside.includes(choice));
  return [...(onStdout.length === 0 ? [{ name: 'terminal' }] : []), ...rest, ...beside];
}

/** What a CI picks from among other lines. */
function isBeside(name: string): boolean {
  return REPORTERS[name]?.isBeside === true;
}

/** What is for other programs alone goes to a file in any case. */
function isForFiles(name: string): boolean {
  return REPORTERS[name]?.fileName !== undefined;
}
