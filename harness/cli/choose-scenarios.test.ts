// Paths and names on one command line.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ScenarioInfo } from '../campaign/campaign-options.ts';
import { chooseScenarios } from './choose-scenarios.ts';

const info = (name: string, file: string): ScenarioInfo => ({
  name,
  description: '',
  file,
  variants: [{ name: 'default', description: '', expect: [] }],
});
const searched = [info('a', '/a.scenario.ts'), info('b', '/b.scenario.ts')];

async function choose(patterns: string[], variants: string[] = [], own = 'own'): Promise<string[]> {
  const calls: string[] = [];
  const chosen = await chooseScenarios({ patterns, variants }, '/', async (_root, { files } = {}) => {
    calls.push(files === undefined ? 'search' : `load ${files.join(' ')}`);
    return files === undefined ? searched : files.map((file) => info(own, `/${file}`));
  });
  return [...calls, ...chosen.map(({ name }) => name)];
}

describe('run', () => {
  test('searches for names, and loads what is a path without any search', async () => {
    expect(await choose([])).toEqual(['search', 'a', 'b']);
    expect(await choose(['a'])).toEqual(['search', 'a']);
    expect(await choose(['x.ts'])).toEqual(['load x.ts', 'own']);
    expect(await choose(['x.mjs', 'b'])).toEqual(['load x.mjs', 'search', 'own', 'b']);
  });

  test('takes what is both named and found once, and refuses two scenarios of one name', async () => {
    expect(await choose(['a.scenario.ts', 'a'], [], 'a')).toEqual(['load a.scenario.ts', 'search', 'a']);
    await expect(choose(['x.ts', 'a'], [], 'a')).rejects.toMatchObject({
      code: 'ERR_SCENARIO_TWICE',
      message: 'two scenarios are called "a": x.ts and a.scenario.ts. Rename one, or delete it.',
    });
  });

  test('refuses a folder by what is in it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'closecall-test-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, 'src'));
    mkdirSync(join(folder, 'b'));
    const known = [
      info('a', join(folder, 'src', 'a.scenario.ts')),
      info('b/c', join(folder, 'c.scenario.ts')),
    ];
    const run = (...patterns: string[]): Promise<ScenarioInfo[]> =>
      chooseScenarios({ patterns, variants: [] }, folder, async () => known);
    await expect(run('src/')).rejects.toThrow('src/ is a folder. Name scenarios (a), or the file of one.');
    await expect(run('.')).rejects.toThrow('. is a folder. Name scenarios (a, b/c), or the file of one.');
    await expect(run('x.ts', 'src/')).rejects.toThrow('src/ is a folder. Name scenarios (a)');
    // A name goes before a folder of that name.
    expect((await run('b')).map(({ name }) => name)).toEqual(['b/c']);
  });

  test('refuses a variant that the named module does not have', async () => {
    await expect(choose(['x.ts'], ['defualt'])).rejects.toMatchObject({ code: 'ERR_UNKNOWN_VARIANT' });
  });
});
