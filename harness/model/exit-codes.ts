// What the exit code of each command says. The one table behind the commands, their help and the last line of a report.

/** Why a command ends as it does. */
export type ExitName =
  | 'ok'
  | 'failed'
  | 'usage'
  | 'nothing-matched'
  | 'our-bug'
  | 'inconclusive'
  | 'interrupted';

/** An exit code with its reasons, for people: one sentence each, without full stop. */
export type ExitDecision = { code: number; why: string[] };

const NO_REPRO = 'usage: an unknown option, or a file that is not a repro';
const OUR_BUG = 'a bug in closecall';

/** What a code says, by command; a command that has no word for it never ends so. */
type ExitMeaning = {
  code: number;
  run: string;
  replay?: string;
  retry?: string;
  bisect?: string;
  explain?: string;
  eject?: string;
  score?: string;
};

/** Exit codes with what they mean for each command that can end so. */
export const EXIT_CODES: Readonly<Record<ExitName, ExitMeaning>> = {
  ok: {
    code: 0,
    run: 'every variant behaved as expected',
    replay: 'not reproduced; with --loopback, in no try',
    retry: 'not reproduced, neither by the case nor by a neighbour',
    bisect: 'done: the report says which releases have the finding',
    explain: 'explained',
    score: 'every bug was found',
    eject: 'the script is written',
  },
  failed: {
    code: 1,
    run: 'an unexpected finding (a dead process is one), or an expected finding that was missed',
    replay: 'reproduced; with --loopback, in one try at least',
    retry: 'reproduced, by the case or by a neighbour',
    score: 'a bug was missed, or reported on the good side as well',
  },
  usage: {
    code: 2,
    run: 'usage or configuration: an unknown name, an unwritable folder, a scenario that does not load or fails itself',
    replay: NO_REPRO,
    retry: NO_REPRO,
    bisect: 'usage: an unknown option or package, or a file that is not a repro',
    explain:
      'usage: an unknown option, a file that is not a repro, or a case beside which too many kill the process',
    eject: 'usage, or a failure that no script shows, with the reason; nothing is written',
    score: 'usage: an unknown option, an unwritable folder, a release that cannot be had',
  },
  'nothing-matched': {
    code: 3,
    run: 'nothing matched the given scenarios and variants',
    bisect: 'there is no release within --from and --to',
    score: 'there is no such bug',
  },
  'our-bug': {
    code: 4,
    run: OUR_BUG,
    replay: OUR_BUG,
    retry: OUR_BUG,
    bisect: OUR_BUG,
    explain: OUR_BUG,
    eject: OUR_BUG,
    score: OUR_BUG,
  },
  inconclusive: {
    code: 125,
    run: 'inconclusive: nothing failed, but a variant has no verdict or a case diverged (git bisect skips such a commit)',
    replay:
      'no verdict: diverged, stale or inconclusive; with --loopback, never confirmable (git bisect skips such a commit)',
    retry:
      'no verdict: most runs had none, or the process died of something else (git bisect skips such a commit)',
    explain: 'the case does not fail as it did: there is nothing to explain',
    bisect: 'the finding does not show where it was found, or no other release has a verdict',
    score: 'none was missed, but some could not be hunted here',
  },
  interrupted: {
    code: 130,
    run: 'interrupted; what was found until then is reported and saved',
    bisect: 'interrupted; what was tried until then is reported',
    score: 'interrupted; what was tried until then is reported',
  },
};
