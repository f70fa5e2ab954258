// A fault → simpler ones of its kind: shorter, smaller, less often. Its victim and where it bites stay: another place is
// another moment, not a simpler one.
import type { Fault } from '../model/fault.ts';
import { smallerNumbers } from './smaller-numbers.ts';

/** Simpler forms of `fault`, the simplest first. */
export function simplerFaults(fault: Fault): Fault[] {
  switch (fault.kind) {
    case 'delay':
    case 'slow-connect':
    case 'slow-headers':
    case 'block':
      return smallerNumbers(fault.ms, 1).map((ms) => ({ ...fault, ms }));
    case 'backpressure':
      return [
        ...smallerNumbers(fault.ms, 1).map((ms) => ({ ...fault, ms })),
        ...smallerNumbers(fault.bytes, 0).map((bytes) => ({ ...fault, bytes })),
      ];
    case 'continue':
      return fault.form === 'late' ? smallerNumbers(fault.ms, 1).map((ms) => ({ ...fault, ms })) : [];
    case 'split':
      // Larger pieces are simpler: fewer of them.
      return [64, 32, 16].filter((bytes) => bytes > fault.bytes).map((bytes) => ({ ...fault, bytes }));
    case 'merge':
      return smallerNumbers(fault.items, 2).map((items) => ({ ...fault, items }));
    case 'interim':
      return smallerNumbers(fault.count, 1).map((count) => ({ ...fault, count }));
    case 'limit':
      // To send nothing is simpler than to stop inside something.
      return fault.bytes === 0 ? [] : [{ ...fault, bytes: 0 }];
    case 'unauthorized':
    case 'status':
      return simplerRefusals(fault);
    case 'redirect':
      return fault.form === 'loop' ? [{ ...fault, form: 'once' }] : [];
    default:
      return [];
  }
}

function simplerRefusals(fault: Fault & { kind: 'unauthorized' | 'status' }): Fault[] {
  const candidates: Fault[] = [];
  if (fault.until !== 'once') candidates.push({ ...fault, until: 'once' });
  if (fault.body !== 'none') candidates.push({ ...fault, body: 'none' });
  if (fault.body === 'large') candidates.push({ ...fault, body: 'small' });
  if (fault.kind === 'status' && fault.retryAfter !== 'none')
    candidates.push({ ...fault, retryAfter: 'none' });
  return candidates;
}
