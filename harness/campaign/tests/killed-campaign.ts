// A process that runs a campaign and is killed without warning: `node killed-campaign.ts OUT WHEN N`, where WHEN is `batch` or
// `repro`, and N says before how many of them have come.
import { endsCampaign } from './ends-campaign.ts';
import { runCampaign } from '../run-campaign.ts';

const [outDir, when, count] = process.argv.slice(2) as [string, string, string];
let left = Number(count);

function pass(what: string): void {
  if (what === when && left-- <= 0) process.kill(process.pid, 'SIGKILL');
}

await runCampaign(
  endsCampaign(outDir, {
    onProgress: () => pass('batch'),
    writeRepro: (repro) => {
      pass('repro');
      return `${repro.case.variant} ${repro.code}`;
    },
  }),
);
