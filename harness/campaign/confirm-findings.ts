// The findings of a campaign → the same, tried on real sockets one after the other: with nothing beside it that could make a try late.
import { existsSync, readFileSync } from 'node:fs';
import type { Confirmation } from '../model/confirmation.ts';
import type { FindingGroup } from '../model/campaign-result.ts';
import { parseRepro } from '../model/repro.ts';
import type { CampaignOptions } from './campaign-options.ts';
import { confirmCase } from './confirm.ts';

type ConfirmOptions = Pick<
  CampaignOptions,
  'confirm' | 'signal' | 'packages' | 'scenarios' | 'onConfirm' | 'writeRepro'
>;

/** Tries the smallest case of each, where that was asked for, and keeps in its repro what became of it. */
export async function confirmFindings(findings: FindingGroup[], options: ConfirmOptions): Promise<void> {
  const { confirm: tries = 0, signal, packages = [], scenarios, onConfirm } = options;
  if (tries === 0) return;
  for (const [index, group] of findings.entries()) {
    if (signal?.aborted === true) return;
    onConfirm?.(index + 1, findings.length);
    const { file } = scenarios.find(({ name }) => name === group.scenario)!;
    const { shrunk, fingerprint, oracle, code } = group;
    const job = { file, case: shrunk, fingerprint, oracle, code };
    group.confirmation = await confirmCase(job, tries, { packages, signal });
    if (group.repro !== '') saveConfirmation(group.repro, group.confirmation, options);
  }
}

/** Writes into the repro what became of its tries. */
function saveConfirmation(
  file: string,
  { confirmed, tries, notConfirmable }: Confirmation,
  { writeRepro }: ConfirmOptions,
): void {
  if (tries === 0 || !existsSync(file)) return;
  const repro = parseRepro(readFileSync(file, 'utf8'), file);
  const place = { node: repro.versions.node, platform: `${process.platform} ${process.arch}` };
  writeRepro({ ...repro, confirmation: { confirmed, tries, notConfirmable, ...place } });
}
