// What is said about everything that is no command line of ours.
import { expect, test } from 'vitest';
import { ClosecallError } from '../model/closecall-error.ts';
import { parseCommandLine } from './parse-command-line.ts';
import { splitLikeShell } from './tests/split-like-shell.ts';

/** The message, after making sure that it is one for people, with exit code 2. */
function refusalOf(line: string): string {
  try {
    parseCommandLine(splitLikeShell(line));
  } catch (error) {
    expect(error).toBeInstanceOf(ClosecallError);
    expect((error as ClosecallError).exitCode).toBe(2);
    return `${(error as ClosecallError).code}: ${(error as Error).message}`;
  }
  throw new Error(`"${line}" was not refused`);
}

test('everything else is refused with the nearest name or the way out', () => {
  const lines = [
    '',
    'rnu',
    'frobnicate',
    'run --sede 5',
    'run --frobnicate',
    'run -x',
    'run --http2',
    'run --h2=true',
    'run --seed',
    'run --seed --cases 5',
    'run --seed=',
    'run --seed -1',
    'run --seed one',
    'run --seed 4294967296',
    'run --cases 0',
    'run --bound 1',
    'run --explore exhaustive --bound 13',
    'run --explore exhaustive --check-determinism',
    'run --explore exhaustive --until-first',
    'run --explore exhaustive --reporter blob',
    'lab run --explore exhaustive',
    'lab score --explore exhaustive',
    'run --cases 1e3',
    'run --cases 5 --cases 6',
    'run --node',
    'run --node lts',
    'run --node 18',
    'run --node 20.10.0',
    'run --node 20 --node 22',
    'run --node 20 --with node@22',
    'list --node 20',
    'run --workers 0',
    'run --time-budget 30',
    'run --time-budget 0s',
    'run --time-budget soon',
    'run --reporter jsn',
    'run --reporter toString',
    'run --reporter json=',
    'run --reporter json --reporter terminal',
    'run --reporter json --reporter github',
    'run --json',
    'replay',
    'replay a.json b.json',
    'replay a.json --cases 5',
    'replay a.json --json=yes',
    'retry',
    'retry a.json --neighbours many',
    'bisect',
    'bisect a.json --package undici@8',
    'bisect a.json --from latest',
    'bisect a.json --to 8.5.x',
    'bisect a.json --reporter jsno',
    'bisect a.json --with undici@8.5.0',
    'list btw',
    'help rnu',
    'help run list',
  ];
  const report = lines.map((line) => `closecall ${line}\n  ${refusalOf(line)}`).join('\n');
  expect(`\n${report}\n`).toMatchInlineSnapshot(`
    "
    closecall 
      ERR_NO_COMMAND: no command. Use one of: run, replay, retry, bisect, explain, eject, lab run, lab score, merge-reports, init, list, help.
    closecall rnu
      ERR_UNKNOWN_COMMAND: unknown command "rnu". Did you mean "run"?
    closecall frobnicate
      ERR_UNKNOWN_COMMAND: unknown command "frobnicate". Known: run, replay, retry, bisect, explain, eject, lab run, lab score, merge-reports, init, list, help.
    closecall run --sede 5
      ERR_UNKNOWN_OPTION: unknown option "--sede". Did you mean "--seed"?
    closecall run --frobnicate
      ERR_UNKNOWN_OPTION: unknown option "--frobnicate". Known: --variant, --seed, --explore, --cases, --time-budget, --reporter, --out, --workers, --shard, --no-corpus, --save, --baseline and 25 more.
    closecall run -x
      ERR_UNKNOWN_OPTION: unknown option "-x". Known: -r, -o, -h, -V; see closecall help.
    closecall run --http2
      ERR_UNSUPPORTED: HTTP/2 is not supported: the simulated gateway speaks HTTP/1.1. Run the client with HTTP/2 switched off.
    closecall run --h2=true
      ERR_UNSUPPORTED: HTTP/2 is not supported: the simulated gateway speaks HTTP/1.1. Run the client with HTTP/2 switched off.
    closecall run --seed
      ERR_NO_VALUE: --seed needs a value: --seed N|random
    closecall run --seed --cases 5
      ERR_NO_VALUE: --seed needs a value: --seed N|random
    closecall run --seed=
      ERR_NO_VALUE: --seed needs a value: --seed N|random
    closecall run --seed -1
      ERR_BAD_NUMBER: --seed -1: expected a whole number from 0 to 4294967295.
    closecall run --seed one
      ERR_BAD_NUMBER: --seed one: expected a whole number from 0 to 4294967295.
    closecall run --seed 4294967296
      ERR_BAD_NUMBER: --seed 4294967296: expected a whole number from 0 to 4294967295.
    closecall run --cases 0
      ERR_BAD_NUMBER: --cases 0: expected a whole number from 1 to 100000000.
    closecall run --bound 1
      ERR_MISPLACED_OPTION: --bound belongs to --explore exhaustive; by portfolio cases are drawn, of any size.
    closecall run --explore exhaustive --bound 13
      ERR_BAD_NUMBER: --bound 13: expected a whole number from 0 to 12.
    closecall run --explore exhaustive --check-determinism
      ERR_MISPLACED_OPTION: --check-determinism does not go with --explore exhaustive: run it twice, and compare the hashes of the certificates.
    closecall run --explore exhaustive --until-first
      ERR_MISPLACED_OPTION: --until-first does not go with --explore exhaustive: a certificate is of all cases; --cases and --time-budget end it early.
    closecall run --explore exhaustive --reporter blob
      ERR_MISPLACED_OPTION: --reporter blob does not go with --explore exhaustive: it is not divided among machines, and there is nothing to merge.
    closecall lab run --explore exhaustive
      ERR_MISPLACED_OPTION: --explore exhaustive belongs to run: a battery draws more programs than can be gone through.
    closecall lab score --explore exhaustive
      ERR_MISPLACED_OPTION: --explore exhaustive belongs to run: a battery draws more programs than can be gone through.
    closecall run --cases 1e3
      ERR_BAD_NUMBER: --cases 1e3: expected a whole number from 1 to 100000000.
    closecall run --cases 5 --cases 6
      ERR_REPEATED_OPTION: --cases is given 2 times (5, 6); give it once.
    closecall run --node
      ERR_NO_VALUE: --node needs a value: --node VERSION
    closecall run --node lts
      ERR_NODE_SPEC: --node lts: expected a version of Node.js, whole (20.19.4) or in part (20).
    closecall run --node 18
      ERR_NODE_OLD: --node 18: clients run on Node.js 20.11 or newer. What the world stands on is not in older ones.
    closecall run --node 20.10.0
      ERR_NODE_OLD: --node 20.10.0: clients run on Node.js 20.11 or newer. What the world stands on is not in older ones.
    closecall run --node 20 --node 22
      ERR_REPEATED_OPTION: --node is given 2 times (20, 22); give it once.
    closecall run --node 20 --with node@22
      ERR_WITH_TWICE: --node 22 and --node 20: one version of a package per run. Give one, and run again with the other.
    closecall list --node 20
      ERR_MISPLACED_OPTION: --node belongs to run and replay and retry and explain and lab run and lab score, not to list.
    closecall run --workers 0
      ERR_BAD_NUMBER: --workers 0: expected a whole number from 1 to 256.
    closecall run --time-budget 30
      ERR_BAD_DURATION: --time-budget 30: expected a time above zero with its unit, such as 500ms, 30s, 2m or 1h. "30" has no unit: did you mean 30s?
    closecall run --time-budget 0s
      ERR_BAD_DURATION: --time-budget 0s: expected a time above zero with its unit, such as 500ms, 30s, 2m or 1h.
    closecall run --time-budget soon
      ERR_BAD_DURATION: --time-budget soon: expected a time above zero with its unit, such as 500ms, 30s, 2m or 1h.
    closecall run --reporter jsn
      ERR_UNKNOWN_REPORTER: unknown reporter "jsn". Did you mean "json"?
    closecall run --reporter toString
      ERR_UNKNOWN_REPORTER: unknown reporter "toString". Known: terminal, markdown, junit, github, json, html, chrome-trace, blob.
    closecall run --reporter json=
      ERR_NO_VALUE: --reporter json=: expected a file after "=", as in json=FILE.
    closecall run --reporter json --reporter terminal
      ERR_TWO_ON_STDOUT: two reporters on stdout (json, terminal); give all but one a file: terminal=FILE.
    closecall run --reporter json --reporter github
      ERR_TWO_ON_STDOUT: two reporters on stdout (json, github); give all but one a file: json=FILE.
    closecall run --json
      ERR_MISPLACED_OPTION: --json belongs to replay and retry and explain and eject and lab score and list, not to run.
    closecall replay
      ERR_NO_FILE: replay needs a file: closecall replay FILE.repro.json
    closecall replay a.json b.json
      ERR_TOO_MANY: replay takes one file, got 2: a.json b.json
    closecall replay a.json --cases 5
      ERR_MISPLACED_OPTION: --cases belongs to run and lab run, not to replay.
    closecall replay a.json --json=yes
      ERR_UNWANTED_VALUE: --json takes no value, got "yes".
    closecall retry
      ERR_NO_FILE: retry needs a file: closecall retry FILE.repro.json
    closecall retry a.json --neighbours many
      ERR_BAD_NUMBER: --neighbours many: expected a whole number from 0 to 1000000.
    closecall bisect
      ERR_NO_FILE: bisect needs a file: closecall bisect FILE.repro.json
    closecall bisect a.json --package undici@8
      ERR_PACKAGE_NAME: --package undici@8: that is no name of a package; write it without a version, as in --package undici.
    closecall bisect a.json --from latest
      ERR_BAD_VERSION: --from latest: expected a version (8.5.0) or the beginning of one (8, 8.5).
    closecall bisect a.json --to 8.5.x
      ERR_BAD_VERSION: --to 8.5.x: expected a version (8.5.0) or the beginning of one (8, 8.5).
    closecall bisect a.json --reporter jsno
      ERR_UNKNOWN_REPORTER: unknown reporter "jsno". Did you mean "json"?
    closecall bisect a.json --with undici@8.5.0
      ERR_MISPLACED_OPTION: --with belongs to run and replay and retry and explain and eject and lab run, not to bisect.
    closecall list btw
      ERR_TOO_MANY: list takes no argument, got "btw".
    closecall help rnu
      ERR_UNKNOWN_COMMAND: unknown command "rnu". Did you mean "run"?
    closecall help run list
      ERR_TOO_MANY: help takes [COMMAND], got "list".
    "
  `);
});
