// The configuration of a project: where it stands, and every mistake that can be in it.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ClosecallError } from '../model/closecall-error.ts';
import { loadConfig, type LoadedConfig } from './load-config.ts';

function load(files: Readonly<Record<string, string>>): Promise<LoadedConfig | undefined> {
  const root = mkdtempSync(join(tmpdir(), 'closecall-test-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return loadConfig(root);
}

const refusal = async (files: Readonly<Record<string, string>>): Promise<string> =>
  load(files).then(
    () => 'no error',
    (error: ClosecallError) => `${error.code} (${error.exitCode}): ${error.message}`,
  );

describe('a configuration', () => {
  test('is a module with a default export', async () => {
    expect(await load({ 'closecall.config.mts': 'export default { cases: 50 as number };' })).toEqual({
      config: { cases: 50 },
      file: 'closecall.config.mts',
    });
  });

  test('or a key of package.json', async () => {
    const file = 'package.json';
    expect(await load({ [file]: '{ "closecall": { "reporter": ["html"], "imports": ["tsx"] } }' })).toEqual({
      config: { reporter: ['html'], imports: ['tsx'] },
      file,
    });
  });

  test('may be missing, with or without a package.json, or one that is broken', async () => {
    expect(await load({})).toBeUndefined();
    expect(await load({ 'package.json': '{}' })).toBeUndefined();
    expect(await load({ 'package.json': 'null' })).toBeUndefined();
    expect(await load({ 'package.json': '{' })).toBeUndefined();
  });
});

describe('a mistake names the file and what is wrong', () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ['two places', { 'closecall.config.mjs': '', 'package.json': '{ "closecall": {} }' }],
    ['no default export', { 'closecall.config.mjs': 'export const cases = 1;' }],
    ['no object', { 'package.json': '{ "closecall": ["html"] }' }],
    ['an unknown key', { 'package.json': '{ "closecall": { "case": 5 } }' }],
    ['a value of another kind', { 'package.json': '{ "closecall": { "cases": "many" } }' }],
    ['a time without its unit', { 'package.json': '{ "closecall": { "timeBudget": 5 } }' }],
    ['a list of another kind', { 'package.json': '{ "closecall": { "imports": [1] } }' }],
    ['a kind that is not read', { 'closecall.config.json': '{ "cases": 5 }' }],
    ['a module that throws', { 'closecall.config.mjs': 'throw new Error("mine");' }],
  ])('%s', async (_, files) => {
    expect(await refusal(files)).toMatchSnapshot();
  });
});
