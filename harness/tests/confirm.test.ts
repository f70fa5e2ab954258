// Tries in real processes over real sockets: what they come to, and what is said of processes that do not end, or end
// too early.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { naturalCase } from '../model/case.ts';
import type { Confirmation } from '../model/confirmation.ts';
import { confirmCase } from '../campaign/confirm.ts';
import { runCampaign } from '../campaign/run-campaign.ts';
import { parseRepro, type Repro } from '../model/repro.ts';
import { writeRepro } from '../report/write-repro.ts';
import { makeFolder } from './explore-for-test.ts';

const FILE = fileURLToPath(new URL('./holding/scenario.ts', import.meta.url));
const TIMEOUT_MS = 60_000;

const confirm = (variant: string, oracle: string, code: string, tries = 1): Promise<Confirmation> =>
  confirmCase({ file: FILE, case: naturalCase('holding', variant), fingerprint: '', oracle, code }, tries);

it(
  'a client that keeps its process alive is told of, with the place where it made what holds it',
  async () => {
    const { confirmed, sameTrace, holders } = await confirm('keeps listening', 'leaked-handle', 'socket');
    expect({ confirmed, sameTrace }).toEqual({ confirmed: 1, sameTrace: 1 });
    expect(holders).toHaveLength(1);
    expect(holders[0]).toMatchObject({ oracle: 'leaked-handle', code: 'process', subject: 'TCPWRAP' });
    const frames = holders[0]!.places[0]!.frames;
    expect(frames[0]).toMatch(/^harness\/tests\/holding\/scenario\.ts:\d+ {2}const socket = net\.connect/);
    expect(frames.filter((frame) => frame.includes('harness/simulate/'))).toEqual([]);
  },
  TIMEOUT_MS,
);

it.each(['waits for nobody', 'waits unreferenced'])(
  'a process that exits while a call never settled is told of, though nothing holds it: %s',
  async (variant) => {
    const { confirmed, tries, holders, unsettled } = await confirm(variant, 'hang', 'pending', 2);
    expect({ confirmed, tries, holders }).toEqual({ confirmed: 2, tries: 2, holders: [] });
    expect(unsettled).toMatchObject([{ oracle: 'hang', code: 'exit', subject: 'caller' }]);
    expect(unsettled[0]!.message).toMatch(/^the process exited by itself while caller was still waiting/);
  },
  TIMEOUT_MS,
);

it(
  'a finding that does not show on real sockets is not confirmed, and nothing holds the process',
  async () => {
    expect(await confirm('closes at once', 'leaked-handle', 'socket', 2)).toEqual({
      confirmed: 0,
      tries: 2,
      notConfirmable: 0,
      sameTrace: 2,
      reasons: ['nothing was found; the order was that of the simulation'],
      holders: [],
      unsettled: [],
    });
  },
  TIMEOUT_MS,
);

it(
  'a process that ends before it could tell makes its try not confirmable',
  async () => {
    const { confirmed, notConfirmable, reasons } = await confirm('exits', 'crash', 'exit');
    expect({ confirmed, notConfirmable }).toEqual({ confirmed: 0, notConfirmable: 1 });
    expect(reasons).toEqual(['the process ended (code 3) before the case was through']);
  },
  TIMEOUT_MS,
);

it(
  'a run that confirms writes what came of it into the repro, and nothing else of it changes',
  async () => {
    const outDir = makeFolder();
    const variants = [{ name: 'keeps listening', description: '', expect: [] }];
    const saved: Repro[] = [];
    const { findings } = await runCampaign({
      scenarios: [{ name: 'holding', description: '', file: FILE, path: FILE, variants }],
      seed: 1,
      cases: 1,
      confirm: 2,
      workers: 1,
      outDir,
      nowMs: () => 0,
      writeRepro: (repro) => {
        saved.push(repro);
        return writeRepro(outDir, repro);
      },
    });
    const group = findings.find(({ code }) => code === 'socket')!;
    const repro = parseRepro(readFileSync(group.repro, 'utf8'), group.repro);
    expect(repro.confirmation).toEqual({
      confirmed: 2,
      tries: 2,
      notConfirmable: 0,
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
    });
    const { confirmation: _, ...rest } = repro;
    expect(saved).toContainEqual(rest);
  },
  TIMEOUT_MS,
);

it(
  'no try is made once the campaign was interrupted',
  async () => {
    const job = { file: FILE, case: naturalCase('holding', 'exits'), fingerprint: '', oracle: '', code: '' };
    expect(await confirmCase(job, 5, { signal: AbortSignal.abort() })).toMatchObject({
      tries: 0,
      confirmed: 0,
    });
  },
  TIMEOUT_MS,
);
