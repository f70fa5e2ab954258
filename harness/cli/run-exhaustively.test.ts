// The command of an exhaustive exploration with a fake campaign: what it says, hands on and refuses.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { sampleCertificate } from '../model/tests/sample-certificate.ts';
import { runCommandLine } from './run-command-line.ts';
import { fakeCampaign, fakeHost } from './tests/fake-host.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'closecall-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

test('says what exhaustive exploration is about, and hands on its bound', async () => {
  const [host, campaign] = [fakeHost(), fakeCampaign()];
  const argv = ['run', 'btw/leaves', '--variant', 'shared', '--explore', 'exhaustive', '--bound', '2'];
  expect(await runCommandLine([...argv, '--out', folder], host, campaign)).toBe(0);
  expect(host.err().replaceAll(folder, 'FOLDER')).toMatchInlineSnapshot(`
    "closecall 0.1.0 on Node 24.21.0
      seed       1
      explore    exhaustive: no case is drawn: all up to --bound are run, and certified
      bound      2 elements
      cases      all
      time       no budget
      workers    8
      kept cases not tried
      repros     FOLDER
      reports    terminal on stdout
      scenarios  btw/leaves: shared
    "
  `);
  const { explore, bound, writeCertificate } = campaign.seen[0]!;
  expect({ explore, bound }).toEqual({ explore: 'exhaustive', bound: 2 });
  expect(writeCertificate!(sampleCertificate)).toBe(
    join(folder, 'btw-leaves-per-call-bound-2.certificate.json'),
  );
});

test('refuses to explore a part exhaustively, whoever asks for one', async () => {
  const variables = { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '5' };
  const [host, campaign] = [fakeHost({ variables }), fakeCampaign()];
  const argv = ['run', '--explore', 'exhaustive', '--out', folder];
  expect(await runCommandLine(argv, host, campaign)).toBe(2);
  expect(host.err()).toMatch(/^closecall: shard 2\/5, by CI_NODE_INDEX .*exhaustive is not divided/);
  expect(campaign.seen).toEqual([]);
  expect(await runCommandLine([...argv, '--shard', '1/1'], host, campaign)).toBe(0);
  expect(campaign.seen[0]!.corpus).toBeUndefined();
});
