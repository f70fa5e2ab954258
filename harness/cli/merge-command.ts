// `closecall merge-reports DIR`: the blobs of all shards → the reports and the exit code of the run that was not divided.
import { join } from 'node:path';
import { decideExit } from '../campaign/exit-code.ts';
import { keyOfFinding } from '../model/baseline.ts';
import { REPORTERS } from '../report/reporters.ts';
import { probeFile, probeFolder } from '../report/write-file.ts';
import { writeRepro } from '../report/write-repro.ts';
import type { CampaignFunctions } from './campaign-functions.ts';
import type { MergeCommand } from './command-line.ts';
import type { Host } from './host.ts';
import { nameFiles } from './name-files.ts';
import { placeInRepository } from './place-in-repository.ts';
import { openBaseline } from './use-baseline.ts';
import { writeReports } from './write-reports.ts';

/** Merges and reports; the exit code. */
export async function mergeCommand(
  { folder, out, baseline: choice, reporters: chosen }: MergeCommand,
  host: Host,
  campaign: CampaignFunctions,
): Promise<number> {
  const reporters = nameFiles(chosen, out, undefined);
  const baseline = openBaseline(choice, host);
  const blobs = await campaign.readBlobs(folder);
  const { result, repros } = await campaign.mergeBlobs(blobs);
  probeFolder(out);
  for (const { file } of reporters) if (file !== undefined) probeFile(file);
  const { plan } = blobs[0]!;
  host.stderr.write(
    `closecall ${host.version}: merging ${blobs.length} ${blobs.length === 1 ? 'blob' : 'blobs'} of ${folder}, seed ${result.seed}\n`,
  );
  const files = new Map(
    repros.map((repro) => [
      keyOfFinding({ ...repro.case, fingerprint: repro.fingerprint }),
      writeRepro(out, repro),
    ]),
  );
  const findings = result.findings.map((finding) => ({
    ...finding,
    repro: files.get(keyOfFinding(finding)) ?? '',
  }));
  const merged = { ...result, findings };
  const judged = baseline?.judge(merged) ?? merged;
  const exit = decideExit(judged);
  const matrix = { name: 'markdown', file: join(out, 'matrix.md') };
  return writeReports([...reporters, matrix], exit, host, (name, screen) =>
    REPORTERS[name]!.render(name === 'blob' ? merged : judged, {
      exit,
      screen,
      launcher: host.launcher,
      folder: placeInRepository(host),
      blob: { plan, repros },
    }),
  );
}
