// An explanation with something in each part.
import type { Explanation } from '../../model/explanation.ts';
import { naturalCase } from '../../model/case.ts';
import type { Interleaving } from '../../model/campaign-result.ts';

function table(...rows: [step: number, column: string, text: string][]): Interleaving {
  return {
    columns: ['reader', 'client', 'gateway'],
    rows: rows.map(([step, column, text]) => ({
      step,
      ms: step * 10,
      cells: { [column]: text },
      isViolation: text.startsWith('UNCAUGHT'),
    })),
  };
}

/** Why a cancelled reader crashed. */
export const sampleExplanation: Explanation = {
  violation: 5,
  nearest: {
    kind: 'moved',
    words: 'cancel reader @ c0<#1 comes later, in the callback of immediate#0',
    outcome: 'pass',
    partsAt: 4,
    case: naturalCase('toy', 'shared'),
    failing: table(
      [2, 'gateway', 'c0> gets 254 bytes'],
      [3, 'client', 'c0< gets 80 bytes'],
      [4, 'reader', '! cancel reader'],
      [5, 'client', 'UNCAUGHT ERR_X'],
    ),
    passing: table(
      [2, 'gateway', 'c0> gets 254 bytes'],
      [3, 'client', 'c0< gets 80 bytes'],
      [4, 'client', 'immediate'],
      [5, 'reader', 'done'],
    ),
    others: [
      { kind: 'removed', words: 'without the action cancel reader @ c0<#1', outcome: 'pass', partsAt: 4 },
      { kind: 'schedule', words: 'c0<#1 comes at step 3, before c0<#0', outcome: 'gone', partsAt: 3 },
    ],
    tried: 12,
  },
  noReturn: {
    points: [0, 1, 2, 3, 4].map((step) => ({ step, failed: step === 4 ? 20 : step, of: 20 })),
    certainFrom: 4,
    isExact: true,
  },
  cone: {
    about: 'step 5',
    steps: [1, 3, 4, 5],
    of: 5,
    rows: table([1, 'reader', 'starts'], [4, 'reader', '! cancel reader'], [5, 'client', 'UNCAUGHT ERR_X']),
  },
  conditions: [
    { part: 'fault', words: 'reset btw#0 at item:1', without: 'same' },
    { part: 'action', words: 'cancel reader @ c0<#1', without: 'pass' },
    { part: 'deviation', words: 'c0<#1 for 2', without: 'no verdict' },
  ],
  differential: {
    headline: 'fails with shared; passes with per-call; something else fails with guarded',
    variants: [
      { variant: 'shared', outcome: 'same' },
      { variant: 'guarded', outcome: 'other', finding: 'hang pending' },
      { variant: 'per-call', outcome: 'pass' },
    ],
  },
  runs: 253,
};
