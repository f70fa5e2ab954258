// The findings of a run → the same with why the first of them fail. What cannot be explained costs no report.
import type { CampaignResult, FindingGroup } from '../model/campaign-result.ts';
import type { FindingIdentity } from '../model/baseline.ts';
import type { CampaignFunctions } from './campaign-functions.ts';
import { describeError } from './describe-error.ts';
import type { Host } from './host.ts';

/** How many findings are explained, which of them are known, and what breaks it off. */
export type ExplainPlan = {
  count: number;
  isKnown?: ((finding: FindingIdentity) => boolean) | undefined;
  signal: AbortSignal;
};

/** The result with explanations of up to `count` findings: new ones first, then those that are known, then those expected. */
export async function explainFindings(
  result: CampaignResult,
  { count, isKnown, signal }: ExplainPlan,
  host: Host,
  campaign: CampaignFunctions,
  say: (line: string) => void,
): Promise<CampaignResult> {
  const saved = result.findings.filter(({ repro }) => repro !== '');
  const rankOf = (finding: FindingGroup): number =>
    finding.isExpected ? 2 : isKnown?.(finding) === true ? 1 : 0;
  const wanted = saved.toSorted((left, right) => rankOf(left) - rankOf(right)).slice(0, count);
  const explained = new Map<FindingGroup, FindingGroup>();
  for (const [index, finding] of wanted.entries()) {
    if (signal.aborted) break;
    say(`finding ${index + 1} of ${wanted.length}: looking for why it fails`);
    try {
      const { explanation } = await campaign.explainFile(finding.repro, { root: host.root });
      if (explanation !== undefined) explained.set(finding, { ...finding, explanation });
    } catch (error) {
      for (const line of describeError(error).text.trimEnd().split('\n')) say(line);
    }
  }
  return { ...result, findings: result.findings.map((finding) => explained.get(finding) ?? finding) };
}
