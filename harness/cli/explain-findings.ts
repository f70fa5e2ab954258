// The findings of a run → the same with why the first of them fail. What cannot be explained costs no report.
import type { CampaignResult, FindingGroup } from '../model/campaign-result.ts';
import type { CampaignFunctions } from './campaign-functions.ts';
import { describeError } from './describe-error.ts';
import type { Host } from './host.ts';

/** The result with explanations of up to `count` findings: those that fail the run before those that are expected. */
export async function explainFindings(
  result: CampaignResult,
  count: number,
  host: Host,
  campaign: CampaignFunctions,
  say: (line: string) => void,
): Promise<CampaignResult> {
  const saved = result.findings.filter(({ repro }) => repro !== '');
  const wanted = saved
    .toSorted((left, right) => Number(left.isExpected) - Number(right.isExpected))
    .slice(0, count);
  const explained = new Map<FindingGroup, FindingGroup>();
  for (const [index, finding] of wanted.entries()) {
    say(`finding ${index + 1} of ${wanted.length}: looking for why it fails`);
    try {
      const { explanation } = await campaign.explainFile(finding.repro, { root: host.root });
      if (explanation !== undefined) explained.set(finding, { ...finding, explanation });
    } catch (error) {
      say(describeError(error).text.trimEnd());
    }
  }
  return { ...result, findings: result.findings.map((finding) => explained.get(finding) ?? finding) };
}
