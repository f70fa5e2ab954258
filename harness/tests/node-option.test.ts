// `--node` from the command line to the trace, on a Node.js that reads no TypeScript and hooks imports in another thread: a
// stand-in made of the one that runs this test, so that no network is needed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeFakeNpm, type FakeNpm } from '../campaign/tests/fake-npm.ts';
import { publishNode } from '../campaign/tests/fake-node.ts';
import { parseRepro } from '../model/repro.ts';
import { scenarioThatSays, WithProject } from './with-project.ts';

const OLD = '20.19.4';

/** Says which Node.js it runs on, and what imports of every kind lead to. Its types have to be taken out. */
const SAYS = scenarioThatSays(
  `import { createRequire } from 'node:module';
import { version as imported } from 'tiny';
import between from 'between';
import { version as betweenModules } from 'between-modules';
import { nodeVersion, type Version } from '../../lib/node-version.ts';
const require = createRequire(import.meta.url);
const late = 'late';
const { here }: { here: string } = await import(\`../../lib/\${late}.ts\`);
const { version: required, self } = require('tiny');
const node: Version = nodeVersion();`,
  '{ node, here, imported, required, between: between.version, betweenModules, self }',
);

function makeProject(): { project: WithProject; npm: FakeNpm } {
  const npm = makeFakeNpm();
  publishNode(npm, OLD);
  npm.publish('tiny', '1.0.0', {
    'index.js': `exports.version = '1.0.0'; exports.self = require('tiny').version;`,
  });
  const project = new WithProject();
  project.put({
    'package.json': '{ "private": true, "type": "module" }',
    'lib/node-version.ts':
      'export type Version = string;\nexport const nodeVersion = (): Version => process.versions.node;\n',
    'lib/late.ts': `export const here: string = new Error().stack!.split('\\n')[1]!.replace(/.*\\/lib/, 'lib');\n`,
    'node_modules/tiny/package.json': '{ "name": "tiny", "version": "0.1.0", "main": "index.js" }',
    'node_modules/tiny/index.js': `exports.version = '0.1.0'; exports.self = require('tiny').version;`,
    'node_modules/between/index.js': `exports.version = require('tiny').version;`,
    'node_modules/between-modules/package.json': '{ "type": "module", "main": "index.js" }',
    'node_modules/between-modules/index.js': `export { version } from 'tiny';`,
    'scenarios/says/scenario.ts': SAYS,
  });
  return { project, npm };
}

/** Where the source says: taking types out moves nothing. */
const HERE = 'lib/late.ts:1:29';

const everywhere = (node: string, tiny: string): Record<string, string> => ({
  node,
  here: HERE,
  imported: tiny,
  required: tiny,
  between: tiny,
  betweenModules: tiny,
  self: tiny,
});

