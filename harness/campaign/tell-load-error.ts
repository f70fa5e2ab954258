// A module of the project that did not load → one line: the error, where it is when it is one of syntax, and what to do about it.
// Node.js says the place of such an error in the stack alone, and of JavaScript nowhere.
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'acorn';
import { adviseLoad } from './advise-load.ts';
import { walkSources } from './source-state.ts';

/** Files that are looked through for a mistake in syntax. */
const FILES_MAX = 200;

/** `SyntaxError: … , in src/chat.ts, line 17.` and advice. `file` is the module that was asked for, absolute. */
export function tellLoadError(error: unknown, file: string, root: string): string {
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const place = error instanceof SyntaxError ? placeOf(error, file) : undefined;
  const where = place === undefined ? '' : `, in ${relative(root, place.file)}, line ${place.line}`;
  const what = where === '' ? said : said.replace(/\.$/, '') + where;
  return `${what}${/[.?]$/.test(what) ? '' : '.'}${adviseLoad(error)}`;
}

type SourcePlace = { file: string; line: number };

function placeOf(error: SyntaxError, file: string): SourcePlace | undefined {
  // Of TypeScript the stack begins with it, as a path or as a URL.
  const [, own, line] = /^(file:[^\n]*|\/[^\n]*|[A-Z]:[^\n]*):(\d+)\n/.exec(error.stack ?? '') ?? [];
  if (own !== undefined)
    return { file: own.startsWith('file:') ? fileURLToPath(own) : own, line: Number(line) };
  let looked = 0;
  for (const [path, text] of walkSources([file])) {
    if (++looked > FILES_MAX) break;
    const broken = /\.[cm]?js$/.test(path) ? findBrokenLine(text) : undefined;
    if (broken !== undefined) return { file: path, line: broken };
  }
  return undefined;
}

/** The line of the first mistake in JavaScript; undefined for what is right as a module or as a script. */
function findBrokenLine(text: string): number | undefined {
  const lineIn = (sourceType: 'module' | 'commonjs'): number | undefined => {
    try {
      parse(text, { ecmaVersion: 'latest', sourceType, allowHashBang: true });
      return undefined;
    } catch (error) {
      return (error as { loc?: { line: number } }).loc?.line;
    }
  };
  return lineIn('commonjs') === undefined ? undefined : lineIn('module');
}
