// What may be typed, and what it means.
import { describe, expect, test } from 'vitest';
import { formatReplayCommand } from '../report/replay-command.ts';
import type { RunCommand } from './command-line.ts';
import { COMMANDS } from './commands.ts';
import { OPTIONS } from './option-table.ts';
import { CASES_MAX, parseCommandLine } from './parse-command-line.ts';
import { splitLikeShell } from './tests/split-like-shell.ts';

const parse = (line: string) => parseCommandLine(splitLikeShell(line));

const RUN = {
  command: 'run',
  patterns: [],
  variants: [],
  seed: 1,
  explore: 'portfolio',
  cases: 1000,
  reporters: [{ name: 'terminal' }],
  out: 'reports',
  // All: the host has fewer.
  workers: 256,
  corpus: true,
  save: false,
  untilFirst: false,
  with: [],
  checkDeterminism: false,
  resume: false,
};

const BISECT = {
  command: 'bisect',
  file: 'a.json',
  includePrereleases: false,
  all: false,
  workers: 256,
  neighbours: 200,
  seed: 1,
  reporters: [{ name: 'terminal' }],
};

describe('a command line', () => {
  test.each([
    ['run', RUN],
    ['run btw plain-undici/agents', { ...RUN, patterns: ['btw', 'plain-undici/agents'] }],
    ['run --variant shared --variant a,b', { ...RUN, variants: ['shared', 'a', 'b'] }],
    ['run --seed 0 --cases 20_000 --workers=4', { ...RUN, seed: 0, cases: 20_000, workers: 4 }],
    ['run --workers all', RUN],
    ['run --shard 2/5', { ...RUN, shard: { nth: 2, of: 5 } }],
    ['run --no-corpus --save --until-first', { ...RUN, corpus: false, save: true, untilFirst: true }],
    ['run -r blob -r json', { ...RUN, reporters: [{ name: 'blob' }, { name: 'json' }] }],
    ['run -r github', { ...RUN, reporters: [{ name: 'terminal' }, { name: 'github' }] }],
    ['run -r github -r terminal', { ...RUN, reporters: [{ name: 'terminal' }, { name: 'github' }] }],
    [
      'run -r json -r github=a.txt -r junit=b.xml',
      {
        ...RUN,
        reporters: [{ name: 'json' }, { name: 'github', file: 'a.txt' }, { name: 'junit', file: 'b.xml' }],
      },
    ],
    ['run -r blob', { ...RUN, reporters: [{ name: 'terminal' }, { name: 'blob' }] }],
    [
      'merge-reports a/b -r json=c.json -o out',
      {
        command: 'merge-reports',
        folder: 'a/b',
        out: 'out',
        reporters: [{ name: 'terminal' }, { name: 'json', file: 'c.json' }],
      },
    ],
    ['run --seed random', { ...RUN, seed: 'random' }],
    ['run --explore pct', { ...RUN, explore: 'pct' }],
    ['run --time-budget 1.5m', { ...RUN, timeBudgetMs: 90_000 }],
    ['--cases 5 run btw', { ...RUN, cases: 5, patterns: ['btw'] }],
    ['run --check-determinism', { ...RUN, checkDeterminism: true }],
    ['run --resume --out out', { ...RUN, resume: true, out: 'out' }],
    ['run -o out -- --odd', { ...RUN, out: 'out', patterns: ['--odd'] }],
    ['run --reporter json', { ...RUN, reporters: [{ name: 'json' }] }],
    [
      'run -r json=a=b.json',
      { ...RUN, reporters: [{ name: 'terminal' }, { name: 'json', file: 'a=b.json' }] },
    ],
    [
      'run -r json -r terminal=report.txt',
      { ...RUN, reporters: [{ name: 'json' }, { name: 'terminal', file: 'report.txt' }] },
    ],
    ['replay a.json', { command: 'replay', file: 'a.json', with: [], json: false }],
    ['explain a.json', { command: 'explain', file: 'a.json', with: [], json: false }],
    ['explain a.json --json', { command: 'explain', file: 'a.json', with: [], json: true }],
    ['replay --json a.json', { command: 'replay', file: 'a.json', with: [], json: true }],
    ['retry a.json', { command: 'retry', file: 'a.json', neighbours: 200, seed: 1, with: [], json: false }],
    ['replay a.json --loopback', { command: 'replay', file: 'a.json', with: [], loopback: 10, json: false }],
    ['replay a.json --loopback 3', { command: 'replay', file: 'a.json', with: [], loopback: 3, json: false }],
    [
      'replay --loopback 1.json --json',
      { command: 'replay', file: '1.json', with: [], loopback: 10, json: true },
    ],
    [
      'replay --loopback=20 a.json',
      { command: 'replay', file: 'a.json', with: [], loopback: 20, json: false },
    ],
    [
      'run --explore exhaustive',
      { ...RUN, explore: 'exhaustive', bound: 1, cases: 100_000_000, corpus: false },
    ],
    [
      'run --explore exhaustive --bound 3 --cases 5_000',
      { ...RUN, explore: 'exhaustive', bound: 3, cases: 5_000, corpus: false },
    ],
    ['run --confirm', { ...RUN, confirm: 10 }],
    ['run --confirm 1_000 btw', { ...RUN, confirm: 1000, patterns: ['btw'] }],
    [
      'retry a.json --neighbours 0 --seed 9',
      { command: 'retry', file: 'a.json', neighbours: 0, seed: 9, with: [], json: false },
    ],
    [
      'run --with undici@8.5.0 --with @scope/name@latest',
      {
        ...RUN,
        with: [
          { name: 'undici', wanted: '8.5.0' },
          { name: '@scope/name', wanted: 'latest' },
        ],
      },
    ],
    [
      'replay a.json --with undici@7',
      { command: 'replay', file: 'a.json', with: [{ name: 'undici', wanted: '7' }], json: false },
    ],
    ['bisect a.json', BISECT],
    [
      'bisect a.json --package @scope/name --from 7 --to 8.4 --all -r markdown=a.md',
      {
        ...BISECT,
        name: '@scope/name',
        from: '7',
        to: '8.4',
        all: true,
        reporters: [{ name: 'terminal' }, { name: 'markdown', file: 'a.md' }],
      },
    ],
    [
      'bisect a.json --include-prereleases --workers 1 --neighbours 0 --seed 9 --to 8.0.0-rc.1',
      { ...BISECT, includePrereleases: true, workers: 1, neighbours: 0, seed: 9, to: '8.0.0-rc.1' },
    ],
    ['run --node 20', { ...RUN, with: [{ name: 'node', wanted: '20' }] }],
    [
      'replay a.json --node v20.19.4 --with undici@7',
      {
        command: 'replay',
        file: 'a.json',
        with: [
          { name: 'undici', wanted: '7' },
          { name: 'node', wanted: '20.19.4' },
        ],
        json: false,
      },
    ],
    ['list --json', { command: 'list', json: true }],
    ['help', { command: 'help' }],
    ['--help', { command: 'help' }],
    ['help run', { command: 'help', about: 'run' }],
    ['run btw -h', { command: 'help', about: 'run' }],
    ['--version', { command: 'version' }],
    ['-V', { command: 'version' }],
  ])('%s', (line, expected) => {
    expect(parse(line)).toEqual(expected);
  });

  test('of the lab is for a minute, or for as long as is given, or for so many cases', () => {
    const limits = ['', '--time-budget 2m', '--cases 500', '--cases 500 --time-budget 2m'].map((options) => {
      const run = parse(`lab run --workers 1 ${options}`.trim()) as RunCommand;
      expect(run.workers).toBe(1);
      return [run.cases, run.timeBudgetMs];
    });
    expect(limits).toEqual([
      [CASES_MAX, 60_000],
      [CASES_MAX, 120_000],
      [500, undefined],
      [500, 120_000],
    ]);
  });

  test('in every example of the help is understood', () => {
    for (const [name, { examples }] of Object.entries(COMMANDS))
      for (const example of examples)
        // A battery is run like every scenario.
        expect(parse(example).command).toBe(name === 'lab run' ? 'run' : name);
  });
});

test('the replay command that is printed is one that is understood, whatever the path', () => {
  const paths = [
    'reports/btw-leaves-shared-use-after-close-0123456789ab.repro.json',
    'my reports/a b.json',
    "it's.json",
    '-dash.json',
    'a$HOME`x`.json',
    String.raw`C:\reports\a.json`,
  ];
  for (const launcher of ['npm run closecall --', 'npx closecall'])
    for (const path of paths) {
      const command = formatReplayCommand(path, launcher);
      expect(command.startsWith(`${launcher} `)).toBe(true);
      const words = splitLikeShell(command.slice(launcher.length + 1));
      const file = path.startsWith('-') ? `./${path}` : path;
      expect(parseCommandLine(words)).toEqual({ command: 'replay', file, with: [], json: false });
      expect(parse(formatReplayCommand(path, '', 'retry').trim())).toMatchObject({ command: 'retry', file });
    }
});

test('every option with a value has a name for it and belongs to a command', () => {
  for (const { type, metavar, commands, name } of OPTIONS) {
    expect([name, metavar !== undefined]).toEqual([name, type !== 'boolean']);
    expect(commands).not.toEqual([]);
  }
  expect(new Set(OPTIONS.map(({ name }) => name)).size).toBe(OPTIONS.length);
});
