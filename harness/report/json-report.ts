// A campaign's result → one JSON document for programs. Its field names are an interface; secrets are scrubbed.
import { formatCase } from '../model/case.ts';
import type { CampaignResult } from '../model/campaign-result.ts';
import type { ReportContext } from './reporter.ts';
import { toJson } from './to-json.ts';

/**
 * The result as JSON: `seed`, `versions`, `variants[]` (`scenario`, `name`, `cases`, `expected`, …), `findings[]`
 * (`fingerprint`, `oracle`, `code`, `evidence`, `scenario`, `variant`, `count`, `firstCase`, `lastCase`, `steps`, `repro`,
 * `traceHash`, …, and `summary`, the shrunk case on one line), `corpus[]` (`file`, `answer`, `changes`, …), `problems[]`, `escapes[]` (`kind`, `what`, `origin`, `variants`, `firstCase`), and `exit`, the exit code with its reasons.
 */
export function renderJsonReport(result: CampaignResult, { exit }: Pick<ReportContext, 'exit'>): string {
  const findings = result.findings.map((finding) => ({ ...finding, summary: formatCase(finding.shrunk) }));
  return toJson({ format: 'closecall-result', ...result, findings, exit });
}
