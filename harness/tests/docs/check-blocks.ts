// Pages → blocks of code that no test would run. What is shown is run, or says why it is not: nobody can forget it.
import { isInstruction } from './page-project.ts';
import type { Block, Page } from './read-page.ts';

/** Languages that can be run or checked. */
const CODE: ReadonlySet<string> = new Set(['ts', 'js', 'sh', 'diff', 'json', 'yaml']);

/** What each language may say of itself. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  sh: ['exit', 'no-run'],
  text: ['output', 'no-run'],
};
const OF_FILES = ['file', 'no-run', 'untyped'];

/** What is wrong, one line each. */
export function checkBlocks({ path, blocks, comments }: Page): string[] {
  const unknown = comments.filter(({ text }) => /^(?:with|runs?)\b/.test(text) && !isInstruction(text));
  return [
    ...unknown.map(({ text, line }) => `${path}:${line}: "${text}" is nothing that a page can say`),
    ...blocks.flatMap((block, index) =>
      judge(block, blocks.slice(0, index)).map((what) => `${path}:${block.line}: ${what}`),
    ),
  ];
}

function judge({ lang, info }: Block, before: readonly Block[]): string[] {
  const known = KNOWN[lang] ?? (CODE.has(lang) ? OF_FILES : ['no-run']);
  const unknown = Object.keys(info).filter((name) => !known.includes(name));
  if (unknown.length > 0) return [`"${unknown.join(' ')}" is nothing that a block of "${lang}" can say`];
  for (const name of ['no-run', 'untyped'])
    if (info[name] === '') return [`${name} needs a reason: ${name}="why"`];
  if (info['no-run'] !== undefined) return [];
  if (info['output'] !== undefined && !before.some(isRun)) return ['an output before anything was run'];
  if (lang === 'sh' || lang === 'text') return [];
  if (CODE.has(lang) && info['file'] === undefined)
    return ['say which file it is (file=NAME), or why it is not run (no-run="why")'];
  return [];
}

/** A block of commands that is run. */
export function isRun({ lang, info }: Block): boolean {
  return lang === 'sh' && info['no-run'] === undefined;
}
