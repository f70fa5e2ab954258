// Pages → the command lines in them, as they would be typed: what closecall is given, and which scripts and files others name.
import { isRun } from './check-blocks.ts';
import type { Block, Located, Page } from './read-page.ts';

/** A command line of closecall, its arguments parted as a shell does. */
export type Command = { argv: string[]; line: number };

const CLOSECALL =
  /^(?:\w+=\S* )*(?:npx closecall|npm run (?:--silent )?closecall --|npm run fuzz --|closecall)(?: |$)/;

/** Every line of code on the page that calls closecall, but for what a page shows as a mistake (`exit=2`). */
export function listCommands(page: Page): Command[] {
  return listCodeLines(page, ({ info }) => info['exit'] !== '2').flatMap(({ text, line }) => {
    const [start] = CLOSECALL.exec(text) ?? [];
    if (start === undefined) return [];
    const argv = splitWords(text.slice(start.length));
    return [{ argv: start.includes('npm run fuzz') ? ['run', ...argv] : argv, line }];
  });
}

/** Names of npm scripts, and of files that `node` runs, in lines of code that no test runs: a page that does may have made the file. */
export function listScripts(page: Page): (Located & { kind: 'script' | 'file' })[] {
  return listCodeLines(page, (block) => !isRun(block)).flatMap(({ text, line }) =>
    text.split(' && ').flatMap((part): (Located & { kind: 'script' | 'file' })[] => {
      const [, script = /^npm (test)\b/.exec(part)?.[1]] =
        /^npm run (?:--silent )?([\w:-]+)/.exec(part) ?? [];
      if (script !== undefined) return [{ kind: 'script', text: script, line }];
      const [, file] = /^node ((?:[\w.-]+\/)+[\w.-]+\.m?[jt]s)\b/.exec(part) ?? [];
      return file === undefined ? [] : [{ kind: 'file', text: file, line }];
    }),
  );
}

/** Lines of code in which commands may be: indented ones, and those of shell blocks that are wanted. */
function listCodeLines(page: Page, isWanted: (block: Block) => boolean): Located[] {
  const fenced = page.blocks
    .filter((block) => (block.lang === 'sh' || block.lang === '') && isWanted(block))
    .flatMap(({ text, line }) =>
      text.split('\n').map((each, index) => ({ text: each.trim(), line: line + 1 + index })),
    );
  return [...page.indented, ...fenced];
}

/** The words of a command: quotes hold together, and a comment is none. */
function splitWords(text: string): string[] {
  const words: string[] = [];
  for (const [word] of text.matchAll(/'[^']*'|"[^"]*"|[^\s'"]+/g)) {
    if (word.startsWith('#')) break;
    words.push(word.replaceAll(/^['"]|['"]$/g, ''));
  }
  return words;
}
