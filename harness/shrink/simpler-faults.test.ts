// Which simpler forms of a fault are tried: each is a fault of the same kind on the same victim, and never itself.
import { describe, expect, test } from 'vitest';
import { EVERY_FAULT } from '../model/tests/every-fault.ts';
import { simplerFaults } from './simpler-faults.ts';

describe('simpler faults', () => {
  test.each(EVERY_FAULT.map((fault) => [JSON.stringify(fault), fault] as const))(
    'are other forms of the same one, and come to an end: %s',
    (_, fault) => {
      const seen = new Set<string>();
      const queue = [fault];
      for (let next = queue.pop(); next !== undefined; next = queue.pop())
        for (const simpler of simplerFaults(next)) {
          expect([simpler.kind, simpler.on]).toEqual([fault.kind, fault.on]);
          expect(simpler).not.toEqual(next);
          if (seen.has(JSON.stringify(simpler))) continue;
          seen.add(JSON.stringify(simpler));
          queue.push(simpler);
        }
      expect(seen.size).toBeLessThan(2_000);
    },
  );

  test('happen less often, say less, and take less time', () => {
    expect(
      simplerFaults({
        kind: 'status',
        on: 'text#0',
        status: 503,
        retryAfter: 'date',
        until: 'flapping',
        body: 'large',
      }).map((fault) => Object.values(fault).slice(2).join(' ')),
    ).toEqual([
      '503 date once large',
      '503 date flapping none',
      '503 date flapping small',
      '503 none flapping large',
    ]);
    expect(simplerFaults({ kind: 'redirect', on: 'text#0', status: 302, form: 'loop' })).toEqual([
      { kind: 'redirect', on: 'text#0', status: 302, form: 'once' },
    ]);
    expect(simplerFaults({ kind: 'block', on: 'text#0', at: 'in-head', ms: 8 })).toContainEqual({
      kind: 'block',
      on: 'text#0',
      at: 'in-head',
      ms: 1,
    });
  });
});