describe('--node', () => {
  test('runs clients there, from sources in TypeScript, and says so wherever the version is told', () => {
    const { project, npm } = makeProject();
    const { says, result, stderr } = project.run(['--node', '20'], npm.path);
    expect(says).toEqual(everywhere(OLD, '0.1.0'));
    expect(result.versions).toMatchObject({ node: `v${OLD}`, packages: { tiny: '0.1.0' } });
    expect(result.with).toEqual([{ name: 'node', version: OLD, isImported: true }]);
    // An expectation is of the Node.js that is there.
    expect(result.variants[0]!.expected).toMatchObject([{ outcome: 'not judged' }]);
    expect(stderr).toContain(`closecall 0.1.0 on Node ${OLD}\n`);
    expect(stderr).toContain('closecall: installing node@20 with npm\n');
    expect(stderr).not.toContain('warning');
  });

  test('goes together with packages: imports of every kind lead to their copies', () => {
    const { project, npm } = makeProject();
    const { says, result } = project.run(['--node', OLD, '--with', 'tiny@1.0.0'], npm.path);
    expect(says).toEqual(everywhere(OLD, '1.0.0'));
    expect(result.with).toEqual([
      { name: 'tiny', version: '1.0.0', isImported: true },
      { name: 'node', version: OLD, isImported: true },
    ]);
  });

  test('is recorded: a replay runs on the same and needs no npm, and another one is a change', () => {
    const { project, npm } = makeProject();
    const { repro: file } = project.run(['--node', OLD], npm.path).result.findings[0]!;
    const repro = parseRepro(readFileSync(join(project.root, file), 'utf8'), file);
    expect(repro).toMatchObject({ with: [`node@${OLD}`], versions: { node: `v${OLD}` } });

    const same = project.closecall(['replay', file], npm.pathWithout);
    expect(same.stdout).toContain(`  with node@${OLD}\n`);
    expect(same.stdout).toContain('exit 1: reproduced');

    const own = process.versions.node;
    const other = project.closecall(['replay', file, '--node', own], npm.pathWithout);
    const major = own.split('.')[0]!;
    expect(other.stdout).toContain(`- Node.js was v20, is v${major}: --node 20 brings it back\n`);
    expect(other.stdout).toContain(`retry ${file} --node ${own}\n`);
    expect(other.status).toBe(125);

    const retried = project.closecall(['retry', file, '--node', own], npm.pathWithout);
    expect(retried.stderr).toContain(`closecall 0.1.0 on Node ${own}, retry with seed 1\n`);
    // What it says is another thing there, and saying something is what it was found for.
    expect(retried.status).toBe(1);
  });

  test('finds the same cases and traces as its parent where the two are the same but for the version', () => {
    const { project, npm } = makeProject();
    const hashOf = (options: string[]): string => {
      const { repro: file } = project.run(options, npm.path).result.findings[0]!;
      return parseRepro(readFileSync(join(project.root, file), 'utf8'), file).traceHash;
    };
    project.put({
      'scenarios/says/scenario.ts': scenarioThatSays(
        '',
        '1',
        `async ({ subject, deliver }: { subject: { origin: string }; deliver: (text: string) => void }) => {
          const { nodeVersion } = await import('../../lib/node-version.ts');
          nodeVersion();
          deliver(await (await fetch(subject.origin + '/text')).text());
        }`,
      ),
    });
    expect(hashOf(['--node', OLD])).toBe(hashOf([]));
  });

  test('says which package a scenario could not load there, and what that asks for', () => {
    const { project, npm } = makeProject();
    project.put({
      'node_modules/modern/package.json':
        '{ "name": "modern", "version": "3.1.0", "main": "index.js", "engines": { "node": ">=22" } }',
      'node_modules/modern/index.js': `if (process.versions.node === '${OLD}') undefined.bind;`,
      'scenarios/says/scenario.ts': `import 'modern';\n${SAYS}`,
    });
    const { status, stdout } = project.closecall(['run', '--node', OLD], npm.path);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      `That was in modern 3.1.0, which asks for Node >=22; this is ${OLD}`,
    );
    expect(status).toBe(2);
  });

  test('says what a subject threw there', () => {
    const { project, npm } = makeProject();
    project.put({
      'scenarios/says/scenario.ts': SAYS.replace(
        'subject: ({ origin }) => ({ origin })',
        `subject: async () => { throw new TypeError('no such API'); }`,
      ),
    });
    const { status, stdout } = project.closecall(['run', '--node', OLD], npm.path);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      `nothing happens in the natural run on Node ${OLD}: \`subject\` was not built. It threw TypeError: no such API`,
    );
    expect(status).toBe(2);
  });

  test('speaks TLS there: nothing that comes before the world loads it', () => {
    const { project, npm } = makeProject();
    const says = scenarioThatSays(
      'let got;',
      'got',
      `async ({ subject }) => {
        got = (await (await fetch(subject.origin + '/text')).text()).length > 0;
      }`,
    ).replace(`name: 'says',`, `name: 'says',\n  tls: 'trusted',`);
    project.put({ 'scenarios/says/scenario.ts': says });
    expect(project.run(['--node', OLD], npm.path).says).toBe(true);
  });

  test('that cannot be had ends with exit code 2 before the first case', () => {
    const { project, npm } = makeProject();
    const { status, stdout, stderr } = project.closecall(['run', '--node', '99'], npm.path);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^closecall: --node 99: \S+ has no version "99"\./m);
  });
});
