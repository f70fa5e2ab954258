// What was found out about a project → the files that init writes, and what it says of those that it leaves alone.
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { nameScenario, type ChosenFunction } from './choose-function.ts';
import type { ProjectSurvey } from './survey-project.ts';
import { writeScenarioText } from './write-scenario-text.ts';
import { GITHUB_WORKFLOW, GITLAB_JOB } from './ci-steps.ts';

/** One file: its path from the project's folder, its whole text, and what is new in it. */
type PlannedFile = { path: string; text: string; what: string };

/** The files, what is only said, and the scenario's path. */
export type InitPlan = {
  files: PlannedFile[];
  kept: string[];
  advice: string[];
  scenario: string;
};

/** Plans it. Nothing that is there is written over. */
export function planFiles(root: string, survey: ProjectSurvey, found: ChosenFunction | undefined): InitPlan {
  const name = nameScenario(found);
  const folder = found === undefined ? '.' : posix.dirname(found.file);
  const extension = survey.isTypeScript ? 'ts' : 'js';
  // In a CommonJS project a file of modules says so by its name, unless a loader reads them all.
  const isMarked = !survey.isModule && !survey.hasTsx;
  const scenario =
    findScenario(root, folder, name) ??
    posix.join(folder, `${name}.scenario.${isMarked ? 'm' : ''}${extension}`);
  const place = { path: scenario, name, hasExtensions: !survey.hasTsx };
  const plan: InitPlan = { files: [], kept: [], advice: [], scenario };
  const add = (path: string, text: string, what: string): void => {
    if (existsSync(join(root, path))) plan.kept.push(path);
    else plan.files.push({ path, text, what });
  };
  add(
    scenario,
    writeScenarioText(found, place),
    found === undefined
      ? 'a scenario with a client to replace'
      : `a scenario that calls ${found.chosen.name || 'the default export'}`,
  );
  if (survey.runner === 'vitest') {
    const test = scenario.replace(/\.m?[jt]s$/, `.test.${extension}`);
    add(test, writeVitest(posix.basename(scenario)), 'the same as tests of vitest');
  }
  if (survey.hasTsx && !survey.hasConfig)
    add(
      `closecall.config.${isMarked ? 'm' : ''}${extension}`,
      CONFIG,
      'sources are loaded by tsx, as you have it',
    );
  if (survey.scripts['closecall'] === undefined)
    plan.files.push({ path: 'package.json', text: addScript(survey), what: 'the script "closecall"' });
  else plan.kept.push('package.json, "closecall"');
  addIgnored(root, plan);
  if (survey.cis.includes('github'))
    add('.github/workflows/closecall.yml', GITHUB_WORKFLOW, 'a job for GitHub Actions');
  if (survey.cis.includes('gitlab')) plan.advice.push(`Add to .gitlab-ci.yml:\n\n${GITLAB_JOB}`);
  if (survey.cis.includes('circleci'))
    plan.advice.push(
      'Add a step to .circleci/config.yml: npx closecall run --reporter junit=reports/junit.xml',
    );
  return plan;
}

/** The scenario of that name that an earlier init wrote, whatever kind of modules the project had then. */
function findScenario(root: string, folder: string, name: string): string | undefined {
  const paths = ['ts', 'mts', 'js', 'mjs'].map((extension) =>
    posix.join(folder, `${name}.scenario.${extension}`),
  );
  return paths.find((path) => existsSync(join(root, path)));
}

const CONFIG = `import { defineConfig } from 'closecall';

export default defineConfig({
  imports: ['tsx'],
});
`;

function writeVitest(scenario: string): string {
  return `import { scenarioTest } from 'closecall/vitest';
import scenario from './${scenario}';

scenarioTest(scenario, { cases: 300 });
`;
}

/** The manifest with the script, everything else as it was. */
function addScript({ manifest, indent, scripts }: ProjectSurvey): string {
  const data = JSON.parse(manifest) as Record<string, unknown>;
  const end = manifest.endsWith('\n') ? '\n' : '';
  return (
    JSON.stringify({ ...data, scripts: { ...scripts, closecall: 'closecall run' } }, undefined, indent) + end
  );
}

/** Results are of one machine; repros that are to be kept stand beside their scenario. */
function addIgnored(root: string, plan: InitPlan): void {
  const path = join(root, '.gitignore');
  if (!existsSync(path)) return;
  const text = readFileSync(path, 'utf8');
  if (/^\/?reports\/?$/m.test(text)) return;
  const line = text === '' || text.endsWith('\n') ? '' : '\n';
  plan.files.push({ path: '.gitignore', text: `${text}${line}reports/\n`, what: 'the folder of results' });
}
