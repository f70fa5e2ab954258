// Where the value of an option is from: a flag, a variable, the configuration, the default, in that order.
import { describe, expect, test } from 'vitest';
import type { ClosecallConfig } from '../model/config.ts';
import { CONFIG_KEYS } from '../model/config.ts';
import { STRATEGIES } from '../model/strategy.ts';
import { REPORTERS } from '../report/reporters.ts';
import type { RunCommand } from './command-line.ts';
import { COMMAND_NAMES, COMMANDS } from './commands.ts';
import { OPTIONS } from './option-table.ts';
import { CASES_MAX, parseCommandLine } from './parse-command-line.ts';
import { renderSettings } from './render-settings.ts';
import { runCommandLine } from './run-command-line.ts';
import { nameVariable, readSettings, type Settings } from './settings.ts';
import { fakeCampaign, fakeHost } from './tests/fake-host.ts';

const settle = (config: ClosecallConfig, variables: Readonly<Record<string, string>> = {}): Settings =>
  readSettings({ config, file: 'closecall.config.ts' }, (name) => variables[name]);

const run = (argv: string[], settings: Settings): RunCommand =>
  parseCommandLine(['run', ...argv], settings) as RunCommand;

describe('a value', () => {
  test('of a flag goes before that of a variable, and that before the configuration', () => {
    const settings = settle({ cases: 5, seed: 6 }, { CLOSECALL_CASES: '7' });
    expect(run([], settings)).toMatchObject({ cases: 7, seed: 6 });
    expect(run(['--cases', '8', '--seed', '9'], settings)).toMatchObject({ cases: 8, seed: 9 });
  });

  test('of every key arrives', () => {
    const config: Required<ClosecallConfig> = {
      scenarios: ['btw', 'tls/*'],
      imports: ['tsx'],
      seed: 'random',
      explore: 'pct',
      cases: 12,
      timeBudget: '2m',
      reporter: ['json=a.json', 'markdown=b.md'],
      out: 'found',
      workers: 'all',
      corpus: false,
      confirm: true,
      explain: 2,
      baseline: 'known.json',
      neighbours: 3,
      with: 'undici@8.5.0',
      node: 22,
    };
    expect(Object.keys(config)).toEqual(CONFIG_KEYS);
    const settings = settle(config);
    expect(run([], settings)).toMatchObject({
      patterns: ['btw', 'tls/*'],
      seed: 'random',
      explore: 'pct',
      cases: 12,
      timeBudgetMs: 120_000,
      reporters: [{ name: 'terminal' }, { name: 'json', file: 'a.json' }, { name: 'markdown', file: 'b.md' }],
      out: 'found',
      corpus: false,
      confirm: 10,
      explain: 2,
      baseline: { file: 'known.json', isUpdated: false },
      with: [{ name: 'undici', wanted: '8.5.0' }, { wanted: '22' }],
    });
    expect(parseCommandLine(['retry', 'a.json'], settings)).toMatchObject({ neighbours: 3 });
    expect(run(['tls'], settings).patterns).toEqual(['tls']);
  });

  test('of a variable may be a list, a switch, or nothing at all', () => {
    const variables = { CLOSECALL_REPORTER: 'json=a.json, markdown=b.md', CLOSECALL_NO_CORPUS: '1' };
    expect(run([], settle({}, variables))).toMatchObject({ corpus: false, reporters: { length: 3 } });
    expect(run([], settle({ cases: 5 }, { CLOSECALL_CASES: '' })).cases).toBe(5);
    expect(run([], settle({}, { CLOSECALL_NO_CORPUS: 'false' })).corpus).toBe(true);
    expect(run([], settle({}, { CLOSECALL_CONFIRM: 'true' })).confirm).toBe(10);
    expect(run([], settle({}, { CLOSECALL_CONFIRM: '3' })).confirm).toBe(3);
    expect(run([], settle({}, { CLOSECALL_CONFIRM: '0' })).confirm).toBeUndefined();
  });

  test('that limits runs that draw does not cut a certificate short', () => {
    expect(run(['--explore', 'exhaustive'], settle({ cases: 5 })).cases).toBeGreaterThan(1_000_000);
    const variables = { CLOSECALL_EXPLORE: 'exhaustive' };
    expect(run([], settle({ cases: 5 }, variables)).cases).toBeGreaterThan(1_000_000);
    expect(run(['--cases', '7'], settle({ cases: 5 }, variables)).cases).toBe(7);
    expect(run(['--explore', 'pct'], settle({ cases: 5 }, variables)).cases).toBe(5);
  });

  test('belongs to commands that have the option, and bothers no other', () => {
    expect(parseCommandLine(['list'], settle({ cases: 5 }))).toEqual({ command: 'list', json: false });
  });

  test('that a command cannot take is left to those that can', () => {
    const settings = settle({ reporter: ['html', 'json=a.json'], explore: 'exhaustive', cases: 5 });
    expect(parseCommandLine(['bisect', 'a.json'], settings)).toMatchObject({
      reporters: [{ name: 'terminal' }],
    });
    expect(parseCommandLine(['lab', 'run'], settings)).toMatchObject({
      explore: 'portfolio',
      cases: CASES_MAX,
      reporters: { length: 3 },
    });
    expect(parseCommandLine(['lab', 'score'], settings)).toMatchObject({ explore: 'portfolio' });
    expect(parseCommandLine(['lab', 'score'], settle({ explore: 'pct' }))).toMatchObject({ explore: 'pct' });
    expect(run([], settings).explore).toBe('exhaustive');
  });
});

