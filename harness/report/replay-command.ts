// A repro's path → the command that replays it, ready to paste. The only place that spells that command.

/** Characters that no shell takes for anything else. */
const PLAIN_PATH = /^[\w./:@%+=,-]+$/;

/** The command for `path`. `launcher` is how closecall is started here: `npm run closecall --` or `npx closecall`. */
export function formatReplayCommand(path: string, launcher: string, command = 'replay'): string {
  const isPlain = PLAIN_PATH.test(path) && !path.startsWith('-');
  const argument = isPlain
    ? path
    : `'${(path.startsWith('-') ? `./${path}` : path).replaceAll("'", String.raw`'\''`)}'`;
  return `${launcher} ${command} ${argument}`;
}
