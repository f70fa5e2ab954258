// What a search through releases looks like, in every reporter, and what it exits with.
import { describe, expect, test } from 'vitest';
import type { BisectResult } from '../model/bisect-result.ts';
import { BISECT_REPORTERS } from './bisect-reporters.ts';
import { decideBisectExit } from './bisect-words.ts';
import { plainScreen } from './screen.ts';
import { sampleBisect } from './tests/sample-bisect.ts';

const render = (name: string, result: BisectResult = sampleBisect): string =>
  BISECT_REPORTERS[name]!.render(result, plainScreen(100));

describe('a search', () => {
  test('on the screen', () => {
    expect(render('terminal')).toMatchInlineSnapshot(`
      "reports/a.repro.json: use-after-close ERR_RELEASED_STATE of "reader"
        btw/leaves/shared do[cancel reader @ c0<#2 +2 turns]
        found on undici@8.1.0; 15 of 15 releases of undici tried in 1 min 12 s

      undici 8: in 2 ranges (7 of 7 releases)
        8.1.0 to 8.2.0
          introduced between 8.0.0 and 8.1.0 of 2026-05-14 (no verdict on 8.0.1)
          fixed in 8.2.1 of 2026-06-08 (last bad 8.2.0)
        8.3.0
          introduced in 8.3.0 (last good 8.2.1)
          fixed in 8.4.0 (last bad 8.3.0)

      undici 7: in all of 2 tried (3 of 3 releases)
        7.0.0 to 7.1.0
          there from 7.0.0 on, the first that was looked at
          still there in 7.1.0, and later nothing is known (no verdict on 7.2.0)

      undici 6: in none of 3 tried (3 of 3 releases)

      undici 5: no verdict (2 of 2 releases)

      Only by a neighbour of the case: 8.2.0.
      At another place in the client, so it may be another bug: 8.3.0.

      no verdict on 4 releases:
        8.0.1
          what the case injects did not happen, nor in any neighbour of it
        7.2.0, 5.0.0, 5.1.0
          undici VERSION is installed, but does not load on Node 24.21.0: TypeError: no such API. Choose
          another version of it, or of Node.

      exit 0: 3 ranges, 1 edge not exact
      "
    `);
  });

  test('as Markdown', () => {
    expect(render('markdown')).toMatchInlineSnapshot(`
      "use-after-close ERR_RELEASED_STATE of "reader" in \`btw/leaves/shared do[cancel reader @ c0<#2 +2 turns]\`, found on undici@8.1.0.

      | releases | finding | begins | ends |
      | --- | --- | --- | --- |
      | undici 8 | 8.1.0 to 8.2.0 | introduced between 8.0.0 and 8.1.0 of 2026-05-14 (no verdict on 8.0.1) | fixed in 8.2.1 of 2026-06-08 (last bad 8.2.0) |
      | undici 8 | 8.3.0 | introduced in 8.3.0 (last good 8.2.1) | fixed in 8.4.0 (last bad 8.3.0) |
      | undici 7 | 7.0.0 to 7.1.0 | there from 7.0.0 on, the first that was looked at | still there in 7.1.0, and later nothing is known (no verdict on 7.2.0) |
      | undici 6 | in none of 3 tried |  |  |
      | undici 5 | no verdict |  |  |

      Only by a neighbour of the case: 8.2.0.

      At another place in the client, so it may be another bug: 8.3.0.

      No verdict on 8.0.1: what the case injects did not happen, nor in any neighbour of it

      No verdict on 7.2.0, 5.0.0, 5.1.0: undici VERSION is installed, but does not load on Node 24.21.0: TypeError: no such API. Choose another version of it, or of Node.

      - 8, 7 of 7 tried: 8.0.0 good, 8.0.1 inconclusive, 8.1.0 bad, 8.2.0 bad (neighbour 17), 8.2.1 good, 8.3.0 bad, 8.4.0 good
      - 7, 3 of 3 tried: 7.0.0 bad, 7.1.0 bad, 7.2.0 inconclusive
      - 6, 3 of 3 tried: 6.0.0 good, 6.0.1 good, 6.1.0 good
      - 5, 2 of 2 tried: 5.0.0 inconclusive, 5.1.0 inconclusive

      exit 0.
      "
    `);
  });

  test('as JSON is the whole of it, but for the steps of the repro', () => {
    const { repro, ...rest } = JSON.parse(render('json')) as Record<string, unknown>;
    const { repro: _, ...expected } = sampleBisect;
    expect(rest).toEqual({ format: 'closecall-bisect', ...expected, exit: decideBisectExit(sampleBisect) });
    expect(repro).toMatchObject({ oracle: sampleBisect.repro.oracle });
    expect(repro).not.toHaveProperty('steps');
  });

  test('that was interrupted tells what it has', () => {
    const lines = sampleBisect.lines.map((line, nth) =>
      nth === 0 ? line : { ...line, probes: [], ranges: [] },
    );
    const text = render('terminal', { ...sampleBisect, lines, interrupted: true });
    expect(text).toContain('undici 7: not tried (0 of 3 releases)\n');
    expect(text).toMatch(/\nexit 130: interrupted\n$/);
  });
});

describe('the exit code', () => {
  const eight = sampleBisect.lines[0]!;

  test('is 0 when releases have verdicts, and says how many edges are not exact', () => {
    expect(decideBisectExit(sampleBisect)).toEqual({ code: 0, why: ['3 ranges, 1 edge not exact'] });
    const exact = { ...eight, ranges: eight.ranges.slice(1) };
    expect(decideBisectExit({ ...sampleBisect, lines: [exact] })).toEqual({ code: 0, why: ['1 range'] });
  });

  test('is 125 when no release has one but that of the repro', () => {
    const probes = eight.probes.filter(
      ({ version, verdict }) => version === '8.1.0' || verdict === 'inconclusive',
    );
    expect(decideBisectExit({ ...sampleBisect, lines: [{ ...eight, probes }] })).toEqual({
      code: 125,
      why: ['no release but its own has a verdict'],
    });
  });
});
