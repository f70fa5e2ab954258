// How far a campaign is → one line that is rewritten in place on a terminal, and elsewhere a line for every new
// variant and one now and then, so that the log of a CI shows life without being flooded.
import type { CampaignProgress } from '../campaign/campaign-options.ts';
import { PROGRESS_INTERVAL_MS } from '../model/limits.ts';
import { scrubSecrets } from '../model/scrub.ts';
import { escapeControl } from '../report/escape-control.ts';
import { countOf, formatCount } from '../model/format-count.ts';
import { formatDuration } from '../report/format-duration.ts';
import { cutText } from '../report/wrap-text.ts';
import type { Output } from './host.ts';

/** Shows progress on one stream. */
export type Progress = {
  update: (progress: CampaignProgress) => void;
  /** Prints a line of its own. */
  say: (line: string) => void;
  /** Takes the live line away. */
  end: () => void;
};

const CLEAR_LINE = '\r\u001b[2K';

/** Progress on `output`. */
export function startProgress(output: Output): Progress {
  return output.isLive ? startLive(output) : startPlain(output);
}

function startLive(output: Output): Progress {
  let line = '';
  const clear = (): void => {
    if (line !== '') output.write(CLEAR_LINE);
    line = '';
  };
  return {
    update: (progress) => {
      line = cutText(describe(progress), output.screen.columns - 1);
      output.write(CLEAR_LINE + line);
    },
    say: (text) => {
      const live = line;
      clear();
      output.write(`${escapeControl(scrubSecrets(text))}\n${live}`);
      line = live;
    },
    end: clear,
  };
}

function startPlain(output: Output): Progress {
  const seen = new Set<string>();
  let lastMs = 0;
  return {
    update: (progress) => {
      const { scenario, variant, elapsedMs, casesDone, casesPlanned } = progress;
      const stage = casesDone >= casesPlanned ? 'all done' : `${scenario}/${variant}`;
      if (seen.has(stage) && (stage === 'all done' || elapsedMs - lastMs < PROGRESS_INTERVAL_MS)) return;
      seen.add(stage);
      lastMs = elapsedMs;
      output.write(`${describe(progress)}\n`);
    },
    say: (text) => output.write(`${escapeControl(scrubSecrets(text))}\n`),
    end: () => undefined,
  };
}

function describe(progress: CampaignProgress): string {
  const of = progress.isEstimate === true ? 'of about' : 'of';
  const cases = `${formatCount(progress.casesDone)} ${of} ${countOf(progress.casesPlanned, 'case')}`;
  const findings = progress.findings === 0 ? 'no findings' : countOf(progress.findings, 'finding');
  const where = escapeControl(`${progress.scenario}/${progress.variant}`);
  const beside = progress.beside > 0 ? ` and ${countOf(progress.beside, 'other')}` : '';
  return `${cases}, ${findings}, ${formatDuration(progress.elapsedMs)}, in ${where}${beside}`;
}
