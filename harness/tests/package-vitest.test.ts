// `closecall/vitest` as its users have it: the package and a vitest, installed into an empty project, on every Node.js that it asks for.
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from './explore-for-test.ts';
import { findNode, MANIFEST, packClosecall } from './pack-closecall.ts';

/** Types go before the client is run, by vitest and by Node.js in two ways: the line that is shown must be that of this text. */
const THROWER = `interface Options {
  signal: AbortSignal;
}

/* A client that lets
   an error escape. */
export async function readText(url: string, { signal }: Options): Promise<void> {
  type Why = { why: string };
  const failure: Why = { why: 'nobody catches this' };
  const own = AbortSignal.any([signal]);
  own.addEventListener('abort', () => void Promise.reject(new Error(failure.why)));
  const response = await fetch(url, { signal: own });
  await response.text();
}
`;
const THROWER_LINE = 11;

const SCENARIOS = {
  throws: `reader: ({ url, signal }) => readText(url, { signal })`,
  forgets: `reader: ({ url, signal, deliver }) => streamAnswer(url + '/events', { signal, onText: deliver })`,
  reads: `reader: async ({ url, signal, deliver }) => deliver(await (await fetch(url, { signal })).text())`,
};
/** Where each test calls scenarioTest. */
const TEST_LINE = 5;

let project: string;

function run(node: string, ...args: string[]): { code: number | null; text: string; out: string } {
  const [bin, ...rest] = args;
  const { status, stdout, stderr } = spawnSync(node, [join(project, 'node_modules', bin!), ...rest], {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', CI: '' },
  });
  return { code: status, text: stdout + stderr, out: stdout };
}

const vitest = (node: string, ...args: string[]): ReturnType<typeof run> =>
  run(node, 'vitest/vitest.mjs', ...args);

beforeAll(() => {
  ({ project } = packClosecall(`vitest@${MANIFEST.devDependencies['vitest']!}`));
  cpSync(join(ROOT, 'harness/tests/own-client/stream-answer.ts'), join(project, 'stream-answer.ts'));
  writeFileSync(join(project, 'read-text.ts'), THROWER);
  for (const [name, actor] of Object.entries(SCENARIOS)) {
    writeFileSync(
      join(project, `${name}.scenario.ts`),
      `import { defineScenario } from 'closecall';
import { readText } from './read-text.ts';
import { streamAnswer } from './stream-answer.ts';

export const used = [readText, streamAnswer];
export default defineScenario({
  name: '${name}',
  actors: { ${actor} },
  faults: [${name === 'forgets' ? "'unauthorized'" : ''}],
});
`,
    );
    writeFileSync(
      join(project, `${name}.test.ts`),
      `import { scenarioTest } from 'closecall/vitest';
import scenario from './${name}.scenario.ts';

type Gone = string;
scenarioTest(scenario, { cases: 20, timeoutMs: 600_000 });
export type { Gone };
`,
    );
  }
}, 300_000);

describe.each(['22', '24', '26'])('on Node.js %s', (major) => {
  let node: string;
  beforeAll(async () => {
    node = await findNode(major);
  }, 180_000);

  test('one passes, and one fails with the finding, the line of the client, and the command that replays it', () => {
    expect(vitest(node, 'run', 'reads')).toMatchObject({ code: 0 });
    const { code, text } = vitest(node, 'run', 'throws');
    expect(code).toBe(1);
    expect(text).toContain('ScenarioFailure: UNEXPECTED finding 1 of 1: crash Error (native evidence)');
    expect(text).toContain('  unhandled rejection: Error: nobody catches this\n');
    expect(text).toMatch(/^ +\| step \| +ms \| reader +\| client +\| gateway$/m);
    expect(text).toMatch(/^ [ >]+\| +\d+ \| +\d+ \| ! cancel reader/m);
    expect(text).toMatch(new RegExp(`❯ .*read-text\\.ts:${THROWER_LINE}:\\d+\\n`));
    expect(text).toMatch(new RegExp(`^ +${THROWER_LINE}\\| +own\\.addEventListener\\(.*\\n +\\| +\\^$`, 'm'));
    const [, file] = /Replay: npx closecall replay (\S+)/.exec(text)!;
    const replayed = run(node, 'closecall/bin/closecall.mjs', 'replay', file!);
    expect(replayed.out).toContain('reproduced, bit for bit');
  }, 240_000);
});

describe('what vitest has besides', () => {
  const node = process.execPath;

  test('a finding with no place in the client is shown at the line of the test', () => {
    const { text } = vitest(node, 'run', 'forgets');
    expect(text).toContain('hang pending (native evidence)');
    expect(text).toMatch(new RegExp(`❯ forgets\\.test\\.ts:${TEST_LINE}:1\\n`));
    expect(text).toMatch(new RegExp(`^ +${TEST_LINE}\\| scenarioTest\\(scenario, .*\\n +\\| \\^$`, 'm'));
  });

  test('-t, --shard, and several reporters', () => {
    const named = vitest(node, 'run', 'reads', 'throws', '-t', 'reads');
    expect([named.code, named.text]).toEqual([0, expect.stringContaining('1 passed | 1 skipped')]);
    const parts = ['1/2', '2/2'].map((part) => vitest(node, 'run', `--shard=${part}`).text);
    const ran = parts.map((text) => [...text.matchAll(/ (\w+)\.test\.ts \(1 test/g)].map(([, name]) => name));
    expect(ran.map(({ length }) => length)).toEqual([2, 1]);
    expect(new Set(ran.flat())).toEqual(new Set(Object.keys(SCENARIOS)));
    vitest(node, 'run', 'throws', '--reporter=junit', '--reporter=default', '--outputFile.junit=junit.xml');
    const xml = readFileSync(join(project, 'junit.xml'), 'utf8');
    expect(xml).toMatch(/<testcase .*name="throws &gt; default"/);
    expect(xml).toMatch(/<failure message="UNEXPECTED finding 1 of 1: crash Error/);
  }, 240_000);

  test('an editor is told where each test is, and what it is called', () => {
    const { out } = vitest(node, 'list', 'throws', '--json', '--no-static-parse', '--includeTaskLocation');
    expect(JSON.parse(out)).toEqual([
      {
        name: 'throws > default',
        file: expect.stringMatching(/throws\.test\.ts$/) as string,
        location: { line: TEST_LINE, column: 1 },
      },
    ]);
  });
});
