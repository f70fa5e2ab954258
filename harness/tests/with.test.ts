// `--with` from the command line to the trace: which copy of a package each module gets, which undici serves the calls that
// name no dispatcher, and what is recorded and replayed.
import { readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseRepro } from '../model/repro.ts';
import { makeFakeNpm, warmCache, type FakeNpm } from '../campaign/tests/fake-npm.ts';
import { scenarioThatSays, WithProject } from './with-project.ts';

const require = createRequire(import.meta.url);

/** Every way in which a module can ask for a package, itself or through packages in between. */
const COPIES = scenarioThatSays(
  `import { createRequire } from 'node:module';
import { version as imported } from 'tiny';
import between from 'between';
import { version as betweenModules } from 'between-modules';
const require = createRequire(import.meta.url);
const { version: later } = await import('tiny');
const { version: required, self } = require('tiny');
const { part } = require('tiny/part.js');
const { version: resolved } = require(require.resolve('tiny'));`,
  '{ imported, later, required, resolved, part, between: between.version, betweenModules, self }',
);

function makeProject(): { project: WithProject; npm: FakeNpm } {
  const npm = makeFakeNpm();
  for (const version of ['1.0.0', '2.0.0'])
    npm.publish('tiny', version, {
      'index.js': `exports.version = '${version}'; exports.self = require('tiny').version;`,
      'part.js': `exports.part = '${version}';`,
    });
  npm.publish('other', '3.0.0', { 'index.js': `exports.version = '3.0.0';` });
  const project = new WithProject();
  project.put({
    'package.json': '{ "private": true }',
    'node_modules/tiny/package.json': '{ "name": "tiny", "version": "0.1.0", "main": "index.js" }',
    'node_modules/tiny/index.js': `exports.version = '0.1.0'; exports.self = require('tiny').version;`,
    'node_modules/tiny/part.js': `exports.part = '0.1.0';`,
    'node_modules/between/index.js': `exports.version = require('tiny').version;`,
    'node_modules/between-modules/package.json': '{ "type": "module", "main": "index.js" }',
    'node_modules/between-modules/index.js': `export { version } from 'tiny';`,
    'scenarios/says/scenario.mjs': COPIES,
  });
  return { project, npm };
}

const everywhere = (version: string): Record<string, string> => ({
  imported: version,
  later: version,
  required: version,
  resolved: version,
  part: version,
  between: version,
  betweenModules: version,
  self: version,
});

describe('--with', () => {
  test('gives every module the version that was asked for, and nothing changes without it', () => {
    const { project, npm } = makeProject();
    const installed = project.run([], npm.path);
    expect(installed.says).toEqual(everywhere('0.1.0'));
    expect(installed.result).not.toHaveProperty('with');
    expect(installed.result.variants[0]!.expected).toMatchObject([{ outcome: 'missed' }]);

    const { says, result, stderr } = project.run(['--with', 'tiny@1'], npm.path);
    expect(says).toEqual(everywhere('1.0.0'));
    expect(result.with).toEqual([{ name: 'tiny', version: '1.0.0', isImported: true }]);
    expect(result.versions.packages).toMatchObject({ tiny: '1.0.0' });
    // An expectation is of the installed version.
    expect(result.variants[0]!.expected).toMatchObject([{ outcome: 'not judged' }]);
    expect(stderr).toContain('closecall: installing tiny@1 with npm\n');
    expect(stderr).toMatch(/^ {2}with {7}tiny@1\.0\.0$/m);
  });

  test('records what it ran on; a replay runs on the same, needs no npm, and names what differs', () => {
    const { project, npm } = makeProject();
    const { result } = project.run(['--with', 'tiny@1.0.0'], npm.path);
    const { repro: file } = result.findings[0]!;
    const repro = parseRepro(readFileSync(join(project.root, file), 'utf8'), file);
    expect(repro).toMatchObject({ with: ['tiny@1.0.0'], versions: { packages: { tiny: '1.0.0' } } });

    const same = project.closecall(['replay', file], npm.pathWithout);
    expect(same.stdout).toContain('  with tiny@1.0.0\n');
    expect(same.stdout).toContain('exit 1: reproduced');

    const other = project.closecall(['replay', file, '--with', 'tiny@2.0.0'], npm.path);
    expect(other.stdout).toContain('- tiny was 1.0.0, is 2.0.0');
    expect(other.stdout).toContain(`retry ${file} --with tiny@2.0.0\n`);
    expect(other.status).toBe(125);

    const retried = project.closecall(['retry', file, '--with', 'tiny@2.0.0'], npm.pathWithout);
    expect(retried.stdout).toContain('  with tiny@2.0.0\n');
    expect(retried.status).toBe(1);
    expect(npm.asked()).toEqual(['tiny@1.0.0', 'tiny@2.0.0']);
  });

  test('warns by name of a package that nothing asked for', () => {
    const { project, npm } = makeProject();
    const { says, result, stderr } = project.run(['--with', 'other@3.0.0'], npm.path);
    expect(says).toEqual(everywhere('0.1.0'));
    expect(result.with).toEqual([{ name: 'other', version: '3.0.0', isImported: false }]);
    const warning = 'warning: no scenario imported other: --with other@3.0.0 changed nothing.\n';
    expect(stderr).toContain(warning);
    const replayed = project.closecall(['replay', result.findings[0]!.repro], npm.pathWithout);
    expect(replayed.stderr).toContain(warning);
  });

  test('brings a package that is not installed at all', () => {
    const { project, npm } = makeProject();
    project.put({
      'scenarios/says/scenario.mjs': scenarioThatSays(`import { version } from 'other';`, 'version'),
    });
    expect(project.run(['--with', 'other@3.0.0'], npm.path).says).toBe('3.0.0');
    const { stderr, status } = project.closecall(['run', '--cases', '1'], npm.path);
    expect({ status, stderr }).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('other') as string,
    });
  });

  test('fails before the first case with exit code 2', () => {
    const { project, npm } = makeProject();
    const { status, stdout, stderr } = project.closecall(['run', '--with', 'tiny@9.9.9'], npm.path);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe(
      'closecall: installing tiny@9.9.9 with npm\n' +
        'closecall: --with tiny@9.9.9: tiny has no version "9.9.9". `npm view tiny versions` lists those it has.\n',
    );
  });
});

