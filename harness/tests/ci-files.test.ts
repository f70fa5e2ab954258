// The ready-made files for a CI, and the pages about them: they are YAML, every command in them is one that closecall takes,
// and the parts that they start are a whole.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { chooseShard } from '../cli/choose-shard.ts';
import type { CommandLine, RunCommand } from '../cli/command-line.ts';
import { parseCommandLine } from '../cli/parse-command-line.ts';
import { parseBaseline } from '../model/baseline.ts';
import { formatShard } from '../model/shard.ts';
import { REPORTERS } from '../report/reporters.ts';
import { ROOT } from './explore-for-test.ts';

const read = (name: string): string => readFileSync(join(ROOT, 'docs', name), 'utf8');

/** The documents of a file. Throws for what is no YAML. */
function readYaml(name: string): unknown[] {
  return parseAllDocuments(read(name)).map((document) => {
    if (document.errors.length > 0) throw document.errors[0]!;
    return document.toJS() as unknown;
  });
}

/** Every text in a document. */
function listTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listTexts) : [];
}

/** A command in a shell, in YAML or in a pipeline of Jenkins, which quotes it. */
const COMMAND =
  /^\s*(?:- |run: |- run: )?(?:npx closecall|npm run closecall --) ([^#]*)|^\s*sh 'npx closecall ([^']*)'/;

/** What follows `closecall` in a line, with variables as `values` has them. */
function listCommands(text: string, values: Readonly<Record<string, string>> = {}): string[][] {
  return text.split('\n').flatMap((line) => {
    const [, plain, quoted] = COMMAND.exec(line) ?? [];
    const rest = plain ?? quoted;
    if (rest === undefined) return [];
    const filled = Object.entries(values).reduce((all, [name, value]) => all.replaceAll(name, value), rest);
    return [filled.trim().split(/\s+/)];
  });
}

const isRun = (line: CommandLine): line is RunCommand => line.command === 'run';

describe('the workflow for GitHub', () => {
  const [workflow] = readYaml('ci/github-actions-shards.yml') as [
    { jobs: { shard: { strategy: { matrix: { shard: number[] } } }; report: { needs: string } } },
  ];
  const { matrix } = workflow.jobs.shard.strategy;

  test.each([1, 4321])('starts every part of one run once, with seed %i', (seed) => {
    const shards = matrix.shard.map((nth) => {
      const values = {
        "${{ github.event_name == 'schedule' && github.run_number || 1 }}": String(seed),
        '${{ matrix.shard }}': String(nth),
      };
      const lines = listTexts(workflow.jobs.shard).flatMap((text) => listCommands(text, values));
      const [run, ...others] = lines.map((argv) => parseCommandLine(argv)).filter(isRun);
      expect(others).toEqual([]);
      expect(run).toMatchObject({ seed, reporters: [{ name: 'terminal' }, { name: 'blob' }] });
      return formatShard(run!.shard!);
    });
    const of = matrix.shard.length;
    expect(shards).toEqual(Array.from({ length: of }, (_, index) => `${index + 1}/${of}`));
  });

  test('merges what they leave, behind all of them', () => {
    const lines = listTexts(workflow.jobs.report).flatMap((text) => listCommands(text));
    expect(lines.map((argv) => parseCommandLine(argv))).toMatchObject([
      { command: 'merge-reports', folder: 'blobs' },
    ]);
    expect(workflow.jobs.report.needs).toBe('shard');
  });
});

describe('the jobs for Kubernetes', () => {
  type Job = {
    kind: string;
    metadata: { name: string };
    spec: { completions: number; completionMode: string };
  };
  const documents = readYaml('ci/kubernetes-indexed-job.yaml') as Job[];
  const [parts, report] = documents.filter(({ kind }) => kind === 'Job') as [Job, Job];

  test('start every part of one run once', () => {
    const total = /CLOSECALL_SHARD_TOTAL\n\s+value: '(\d+)'/.exec(
      read('ci/kubernetes-indexed-job.yaml'),
    )![1]!;
    expect(parts.spec).toMatchObject({ completionMode: 'Indexed', completions: Number(total) });
    const shards = Array.from({ length: parts.spec.completions }, (_, index) => {
      const variables: Record<string, string> = {
        JOB_COMPLETION_INDEX: String(index),
        CLOSECALL_SHARD_TOTAL: total,
      };
      const values = { $out: 'out', $resume: '--resume', $JOB_COMPLETION_INDEX: String(index) };
      const lines = listTexts(parts).flatMap((text) => listCommands(text, values));
      const [run] = lines.map((argv) => parseCommandLine(argv)).filter(isRun);
      expect(run!.reporters.at(-1)).toEqual({ name: 'blob', file: `farm/blobs/${index}.json` });
      return formatShard(chooseShard(run!.shard, (name) => variables[name]).shard);
    });
    expect(shards).toEqual(shards.map((_, index) => `${index + 1}/${total}`));
  });

  test('merge what they leave', () => {
    const lines = listTexts(report).flatMap((text) => listCommands(text));
    expect(lines.map((argv) => parseCommandLine(argv))).toMatchObject([
      { command: 'merge-reports', folder: 'farm/blobs', out: 'farm/report' },
    ]);
  });

  test('have the names that the page starts them by', () => {
    for (const { metadata } of [parts, report])
      expect(read('ci/README.md')).toMatch(new RegExp(String.raw`job/${metadata.name}\b`));
  });
});

test.each(['ci/README.md', 'reporters.md'])('the commands of %s are such', (name) => {
  const commands = listCommands(read(name));
  expect(commands).not.toEqual([]);
  for (const argv of commands) expect(() => parseCommandLine(argv)).not.toThrow();
});

test('the page about reports has every reporter, and its example of a baseline is one', () => {
  const page = read('reporters.md');
  const rows = [...page.matchAll(/^\| `([a-z-]+)` +\|/gm)].map(([, name]) => name!);
  expect(rows.toSorted()).toEqual(Object.keys(REPORTERS).toSorted());
  const [, example] = /^```json[^\n]*\n([^]*?)\n```$/m.exec(page)!;
  expect(parseBaseline(example!, 'reporters.md').findings).toHaveLength(1);
  expect(listCommands(page)).toHaveLength(6);
});