/** Every value of a kind that a key can have. */
const EVERY: { [key in keyof Required<ClosecallConfig>]: readonly ClosecallConfig[key][] } = {
  scenarios: [['btw']],
  imports: [['tsx']],
  seed: [1, 'random'],
  explore: Object.keys(STRATEGIES),
  cases: [1],
  timeBudget: ['1m'],
  reporter: [...Object.keys(REPORTERS), ...Object.keys(REPORTERS).map((name) => `${name}=a.txt`)],
  out: ['found'],
  workers: [1, 'all'],
  corpus: [true, false],
  confirm: [true, false, 3],
  explain: [true, false, 3],
  baseline: ['known.json'],
  neighbours: [0],
  with: ['undici@8.5.0'],
  node: [22, '22.19.0'],
};

describe.each(COMMAND_NAMES)('%s', (command) => {
  const argument = COMMANDS[command].takes.replaceAll(/\[.*\]/g, '').trim();
  test.each(CONFIG_KEYS)('works with %s set to anything that it may be', (key) => {
    for (const value of EVERY[key] as readonly unknown[]) {
      const settings = settle({ [key]: value });
      expect(parseCommandLine([...command.split(' '), argument].filter(Boolean), settings)).toHaveProperty(
        'command',
      );
    }
  });
});

test('every option that can be set has a variable of its own', () => {
  const names = OPTIONS.filter((option) => option.isSetting === true).map(nameVariable);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain('CLOSECALL_TIME_BUDGET');
});

test('--verbose tells of every option', () => {
  const settings = settle({ cases: 5, corpus: false, scenarios: ['btw'] }, { CLOSECALL_SEED: '7' });
  const loaded = { config: { scenarios: ['btw'] }, file: 'closecall.config.ts' };
  expect(
    renderSettings(['run', '--until-first', '--confirm', '-r', 'json'], 'run', settings, loaded),
  ).toMatchSnapshot();
  expect(renderSettings(['list'], 'list', new Map(), undefined)).toMatchSnapshot();
});

describe('the command line', () => {
  const runWith = async (
    config: ClosecallConfig,
    argv: string[],
    variables: Readonly<Record<string, string>> = {},
  ): Promise<{ code: number; err: string; cases: number | undefined }> => {
    const host = fakeHost({ variables });
    const campaign = fakeCampaign({ loadConfig: async () => ({ config, file: 'closecall.config.ts' }) });
    const code = await runCommandLine(argv, host, campaign);
    return { code, err: host.err(), cases: campaign.seen[0]?.cases };
  };

  test('takes the configuration, and says where a value stands that makes no sense', async () => {
    expect((await runWith({ cases: 0 }, ['run'])).err).toBe(
      'closecall: --cases 0: expected a whole number from 1 to 100000000. (It is set in closecall.config.ts.)\n',
    );
    expect(await runWith({}, ['run'], { CLOSECALL_TIME_BUDGET: 'soon' })).toMatchObject({
      code: 2,
      err: expect.stringContaining('(It is set in CLOSECALL_TIME_BUDGET.)'),
    });
    expect((await runWith({ explore: 'pcd' }, ['run'])).err).toContain('Did you mean "pct"?');
  });

  test('answers help and mistakes without it', async () => {
    const broken = { cases: 0 };
    expect((await runWith(broken, ['help'])).code).toBe(0);
    expect((await runWith(broken, ['run', '--sed', '1'])).err).toContain('--seed');
  });
});