describe('a call that names no dispatcher', () => {
  /** Says whether the global dispatcher is of the release that the scenario has, and which that is. */
  const GLOBAL = scenarioThatSays(
    `import * as undici from 'undici';
import { createRequire } from 'node:module';
const { version } = createRequire(import.meta.url)('undici/package.json');
let isOwn;
let first;`,
    '{ version, isOwn }',
    `async ({ subject, deliver }) => {
      const agent = undici.getGlobalDispatcher();
      isOwn = agent instanceof undici.Agent && agent !== first;
      first ??= agent;
      const { body } = await undici.request(subject.origin + '/text');
      deliver(await body.text());
    }`,
  );
  const NONE = '';

  test.each(['6.21.0', '7.30.2', '8.6.0'])('is served by undici %s when that is under test', (version) => {
    const project = new WithProject();
    project.put({ 'package.json': '{}', 'scenarios/says/scenario.mjs': GLOBAL });
    warmCache(project.cache, [`undici@${version}`]);
    const { says, result } = project.run(['--with', `undici@${version}`], NONE);
    expect(says).toEqual({ version, isOwn: true });
    expect(result.findings.map(({ code }) => code)).toEqual(['says']);
  });

  test('is served by the undici of the project when none is', () => {
    const project = new WithProject();
    project.put({
      'package.json': '{}',
      'node_modules/.here': '',
      'scenarios/says/scenario.mjs': GLOBAL,
    });
    const installed = dirname(require.resolve('undici-7.30.2/package.json'));
    symlinkSync(installed, join(project.root, 'node_modules/undici'));
    const { says, result } = project.run([], NONE);
    expect(says).toEqual({ version: '7.30.2', isOwn: true });
    expect(result.findings.map(({ code }) => code)).toEqual(['says']);
  });

  test('is served by a plain agent where a module sets another dispatcher while it loads', () => {
    const project = new WithProject();
    const set = 'undici.setGlobalDispatcher(new undici.RetryAgent(new undici.Agent()));';
    project.put({
      'package.json': '{}',
      'node_modules/.here': '',
      'scenarios/says/scenario.mjs': GLOBAL.replace('let isOwn;', `${set}\nlet isOwn;`),
    });
    const installed = dirname(require.resolve('undici-7.30.2/package.json'));
    symlinkSync(installed, join(project.root, 'node_modules/undici'));
    expect(project.run([], NONE).says).toEqual({ version: '7.30.2', isOwn: true });
  });

  test("is served by Node's own undici where a client only knows fetch", () => {
    const project = new WithProject();
    const agent = `globalThis[Symbol.for('undici.globalDispatcher.1')]`;
    project.put({
      'package.json': '{}',
      'scenarios/says/scenario.mjs': scenarioThatSays(
        'let names = new Set();',
        '[...names]',
        `async ({ subject, deliver }) => {
          deliver(await (await fetch(subject.origin + '/text')).text());
          names.add(${agent}.constructor.name);
        }`,
      ),
    });
    const { says, result } = project.run([], NONE);
    expect(says).toEqual(['Agent']);
    expect(result.findings.map(({ code }) => code)).toEqual(['says']);
  });
});
