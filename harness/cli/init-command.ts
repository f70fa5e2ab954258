// `closecall init`: a project's folder → one scenario for its own client, the script that runs it, and what its tests and its CI
// need. It asks nothing, and writes over nothing.
import { join } from 'node:path';
import { EXIT_CODES } from '../model/exit-codes.ts';
import { writeFile } from '../report/write-file.ts';
import type { CampaignFunctions } from './campaign-functions.ts';
import type { InitCommand } from './command-line.ts';
import { describeError } from './describe-error.ts';
import type { Host } from './host.ts';
import { chooseFunction, tell } from './init/choose-function.ts';
import { planFiles, type InitPlan } from './init/plan-files.ts';
import { surveyProject, type ProjectSurvey } from './init/survey-project.ts';

/** Writes what is missing; the exit code. */
export async function initCommand(
  { client, isDryRun }: InitCommand,
  host: Host,
  campaign: CampaignFunctions,
): Promise<number> {
  const found = chooseFunction(host.root, client);
  const survey = surveyProject(host.root, found?.file);
  const plan = planFiles(host.root, survey, found);
  const say = (line: string): void => host.stdout.write(`${line}\n`);
  say(describeProject(survey));
  say(
    found === undefined
      ? 'no exported function makes requests, as far as its source tells: the scenario has a client to replace. To name one: closecall init FILE#NAME'
      : `under test: ${tell(found)}`,
  );
  for (const { path, text, what } of plan.files) {
    if (!isDryRun) writeFile(join(host.root, path), text);
    say(`${isDryRun ? 'would write' : 'wrote'} ${path}: ${what}`);
    if (isDryRun && path === plan.scenario) say(`\n${text}`);
  }
  for (const path of plan.kept) say(`kept  ${path}, which was there`);
  for (const advice of plan.advice) say(`\n${advice}`);
  const problem = isDryRun ? undefined : await tryLoading(plan, host, campaign);
  if (problem !== undefined) {
    host.stderr.write(problem);
    return EXIT_CODES.usage.code;
  }
  say(`\nNext: npm run closecall`);
  return EXIT_CODES.ok.code;
}

function describeProject({ isTypeScript, libraries, runner, cis, hasTsx }: ProjectSurvey): string {
  const parts = [
    isTypeScript ? 'TypeScript' : 'JavaScript',
    ...(hasTsx ? ['loaded by tsx'] : []),
    libraries.length === 0 ? 'no client library, so Node.js itself' : libraries.join(', '),
    runner ?? 'no test runner that closecall knows',
    cis.length === 0 ? 'no CI' : cis.join(', '),
  ];
  return `found: ${parts.join('; ')}`;
}

/** What is wrong with the scenario, as the first run would say; undefined when it loads. */
async function tryLoading(
  plan: InitPlan,
  host: Host,
  campaign: CampaignFunctions,
): Promise<string | undefined> {
  try {
    const loaded = await campaign.loadConfig(host.root);
    await campaign.importModules(loaded?.config.imports ?? [], host.root);
    await campaign.findScenarios(host.root, { files: [plan.scenario] });
    return undefined;
  } catch (error) {
    return describeError(error).text;
  }
}
