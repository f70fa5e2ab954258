// Whatever a client and a gateway say, in everything that the real line writes: no secret, nothing that steers a terminal or a CI, and
// nothing of the size of what was said.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { beforeAll, describe, expect, test } from 'vitest';
import { campaignFunctions } from '../../cli/campaign-functions.ts';
import { runCommandLine } from '../../cli/run-command-line.ts';
import { fakeHost } from '../../cli/tests/fake-host.ts';
import { REPORTERS } from '../../report/reporters.ts';
import { makeFolder, ROOT } from '../explore-for-test.ts';
import { MARK } from './payload.ts';

const SCENARIO = join(import.meta.dirname, 'scenario.ts');
/** Everything that is not a letter of some script or a line break. */
const STEERING = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
/** The payload has a megabyte. */
const SIZE_MAX_BYTES = 250_000;

/** Texts by what they are: files by name, and the streams. */
const artefacts: Record<string, string> = {};

async function command(name: string, ...argv: string[]): Promise<number> {
  const host = { ...fakeHost(), root: ROOT };
  const code = await runCommandLine(argv, host, campaignFunctions);
  artefacts[`stdout of ${name}`] = host.out();
  artefacts[`stderr of ${name}`] = host.err();
  return code;
}

function readFolder(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    if (statSync(join(folder, name)).isFile()) artefacts[name] = readFileSync(join(folder, name), 'utf8');
}

const folder = makeFolder();

beforeAll(async () => {
  const out = ['--workers', '1', '--no-corpus', '--out', folder];
  const reporters = Object.keys(REPORTERS).map((name) => `--reporter=${name}=${join(folder, 'all', name)}`);
  const baseline = ['--baseline', join(folder, 'baseline.json'), '--update-baseline'];
  expect(await command('run', 'run', SCENARIO, '--cases', '1', ...out, ...reporters)).toBe(1);
  expect(
    await command(
      'exhaustive',
      'run',
      SCENARIO,
      '--explore',
      'exhaustive',
      '--bound',
      '0',
      ...out,
      '--reporter',
      'github',
      ...baseline,
    ),
  ).toBe(0);
  readFolder(folder);
  const repro = Object.keys(artefacts).find((name) => /-crash-.*\.repro\.json$/.test(name))!;
  expect(await command('replay', 'replay', join(folder, repro))).toBe(1);
  expect(await command('replay in JSON', 'replay', join(folder, repro), '--json')).toBe(1);
  expect(await command('explain', 'explain', join(folder, repro))).toBe(0);
  const broken = join(makeFolder(), 'scenario.mjs');
  writeFileSync(
    broken,
    `import { MARKUP, SECRETS } from ${JSON.stringify(join(import.meta.dirname, 'payload.ts'))};\nthrow new Error(MARKUP + SECRETS.join(' '));\n`,
  );
  expect(await command('what does not load', 'run', broken, ...out)).toBe(2);
}, 300_000);

test('all that there is was written', () => {
  const names = Object.keys(artefacts).map((name) => name.replace(/^hostile-.*?(?=\.\w+\.json$)/, 'NAME'));
  expect([...new Set(names)].toSorted()).toEqual(
    [
      ...Object.keys(REPORTERS).map((name) => join('all', name)),
      'NAME.certificate.json',
      'NAME.repro.json',
      'baseline.json',
      'journal.jsonl',
      'matrix.md',
      ...['run', 'exhaustive', 'replay', 'replay in JSON', 'explain', 'what does not load'].flatMap(
        (name) => [`stderr of ${name}`, `stdout of ${name}`],
      ),
    ].toSorted(),
  );
  // Else what follows would be true of nothing.
  expect(artefacts[join('all', 'terminal')]).toContain('[scrubbed]');
  expect(artefacts['stderr of what does not load']).toContain('<script>');
});

describe('in everything that is written', () => {
  const each = (find: (text: string) => string | undefined): string[] =>
    Object.entries(artefacts).flatMap(([name, text]) => {
      const found = find(text);
      return found === undefined ? [] : [`${name}: ${JSON.stringify(found)}`];
    });

  test('there is no secret', () => {
    expect(each((text) => new RegExp(`.{0,60}${MARK}.{0,5}`).exec(text)?.[0])).toEqual([]);
    // Nor the beginning of one that was cut.
    expect(each((text) => new RegExp(`.{0,60}${MARK.slice(0, 8)}.{0,5}`).exec(text)?.[0])).toEqual([]);
  });

  test('there is nothing that steers a terminal', () => {
    expect(each((text) => STEERING.exec(text)?.[0])).toEqual([]);
    expect(each((text) => (text.isWellFormed() ? undefined : 'a lone surrogate'))).toEqual([]);
  });

  test('nothing is of the size of a payload', () => {
    expect(
      each((text) =>
        Buffer.byteLength(text) < SIZE_MAX_BYTES ? undefined : `${Buffer.byteLength(text)} bytes`,
      ),
    ).toEqual([]);
  });
});

test('the JUnit report is well-formed, and no element in it is the payload’s', () => {
  const names = new Set<string>();
  const parser = new SaxesParser();
  parser.on('opentag', ({ name }) => void names.add(name));
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(artefacts[join('all', 'junit')]!).close();
  expect([...names]).not.toContain('script');
  expect([...names]).toContain('failure');
});

test('JSON is JSON', () => {
  const own = [join('all', 'json'), join('all', 'blob'), 'stdout of replay in JSON'];
  const names = [...own, ...Object.keys(artefacts).filter((name) => name.endsWith('.json'))];
  for (const name of names) expect(() => JSON.parse(artefacts[name]!) as unknown, name).not.toThrow();
  for (const line of artefacts['journal.jsonl']!.trimEnd().split('\n'))
    expect(() => JSON.parse(line) as unknown).not.toThrow();
});
