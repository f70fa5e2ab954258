// Which modules are scenarios, and what is said of those that are not.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { findScenarios } from './find-scenarios.ts';

let root: string;
const write = (name: string, text: string): void => {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
};
const scenario = (name: string, more = ''): string =>
  `export default { name: '${name}', description: 'd', variants: { one: { params: {} ${more} } } };`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'closecall-test-'));
  const folder = root;
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

describe('scenarios', () => {
  test('are found in every folder by their name, and sorted by that of the scenario', async () => {
    write('scenarios/x/scenario.mjs', scenario('b'));
    write(
      'scenarios/y/deep/scenario.mjs',
      scenario('a', `, description: 'v', expect: [{ oracle: 'hang', code: 'pending' }]`),
    );
    write('scenarios/y/other.mjs', 'throw new Error("not me")');
    write('scenarios/node_modules/z/scenario.mjs', 'throw new Error("not me")');
    write('elsewhere/scenario.mjs', 'throw new Error("not me")');
    expect(await findScenarios(root)).toEqual([
      {
        name: 'a',
        description: 'd',
        file: join(root, 'scenarios/y/deep/scenario.mjs'),
        variants: [{ name: 'one', description: 'v', expect: [{ oracle: 'hang', code: 'pending' }] }],
      },
      {
        name: 'b',
        description: 'd',
        file: join(root, 'scenarios/x/scenario.mjs'),
        variants: [{ name: 'one', description: '', expect: [] }],
      },
    ]);
  });

  test('may lie anywhere when their file says so, but in packages, builds and hidden folders', async () => {
    write('a.scenario.mjs', scenario('a'));
    write('deep/er/b.scenario.mjs', scenario('b'));
    for (const folder of ['node_modules/x', 'dist', 'deep/dist', '.cache', 'scenarios/dist'])
      write(`${folder}/c.scenario.mjs`, 'throw new Error("not me")');
    expect((await findScenarios(root)).map(({ name, path }) => [name, path])).toEqual([
      ['a', undefined],
      ['b', undefined],
    ]);
  });

  test('may be named by their files; what a search would not find keeps its path', async () => {
    write('a.scenario.mjs', scenario('a'));
    write('deep/b.mjs', scenario('b'));
    write('scenarios/c/scenario.mjs', scenario('c'));
    const found = await findScenarios(root, {
      files: ['./deep/b.mjs', join(root, 'a.scenario.mjs'), 'deep/b.mjs'],
    });
    expect(found.map(({ name, path }) => [name, path])).toEqual([
      ['a', undefined],
      ['b', 'deep/b.mjs'],
    ]);
    await expect(findScenarios(root, { files: ['./gone.mjs'] })).rejects.toMatchObject({
      code: 'ERR_NO_SCENARIOS',
      message: `./gone.mjs: there is no such file in ${root}.`,
    });
  });

  test('may be none', async () => {
    mkdirSync(join(root, 'scenarios'));
    expect(await findScenarios(root)).toEqual([]);
  });
});

describe('what cannot be used', () => {
  test('is a folder without scenarios in it, or a file of that name', async () => {
    const refusal = {
      code: 'ERR_NO_SCENARIOS',
      exitCode: 2,
      message: `no scenarios in ${root}: closecall looks for scenarios/**/scenario.ts and **/NAME.scenario.ts, or takes the path of one.`,
    };
    await expect(findScenarios(root)).rejects.toMatchObject(refusal);
    write('scenarios', '');
    await expect(findScenarios(root)).rejects.toMatchObject(refusal);
  });

  test.each([
    ['throws an error', `throw new RangeError('not today')`, 'RangeError: not today'],
    ['throws anything else', `throw 'not today'`, 'not today'],
    ['is no JavaScript', 'export default {', 'Error: '],
    ['imports what is not there', `import './gone.mjs'`, 'gone.mjs'],
  ])('is a module that %s: the message names it and says why', async (_, text, why) => {
    write('scenarios/x/scenario.mjs', text);
    const refusal = (await findScenarios(root).catch((error: unknown) => error)) as {
      code: string;
      message: string;
    };
    expect(refusal.code).toBe('ERR_SCENARIO_LOAD');
    expect(
      refusal.message.startsWith(`${join('scenarios', 'x', 'scenario.mjs')} could not be loaded: `),
    ).toBe(true);
    expect(refusal.message).toContain(why);
  });

  test.each([
    ['has no default export', 'export const scenario = 1;'],
    ['exports null', 'export default null;'],
    ['exports text', `export default 'scenario';`],
    ['has no name', 'export default { variants: {} };'],
    ['has no variants', `export default { name: 'x' };`],
    ['has null for variants', `export default { name: 'x', variants: null };`],
  ])('is a module that %s', async (_, text) => {
    write('scenarios/x/scenario.mjs', text);
    await expect(findScenarios(root)).rejects.toMatchObject({
      code: 'ERR_SCENARIO_SHAPE',
      message: expect.stringContaining('its default export is not a scenario') as unknown,
    });
  });

  test('is a name that two modules have: the message names both', async () => {
    write('scenarios/x/scenario.mjs', scenario('same'));
    write('scenarios/y/scenario.mjs', scenario('same'));
    await expect(findScenarios(root)).rejects.toMatchObject({
      code: 'ERR_SCENARIO_TWICE',
      message: `two scenarios are called "same": ${join('scenarios', 'x', 'scenario.mjs')} and ${join('scenarios', 'y', 'scenario.mjs')}. Rename one, or delete it.`,
    });
  });

  test('that do not load are in the way only of who looks for all of them, or for one that is not among the rest', async () => {
    write('a.scenario.mjs', scenario('a'));
    write('b.scenario.mjs', 'throw new Error("not on this version")');
    expect((await findScenarios(root, { wanted: 'a' })).map(({ name }) => name)).toEqual(['a']);
    const refusal = { code: 'ERR_SCENARIO_LOAD' };
    await expect(findScenarios(root, { wanted: 'b' })).rejects.toMatchObject(refusal);
    await expect(findScenarios(root)).rejects.toMatchObject(refusal);
  });
});
