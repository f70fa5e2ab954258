// The project's files → what is untidy about them. One row per rule; each rule is a pure function of one file, and each
// is shown a planted offender, so that none can rot into a rule that never bites.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, matchesGlob } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listFiles, walkFiles } from './list-files.ts';
import { scanSource } from './scan-source.ts';

const ROOT = join(import.meta.dirname, '../..');
const LINES_LIMIT = 500;
const SIZE_LIMIT_BYTES = 200 * 1000;

/** Files that may read the real clock or real entropy, and why. All else in harness/ gets both from the world. */
const REALITY: Readonly<Record<string, string>> = {
  'harness/cli/**': 'talks to a person, in real time, and picks the first seed',
  'harness/vitest/**': 'is a command line without a line',
  'harness/bench/**': 'measures real time',
  'harness/eject/stage/**': 'becomes a part of scripts, which run in real time',
  'harness/simulate/install*.ts': 'holds the originals that it replaces',
  'harness/simulate/real-time.ts': 'keeps real time, for how long real sockets may take',
  'harness/campaign/tests/ends/*': 'draws inside the world what a case does',
  'harness/tests/torture/*': 'draws inside the world what a case does',
  'harness/tests/killed/scenario.ts': 'draws inside the world what a case does',
  'harness/simulate/tests/programs/*': 'looks at the clocks and the entropy of the world from inside',
};

interface File {
  readonly path: string;
  readonly text: string;
  readonly sizeBytes: number;
}

interface Rule {
  readonly name: string;
  readonly covers: (path: string) => boolean;
  readonly isBroken: (file: File) => boolean;
  /** Path and text of files that break this rule. */
  readonly offenders: readonly (readonly [path: string, text: string])[];
}

const isCode = (path: string): boolean => path.endsWith('.ts');
const isTest = (path: string): boolean => path.endsWith('.test.ts');
const isReal = (path: string): boolean => Object.keys(REALITY).some((glob) => matchesGlob(path, glob));

/** The code of a file as one line of tokens parted by spaces; strings, templates and expressions become `''`. */
const flatten = (text: string): string =>
  scanSource(text)
    .map((token) => (token.kind === 'word' || token.kind === 'sign' ? token.text : `''`))
    .join(' ');

// Joined, so that this file does not break its own rules.
const [SOON, BROKEN] = [['TO', 'DO'].join(''), ['FIX', 'ME'].join('')];
const LATER = new RegExp(String.raw`\b(?:${SOON}|${BROKEN})\b`);
const MACHINE_PATH =
  /(?<![\w.:/<>*-])\/(?:home|Users|root|work|var\/folders)\/\w|\b[A-Z]:\\+Users\\|\.\.\/shared\b/;

