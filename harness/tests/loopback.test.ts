// Committed repros over real sockets, the whole line: from the file to the tally.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { replayOnLoopback } from '../campaign/replay-on-loopback.ts';
import type { Repro } from '../model/repro.ts';
import { listFiles } from './list-files.ts';
import { ROOT } from './explore-for-test.ts';

const TIMEOUT_MS = 120_000;
const repros = listFiles(join(ROOT, 'scenarios')).filter((path) => path.endsWith('.repro.json'));

/** One of each kind that sockets have a part in: a delivery, an end, a reset, a connect, a refusal, a leak. */
const PICKED = [
  'btw-left-midway-shared-use-after-close',
  'undici-history-unread-body-8.12.4-corruption',
  'undici-history-unread-body-8.12.4-collateral',
  'plain-undici-cancel-while-connecting-abort-prompt-cancel',
  'plain-undici-unauthorized-undrained-401-undrained-hang',
];

function findRepro(name: string): string {
  const path = repros.find((each) => each.includes(`/${name}-`));
  if (path === undefined) throw new Error(`no committed repro is named ${name}`);
  return join(ROOT, 'scenarios', path);
}

it.each(PICKED)(
  '%s shows on real sockets, event for event as it was simulated',
  async (name) => {
    const outcome = await replayOnLoopback(findRepro(name), { root: ROOT, tries: 1 });
    const { confirmed, tries, sameTrace, notConfirmable, reasons, changes } = outcome;
    expect({ confirmed, tries, sameTrace, notConfirmable, reasons, changes }).toEqual({
      confirmed: 1,
      tries: 1,
      sameTrace: 1,
      notConfirmable: 0,
      reasons: [],
      changes: [],
    });
  },
  TIMEOUT_MS,
);

it(
  'a repro that a strict replay would call stale is tried all the same, and says what has changed',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'closecall-loopback-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const repro = JSON.parse(readFileSync(findRepro(PICKED[0]!), 'utf8')) as Repro;
    const file = join(folder, 'stale.repro.json');
    writeFileSync(file, JSON.stringify({ ...repro, sourceHash: '0', fingerprint: 'an older one' }));
    expect(await replayOnLoopback(file, { root: ROOT, tries: 1 })).toMatchObject({
      outcome: 'confirmed',
      confirmed: 1,
      changes: ['the source of the scenario or of the client has changed'],
    });
  },
  TIMEOUT_MS,
);
