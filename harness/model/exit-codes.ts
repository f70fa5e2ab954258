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

/** Exit codes with what they mean for `run`, for `replay` and `retry`, and for `eject`, where they can end so. */
export const EXIT_CODES: Readonly<
  Record<ExitName, { code: number; run: string; replay?: string; eject?: string }>
> = {
  ok: {
    code: 0,
    run: 'every variant behaved as expected',
    replay: 'not reproduced',
    eject: 'the script is written',
  },
  failed: {
    code: 1,
    run: 'an unexpected finding (a dead process is one), or an expected finding that was missed',
    replay: 'reproduced; with --loopback, at least once',
  },
  usage: {
    code: 2,
    run: 'usage or configuration: an unknown name, an unwritable folder, a scenario that does not load or fails itself',
    replay: 'usage: an unknown option, or a file that is not a repro',
    eject: 'usage, or a failure that no script shows, with the reason; nothing is written',
  },
  'nothing-matched': { code: 3, run: 'nothing matched the given scenarios and variants' },
  'our-bug': {
    code: 4,
    run: 'a bug in closecall',
    replay: 'a bug in closecall',
    eject: 'a bug in closecall',
  },
  inconclusive: {
    code: 125,
    run: 'inconclusive: nothing failed, but a variant has no verdict or a case diverged (git bisect skips such a commit)',
    replay: 'no verdict: diverged, stale, inconclusive or not confirmable (git bisect skips such a commit)',
  },
  interrupted: { code: 130, run: 'interrupted; what was found until then is reported and saved' },
};
