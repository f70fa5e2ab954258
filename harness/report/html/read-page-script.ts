// The modules in browser/ → one script for the page: types taken out, imports and exports resolved by putting the modules behind each
// other in one scope. From source they are TypeScript, in the published package what the compiler made of them.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'acorn';
import { stripTypes } from '../../model/strip-types.ts';

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), 'browser');

let made: string | undefined;

/** The script, made once. Throws for modules that share no scope: that is a bug of ours. */
export function readPageScript(): string {
  made ??= bundle(['main.ts', 'main.js'].map((name) => join(FOLDER, name)).find((file) => existsSync(file))!);
  return made;
}

function bundle(entry: string): string {
  const parts: string[] = [];
  const seen = new Set<string>();
  const owners = new Map<string, string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const { code, imports, declares } = readPart(name);
    for (const imported of imports) visit(join(dirname(name), imported));
    for (const declared of declares) {
      const owner = owners.get(declared);
      if (owner !== undefined)
        throw new Error(`${name} and ${owner} both declare ${declared}, and are one script: rename one`);
      owners.set(declared, name);
    }
    parts.push(code);
  };
  visit(entry);
  // In an element of its own, nothing may look like its end.
  return `'use strict';\n(() => {\n${parts.join('\n')}\n})();\n`.replaceAll('</', String.raw`<\/`);
}

/** As much of acorn's tree as is looked at. */
type Statement = {
  type: string;
  start: number;
  end: number;
  source?: { value: unknown } | null;
  declaration?: Statement | null;
  declarations?: { id: { name?: string } }[];
  id?: { name: string } | null;
};

function readPart(name: string): { code: string; imports: string[]; declares: string[] } {
  const original = readFileSync(name, 'utf8');
  const source = name.endsWith('.ts') ? stripTypes(original) : original;
  const { body } = parse(source, { ecmaVersion: 'latest', sourceType: 'module' }) as unknown as {
    body: Statement[];
  };
  const imports: string[] = [];
  const declares: string[] = [];
  let code = '';
  for (const statement of body) {
    if (statement.type === 'ImportDeclaration') {
      imports.push(String(statement.source!.value));
      continue;
    }
    const kept = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (!kept) continue;
    if (kept.id) declares.push(kept.id.name);
    for (const { id } of kept.declarations ?? []) if (id.name !== undefined) declares.push(id.name);
    // Comments stay in the source: whoever opens the page needs none.
    code += `${source.slice(kept.start, kept.end).replaceAll(/[ \t]+$/gm, '')}\n`;
  }
  return { code: code.replaceAll(/\n{2,}/g, '\n'), imports, declares };
}
