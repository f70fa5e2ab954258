// Packages in a folder → an `npm` that installs from it, first in the PATH: tests of what npm is asked for need no network.
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { parsePackageSpecs, type PackageUnderTest } from '../../model/package-spec.ts';

/** The npm that tests put in place. */
export type FakeNpm = {
  /** A PATH with this npm, and a Node to run it. */
  path: string;
  /** A PATH without any npm. */
  pathWithout: string;
  /** Puts `files` into its registry as a version of `name`: the `latest`, and the newest of its major. */
  publish: (name: string, version: string, files: Record<string, string>) => void;
  /** The specs that it was asked for, in order. */
  asked: () => string[];
  /** From now on it ends as npm does without a network. */
  cutOff: () => void;
};

/**
 * What stands in for npm: understands `install … --prefix FOLDER NAME@WANTED` and `view NAME versions time`, and fails as npm
 * does.
 */
const PROGRAM = (store: string): string => `#!/usr/bin/env node
const { appendFileSync, cpSync, existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const store = ${JSON.stringify(store)};
const args = process.argv.slice(2);
const spec = args.at(-1);
const prefix = args[args.indexOf('--prefix') + 1];
const settings = existsSync(join(prefix, '.npmrc')) ? ' ' + readFileSync(join(prefix, '.npmrc'), 'utf8').trim() : '';
const isView = args[0] === 'view';
if (!isView) appendFileSync(join(store, 'asked'), spec + settings + '\\n');
const fail = (code) => {
  console.log(JSON.stringify({ error: { code, summary: 'GET https://packages.example/' + spec, detail: '' } }, null, 2));
  console.error('npm error code ' + code + ' https://packages.example/');
  process.exit(1);
};
if (existsSync(join(store, 'cut-off'))) fail('ENOTFOUND');
if (isView) {
  const folder = join(store, args[1].replace('/', '+'));
  if (!existsSync(folder)) fail('E404');
  const known = Object.keys(JSON.parse(readFileSync(join(folder, 'tags.json'), 'utf8')));
  const versions = known.filter((version) => /^\\d+\\.\\d+\\.\\d/.test(version));
  const time = Object.fromEntries(versions.map((version) => [version, '2026-01-02T03:04:05.678Z']));
  console.error('npm warn a word that is no JSON');
  console.log(JSON.stringify({ versions: versions.length === 1 ? versions[0] : versions, time }));
  process.exit(0);
}
if (!args.includes('--ignore-scripts')) fail('ESCRIPTS');
const at = spec.indexOf('@', 1);
const name = spec.slice(0, at);
const home = join(store, name.replace('/', '+'));
if (!existsSync(home)) fail('E404');
const tags = JSON.parse(readFileSync(join(home, 'tags.json'), 'utf8'));
const version = tags[spec.slice(at + 1)];
if (version === undefined) fail('ETARGET');
cpSync(join(home, version), join(prefix, 'node_modules'), { recursive: true });
`;

/** A registry of its own, with nothing in it. */
export function makeFakeNpm(): FakeNpm {
  const store = makeFolder();
  const bin = makeFolder();
  const npm = join(bin, 'npm');
  writeFileSync(npm, PROGRAM(store));
  chmodSync(npm, 0o755);
  const node = makeFolder();
  // A folder with nothing but Node: npm may lie beside the Node that runs the tests.
  writeFileSync(join(node, 'node'), `#!/bin/sh\nexec ${JSON.stringify(process.execPath)} "$@"\n`);
  chmodSync(join(node, 'node'), 0o755);
  return {
    path: [bin, node].join(delimiter),
    pathWithout: node,
    publish: (name, version, files) => {
      const home = join(store, name.replace('/', '+'));
      const folder = join(home, version, name);
      for (const [file, text] of Object.entries({
        'package.json': JSON.stringify({ name, version, main: 'index.js' }),
        ...files,
      })) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), text, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
      }
      const tags = join(home, 'tags.json');
      const known = existsSync(tags) ? (JSON.parse(readFileSync(tags, 'utf8')) as object) : {};
      const major = version.split('.')[0]!;
      writeFileSync(
        tags,
        JSON.stringify({ ...known, [version]: version, [major]: version, latest: version }),
      );
    },
    asked: () =>
      existsSync(join(store, 'asked')) ? readFileSync(join(store, 'asked'), 'utf8').trim().split('\n') : [],
    cutOff: () => writeFileSync(join(store, 'cut-off'), ''),
  };
}

const require = createRequire(import.meta.url);

/** A new empty folder. */
export const makeFolder = (): string => mkdtempSync(join(tmpdir(), 'closecall-test-'));

/** Puts releases that are development dependencies (`undici@7.30.2` as `undici-7.30.2`) into `cache`, as if npm had. */
export function warmCache(cache: string, specs: readonly string[]): PackageUnderTest[] {
  return parsePackageSpecs(specs).map(({ name, wanted: version }) => {
    const folder = join(cache, 'packages', `${name}@${version}`);
    const installed = dirname(require.resolve(`${name}-${version}/package.json`));
    cpSync(installed, join(folder, 'node_modules', name), { recursive: true });
    return { name, version, folder };
  });
}

/** The same in a cache of its own. */
export function copiesOf(specs: readonly string[]): PackageUnderTest[] {
  return warmCache(makeFolder(), specs);
}
