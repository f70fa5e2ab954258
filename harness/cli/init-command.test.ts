// Projects of several kinds → what init writes into them, and what it says. Nothing is asked, and nothing written over.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { runCommandLine } from './run-command-line.ts';
import { fakeCampaign, fakeHost } from './tests/fake-host.ts';

const CLIENT =
  'export async function streamAnswer(url: string, { signal, onText }: Options) {\n  await fetch(url, { signal });\n}\n';

/** A project with these files; package.json is JSON, given as an object. */
function makeProject(files: Readonly<Record<string, string | object>>): string {
  const root = mkdtempSync(join(tmpdir(), 'closecall-test-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(
      join(root, name),
      typeof content === 'string' ? content : `${JSON.stringify(content, undefined, 4)}\n`,
    );
  }
  return root;
}

async function init(
  root: string,
  ...argv: string[]
): Promise<{ code: number; out: string; err: string; looked: unknown[] }> {
  const looked: unknown[] = [];
  const host = { ...fakeHost(), root };
  const campaign = fakeCampaign({
    findScenarios: async (_, source) => {
      looked.push(source?.files);
      return [];
    },
  });
  const code = await runCommandLine(['init', ...argv], host, campaign);
  const plain = (text: string): string => text.replaceAll(root, 'ROOT');
  return { code, out: plain(host.out()), err: plain(host.err()), looked };
}

const read = (root: string, name: string): string => readFileSync(join(root, name), 'utf8');

describe('a project', () => {
  test('with TypeScript, vitest and GitHub Actions gets all that it needs', async () => {
    const root = makeProject({
      'package.json': {
        name: 'x',
        type: 'module',
        scripts: { test: 'vitest' },
        devDependencies: { vitest: '5', typescript: '7' },
      },
      'src/stream-answer.ts': CLIENT,
      '.gitignore': 'node_modules',
      '.github/workflows/ci.yml': '',
    });
    const { code, out, looked } = await init(root);
    expect([code, looked]).toEqual([0, [['src/stream-answer.scenario.ts']]]);
    expect(out).toMatchSnapshot();
    expect(read(root, 'src/stream-answer.scenario.ts')).toMatchSnapshot();
    expect(read(root, 'src/stream-answer.scenario.test.ts')).toMatchSnapshot();
    expect(read(root, '.gitignore')).toBe('node_modules\nreports/\n');
    const manifest = read(root, 'package.json');
    expect(JSON.parse(manifest)).toMatchObject({
      name: 'x',
      scripts: { test: 'vitest', closecall: 'closecall run' },
    });
    expect(manifest).toContain('\n    "name"');
    expect(parseYaml(read(root, '.github/workflows/closecall.yml'))).toHaveProperty('jobs.closecall.steps');
  });

  test('of CommonJS and JavaScript gets modules that say so', async () => {
    const root = makeProject({ 'package.json': { dependencies: { got: '16' } }, '.gitlab-ci.yml': '' });
    const { out } = await init(root);
    expect(out).toMatchSnapshot();
    expect(read(root, 'my-client.scenario.mjs')).toContain('Call your own function here');
  });

  test('that is loaded by tsx is loaded by it here too, and its imports have no extensions', async () => {
    const root = makeProject({
      'package.json': { devDependencies: { tsx: '4', typescript: '7' } },
      'lib/ask.ts': 'export default async function* ask(options) { fetch(options.url, options.signal); }',
    });
    await init(root);
    expect(read(root, 'closecall.config.ts')).toContain(`imports: ['tsx']`);
    expect(read(root, 'lib/ask.scenario.ts')).toMatchSnapshot();
  });

  test('keeps what it has, also when asked twice', async () => {
    const root = makeProject({
      'package.json': { type: 'module' },
      'a.js': 'export const ask = (url, signal) => fetch(url, { signal });',
    });
    await init(root);
    const before = read(root, 'ask.scenario.js');
    writeFileSync(join(root, 'ask.scenario.js'), `// mine\n${before}`);
    const { out } = await init(root);
    expect(out).toContain('kept  ask.scenario.js, which was there');
    expect(out).not.toContain('wrote');
    expect(read(root, 'ask.scenario.js')).toBe(`// mine\n${before}`);
  });

  test('keeps a scenario of the time before its modules were called such', async () => {
    const root = makeProject({
      'package.json': { devDependencies: { vitest: '5' } },
      'src/ask.ts': 'export const ask = (url, signal) => fetch(url, { signal });',
    });
    await init(root);
    writeFileSync(join(root, 'package.json'), '{"type":"module","devDependencies":{"vitest":"5"}}');
    const { out, looked } = await init(root);
    expect(out).toContain('kept  src/ask.scenario.mts, which was there');
    expect(out).toContain('kept  src/ask.scenario.test.ts, which was there');
    expect(looked).toEqual([['src/ask.scenario.mts']]);
    expect(existsSync(join(root, 'src/ask.scenario.ts'))).toBe(false);
  });

  test('whose client asks by the way of other functions has it found, and is told what is left out', async () => {
    const root = makeProject({
      'package.json': { type: 'module' },
      'chat.ts': `export async function* ask(question: string, options: Options) {
  yield await post(question, options.token, options);
}
function post(question: string, token: string, { baseUrl, signal }: Options) {
  return fetch(baseUrl + '/chat', { method: 'POST', body: question, headers: { token }, signal });
}
`,
    });
    expect((await init(root)).out).toContain('under test: chat.ts#ask');
    expect(read(root, 'ask.scenario.ts')).toMatchSnapshot();
  });

  test('is left as it is by --dry-run', async () => {
    const root = makeProject({
      'package.json': {},
      'a.mjs': CLIENT.replace(': string', '').replace(': Options', ''),
    });
    const { out } = await init(root, '--dry-run');
    expect(out).toContain('would write stream-answer.scenario.mjs');
    expect(out).toContain('await streamAnswer(url, { signal, onText: deliver });');
    expect(existsSync(join(root, 'stream-answer.scenario.mjs'))).toBe(false);
  });
});