const RULES: readonly Rule[] = [
  {
    name: `has at most ${LINES_LIMIT} lines`,
    covers: isCode,
    isBroken: ({ text }) => text.trimEnd().split('\n').length > LINES_LIMIT,
    offenders: [['src/long.ts', `// Long.\n${'x;\n'.repeat(LINES_LIMIT)}`]],
  },
  {
    name: 'is named in kebab-case, and so are its folders',
    covers: isCode,
    isBroken: ({ path }) =>
      !/^(?:[a-z0-9]+(?:-[a-z0-9]+)*\/)*[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|config|d))*\.ts$/.test(path),
    offenders: [
      ['src/eventStream.ts', '// A.'],
      ['src/event_stream.ts', '// A.'],
      ['src/Session.test.ts', '// A.'],
      ['harness/Model/case.ts', '// A.'],
    ],
  },
  {
    name: 'opens with a comment',
    covers: isCode,
    isBroken: ({ text }) => !/^(?:#!.*\n)?\/[/*]/.test(text),
    offenders: [
      ['src/a.ts', 'export {};'],
      ['src/a.ts', '\n// A.'],
    ],
  },
  {
    name: 'has a name that says what it holds',
    covers: () => true,
    isBroken: ({ path }) => /(?:^|[/.-])(?:utils?|helpers?|common|misc)(?:[/.-]|$)/.test(path),
    offenders: [
      ['src/utils.ts', '// A.'],
      ['src/test-helpers.ts', '// A.'],
      ['harness/common/a.ts', '// A.'],
      ['misc/a.json', '{}'],
    ],
  },
  {
    name: 'has no default export, unless it is a scenario or a configuration',
    covers: (path) =>
      isCode(path) &&
      !matchesGlob(path, '**/scenario.ts') &&
      !matchesGlob(path, 'scenarios/lab/*/battery.ts') &&
      !path.endsWith('.config.ts'),
    isBroken: ({ text }) => /\bexport default\b|\bas default [,}]/.test(flatten(text)),
    offenders: [
      ['src/a.ts', '// A.\nexport default 1;'],
      ['scenarios/a/other.ts', '// A.\nconst a = 1;\nexport { a as default };'],
    ],
  },
  {
    name: 'leaves nothing for later',
    covers: () => true,
    isBroken: ({ text }) => LATER.test(text),
    offenders: [
      ['src/a.ts', `// A.\n// ${SOON}: b`],
      ['README.md', `${BROKEN} later`],
    ],
  },
  {
    name: 'runs all of its tests',
    covers: isTest,
    isBroken: ({ text }) => /\. (?:only|skip) [(.]/.test(flatten(text)),
    offenders: [
      ['src/a.test.ts', `// A.\ntest.only('b', () => {});`],
      ['src/a.test.ts', `// A.\ndescribe.skip('b', () => {});`],
      ['src/a.test.ts', `// A.\ntest.skip.each([1])('b', () => {});`],
    ],
  },
  {
    name: 'takes no real time and no real entropy',
    covers: (path) => isCode(path) && path.startsWith('harness/') && !isReal(path),
    isBroken: ({ text }) =>
      /\bDate \. now\b|\bperformance \. now\b|\bMath \. random\b|\brandomUUID\b|\bnew Date (?:\( \)|[^ (.])/.test(
        flatten(text),
      ),
    offenders: [
      ['harness/campaign/a.ts', '// A.\nconst at = Date.now();'],
      ['harness/model/a.ts', '// A.\nconst at = globalThis.performance\n  .now();'],
      ['harness/generate/a.ts', '// A.\nconst pick = Math.random;'],
      ['harness/simulate/world.ts', `// A.\nimport { randomUUID } from 'node:crypto';`],
      ['harness/report/a.ts', '// A.\nconst at = new Date();'],
      ['harness/report/a.ts', '// A.\nconst at = new Date;'],
    ],
  },
  {
    name: 'names no path of one machine',
    covers: (path) => path !== 'package-lock.json',
    isBroken: ({ text }) => MACHINE_PATH.test(text),
    offenders: [
      ['README.md', ['see ', 'home', 'me'].join('/')],
      ['src/a.ts', `// A.\nconst a = '${['', 'Users', 'me'].join('/')}';`],
      ['a.json', `{"a": "${['C:', 'Users', 'me'].join('\\\\')}"}`],
      ['README.md', `see ${['..', 'shared', 'design.md'].join('/')}`],
    ],
  },
  {
    name: `is at most ${SIZE_LIMIT_BYTES / 1000} kB`,
    covers: (path) => path !== 'package-lock.json',
    isBroken: ({ sizeBytes }) => sizeBytes > SIZE_LIMIT_BYTES,
    offenders: [['docs/a.md', 'x'.repeat(SIZE_LIMIT_BYTES + 1)]],
  },
  {
    name: 'names no registry',
    covers: (path) => path === 'package-lock.json' || path === '.npmrc',
    isBroken: ({ text }) => /"resolved": *"https?:|^(?:.*:)?registry *=/m.test(text),
    offenders: [
      ['package-lock.json', '{ "resolved": "https://example.org/a.tgz" }'],
      ['.npmrc', 'registry=https://example.org/'],
    ],
  },
];

const findOffences = (files: readonly File[]): string[] =>
  RULES.flatMap((rule) =>
    files
      .filter((file) => rule.covers(file.path) && rule.isBroken(file))
      .map((file) => `${file.path} breaks the rule: ${rule.name}`),
  );

const plant = (path: string, text: string): File => ({ path, text, sizeBytes: Buffer.byteLength(text) });

test('every file of the project is tidy', () => {
  const files = listFiles(ROOT).map((path) => ({
    path,
    text: readFileSync(join(ROOT, path), 'utf8'),
    sizeBytes: statSync(join(ROOT, path)).size,
  }));
  expect(files.filter((file) => isCode(file.path))).not.toEqual([]);
  expect(findOffences(files)).toEqual([]);
});

test('a tidy file breaks no rule', () => {
  const text = [
    '// Cases → traces. Never Date.now() or Math.random(): a comment is not code.',
    `const words = 'Date.now() test.only(';`,
    'const at = new Date(0);',
    `await fetch('http://localhost/home/page');`,
    'export { words, at };',
  ].join('\n');
  expect(
    findOffences([plant('harness/simulate/world.ts', text), plant('harness/model/case.test.ts', text)]),
  ).toEqual([]);
});

test('the allowed files, and only they, may read the real clock', () => {
  const text = '// A.\nconst at = Date.now();';
  const paths = ['harness/cli/main.ts', 'harness/bench/deep/a.ts', 'harness/simulate/install-clock.ts'];
  expect(findOffences(paths.map((path) => plant(path, text)))).toEqual([]);
  expect(findOffences([plant('harness/simulate/clock.ts', text)])).toHaveLength(1);
});

describe.each(RULES)('the rule that a file $name', (rule) => {
  test.each(rule.offenders)('bites in %s', (path, text) => {
    expect(findOffences([plant(path, text)])).toContain(`${path} breaks the rule: ${rule.name}`);
  });
});

test('a folder without git is walked, but for what is not ours', () => {
  const folder = mkdtempSync(join(tmpdir(), 'closecall-tidy-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ['src/deep', 'node_modules', 'dist', 'reports', '.git']) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'a.ts'), '');
  }
  writeFileSync(join(folder, 'package.json'), '{}');
  expect(walkFiles(folder).toSorted()).toEqual(['package.json', 'src/deep/a.ts']);
  expect(listFiles(folder)).toEqual(['package.json', 'src/deep/a.ts']);
});
