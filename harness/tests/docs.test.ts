// Every page of the product is true as far as a machine can tell: links lead somewhere, commands are such, code is checked, and what
// a page does is done. Pages generated from tables are those that the tables make.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseCommandLine } from '../cli/parse-command-line.ts';
import { checkBlocks, isRun } from './docs/check-blocks.ts';
import { checkLinks, checkPaths } from './docs/check-links.ts';
import { listCommands, listScripts } from './docs/list-commands.ts';
import { applyBlock, makeProject } from './docs/page-project.ts';
import { readPage } from './docs/read-page.ts';
import { PAGES, renderPage } from './docs/render-docs.ts';
import { PAGE_LIMIT_MS, runPage } from './docs/run-page.ts';
import { ROOT } from './explore-for-test.ts';
import { listFiles } from './list-files.ts';

const files = new Set(listFiles(ROOT));
/** All Markdown but the history, which tells of commands and files as they were. */
const paths = [...files].filter((path) => path.endsWith('.md') && path !== 'CHANGELOG.md');
const pages = new Map(paths.map((path) => [path, readPage(path, readFileSync(join(ROOT, path), 'utf8'))]));
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const running = [...pages.values()].filter(({ blocks }) => blocks.some(isRun));

test('there are pages, and some of them run', () => {
  expect(pages.size).toBeGreaterThan(20);
  expect(running.map(({ path }) => path)).toContain('docs/tutorial.md');
});

test('the index has every page', () => {
  const listed = pages.get('docs/README.md')!.links.map(({ text }) => `docs/${text}`);
  const own = paths.filter((path) => /^docs\/(?:[^/]+|[^/]+\/README)\.md$/.test(path));
  expect(own.filter((path) => path !== 'docs/README.md' && !listed.includes(path))).toEqual([]);
});

describe.each([...pages.values()])('$path', (page) => {
  test('has no link that leads nowhere, and names no file that is not there', () => {
    expect([...checkLinks(page, pages, files), ...checkPaths(page, files)]).toEqual([]);
  });

  test('has only commands that there are', () => {
    for (const { argv, line } of listCommands(page))
      expect(() => parseCommandLine(argv), `${page.path}:${line}`).not.toThrow();
    for (const { kind, text, line } of listScripts(page))
      expect(kind === 'script' ? text in scripts : files.has(text), `${page.path}:${line}: ${text}`).toBe(
        true,
      );
  });

  test('has no code that nobody runs', () => {
    expect(checkBlocks(page)).toEqual([]);
  });
});

test('all code of pages has the types that it says', () => {
  const shown = [...pages.values()].filter(({ blocks }) =>
    blocks.some(({ info }) => info['file']?.endsWith('.ts')),
  );
  const checked = shown.flatMap((page) => {
    const folder = makeProject(page);
    for (const block of page.blocks) applyBlock(folder, block);
    const typed = page.blocks.filter(({ info }) => info['untyped'] === undefined);
    const names = new Set(typed.flatMap(({ info }) => info['file'] ?? []));
    return [...names].filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
  });
  expect(checked.length).toBeGreaterThan(10);
  const { compilerOptions } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8')) as {
    compilerOptions: object;
  };
  const source = (path: string): string[] => [join(ROOT, path)];
  const config = {
    compilerOptions: {
      ...compilerOptions,
      typeRoots: [join(ROOT, 'node_modules', '@types')],
      paths: {
        closecall: source('harness/index.ts'),
        'closecall/vitest': source('harness/vitest/scenario-test.ts'),
      },
    },
    files: checked,
  };
  const file = join(mkdtempSync(join(tmpdir(), 'closecall-types-')), 'tsconfig.json');
  writeFileSync(file, JSON.stringify(config));
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', file], { encoding: 'utf8' });
  expect([stdout, status]).toEqual(['', 0]);
});

test.each(Object.keys(PAGES))('%s is what its tables make', (path) => {
  expect(readFileSync(join(ROOT, path), 'utf8'), 'run node harness/tests/docs/render-docs.ts').toBe(
    renderPage(path),
  );
});

describe('what a page does', () => {
  test.each(running)(
    '$path',
    (page) => {
      const mismatch = runPage(page);
      expect(mismatch === undefined ? '' : `${page.path}:${mismatch.line}: ${mismatch.what}`).toBe('');
    },
    PAGE_LIMIT_MS,
  );
});