describe('the client', () => {
  const two = {
    'package.json': {},
    'a.ts': 'export function a(url, signal) { return fetch(url, { signal }); }',
    'b.ts':
      'export function b(url, signal) { return fetch(url, { signal }); }\nexport function c(text) { return text; }',
  };

  test('is named where there are several', async () => {
    const { code, err } = await init(makeProject(two));
    expect([code, err]).toMatchSnapshot();
  });

  test('is that which is named; what a name does not tell is said to be guessed', async () => {
    const root = makeProject(two);
    expect((await init(root, 'b.ts')).code).toBe(0);
    expect(existsSync(join(root, 'b.scenario.mts'))).toBe(true);
    expect((await init(root, 'b.ts#c')).code).toBe(0);
    expect(read(root, 'c.scenario.mts')).toContain('// Guessed: text. Put in what c needs.');
  });

  test.each([
    ['Node.js', "import https from 'node:https';", 'https.get(url, { signal })'],
    ['Node.js by another name', "import * as http from 'node:http';", 'http.request(url, { signal }).end()'],
    ['undici as one object', "import undici from 'undici';", 'undici.request(url, { signal })'],
    ['a pool', "import { Pool } from 'undici';", "new Pool(url).request({ path: '/', signal })"],
    ['an agent', "import undici from 'undici';", 'new undici.Agent().request({ origin: url, signal })'],
    ['a method of a library', "import axios from 'axios';", 'axios.get(url, { signal })'],
  ])('is found by its calls of %s', async (_, imports, call) => {
    const source = `${imports}\nexport async function ask(url, signal) {\n  return ${call};\n}\n`;
    const { out } = await init(makeProject({ 'package.json': {}, 'a.mjs': source }), '--dry-run');
    expect(out).toContain('under test: a.mjs#ask');
  });

  test('is no server', async () => {
    const source =
      "import http from 'node:http';\nexport const serve = (signal) => http.createServer({ signal });\n";
    const { out } = await init(makeProject({ 'package.json': {}, 'a.mjs': source }), '--dry-run');
    expect(out).toContain('no exported function makes requests');
  });

  test('is looked for beside links that lead nowhere, and files that begin with a dot', async () => {
    const root = makeProject({ ...two, '.c.ts': two['a.ts'].replace(' a(', ' hidden(') });
    symlinkSync('nobody@nowhere.1234', join(root, '.#a.ts'));
    symlinkSync('nobody@nowhere.1234', join(root, 'd.ts'));
    const { code, err } = await init(root);
    expect(code).toBe(2);
    expect(err).toContain('closecall init b.ts#b');
    expect(err).not.toContain('hidden');
  });

  test('may be named by a path from the root of the disk', async () => {
    const root = makeProject(two);
    expect((await init(root, join(root, 'b.ts'))).out).toContain('under test: b.ts#b');
  });

  test.each([
    ['a file that is not there', 'x.ts'],
    ['an export that is not there', 'a.ts#aa'],
    ['too much', 'a.ts b.ts'],
  ])('%s is refused', async (_, argv) => {
    const { code, err } = await init(makeProject(two), ...argv.split(' '));
    expect(code).toBe(2);
    expect(err).toMatchSnapshot();
  });
});

test('a folder without a project, or with a broken one, is refused', async () => {
  expect((await init(makeProject({}))).err).toMatchSnapshot();
  expect((await init(makeProject({ 'package.json': '{' }))).err).toContain('package.json is not valid JSON');
});
