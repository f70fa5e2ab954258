// A process that walks a tree and is killed without warning: `node killed-walk.ts OUT AFTER`, after so many reports of progress; or that
// takes up what such a one has left, `node killed-walk.ts OUT resume`, and prints what came of it.
import { runCampaign } from '../../campaign/run-campaign.ts';
import { smallScenario } from './enumerate.ts';

const [outDir, when] = process.argv.slice(2) as [string, string];
let left = when === 'resume' ? Infinity : Number(when);

const result = await runCampaign({
  scenarios: [
    {
      name: 'suspended',
      description: '',
      file: smallScenario('suspended'),
      variants: ['one', 'two'].map((name) => ({ name, description: '', expect: [] })),
    },
  ],
  seed: 1,
  explore: 'exhaustive',
  bound: 2,
  cases: Infinity,
  outDir,
  workers: 2,
  nowMs: () => 0,
  isResumed: when === 'resume',
  writeRepro: ({ case: { variant }, code }) => `${variant} ${code}`,
  onProgress: () => {
    if (left-- <= 0) process.kill(process.pid, 'SIGKILL');
  },
});
process.stdout.write(JSON.stringify([result.certificates, result.findings, result.variants]));
