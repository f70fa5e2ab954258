// Trace → Verdict: every oracle, in a fixed order. After the first uncaught error the process is no longer the real
// one, so only the error itself is judged.
import { ClosecallError } from '../model/closecall-error.ts';
import { cutLongText } from '../model/cut-long-text.ts';
import type { Finding, Verdict } from '../model/finding.ts';
import { MESSAGE_CHARS } from '../model/limits.ts';
import type { Trace } from '../model/trace.ts';
import { judgeCollateral } from './collateral.ts';
import { judgeCorruption } from './corruption.ts';
import { judgeCrash } from './crash.ts';
import { judgeHang } from './hang.ts';
import { judgeLeakedHandle } from './leaked-handle.ts';
import { judgePromptCancel } from './prompt-cancel.ts';
import { viewRun, type RunView } from './run-view.ts';
import { judgeRetry } from './retry.ts';
import { judgeUseAfterClose } from './use-after-close.ts';

/** Oracles in order of what they say first: the nearest to the cause leads. */
const WHOLE_RUN = [
  judgeUseAfterClose,
  judgeCrash,
  judgeHang,
  judgeLeakedHandle,
  judgePromptCancel,
  judgeCollateral,
  judgeCorruption,
  judgeRetry,
] as const;

/** An invariant of a scenario: a message when the trace breaks it. */
export type Invariants = Record<string, (trace: Trace) => string | undefined>;

/** Judges one run. */
export function judge(trace: Trace, invariants: Invariants = {}): Verdict {
  const view = viewRun(trace);
  if (trace.end === 'crashed')
    return { kind: 'fail', findings: [...judgeUseAfterClose(onlyUncaught(view)), ...judgeCrash(view)] };
  if (trace.end === 'unsupported') return { kind: 'inconclusive', why: describeUnsupported(trace) };
  if (trace.end !== 'completed') return { kind: 'limit', which: trace.end };
  const findings: Finding[] = [];
  for (const oracle of WHOLE_RUN) findings.push(...oracle(view));
  findings.push(...judgeInvariants(trace, invariants));
  return findings.length === 0 ? { kind: 'pass' } : { kind: 'fail', findings };
}

function describeUnsupported({ escapes }: Trace): string {
  return `closecall does not simulate ${escapes.find(({ kind }) => kind === 'unsupported')?.what}`;
}

function onlyUncaught(view: RunView): RunView {
  return { ...view, calls: [], disposed: undefined };
}

/** What the author of a scenario wrote. When it throws, that is no fault of the client. */
function ask(name: string, question: () => string | undefined): string | undefined {
  try {
    return question();
  } catch (error) {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new ClosecallError(
      'ERR_INVARIANT_THREW',
      `the invariant "${name}" threw: ${what}. It must return a message, or undefined when it holds: mend the scenario.`,
    );
  }
}

function judgeInvariants(trace: Trace, invariants: Invariants): Finding[] {
  const findings: Finding[] = [];
  for (const [name, invariant] of Object.entries(invariants)) {
    const message = ask(name, () => invariant(trace));
    if (message === undefined) continue;
    findings.push({
      oracle: 'invariant',
      code: name,
      evidence: 'native',
      message: cutLongText(message, MESSAGE_CHARS),
      step: trace.steps,
      subject: name,
      places: [],
    });
  }
  return findings;
}
