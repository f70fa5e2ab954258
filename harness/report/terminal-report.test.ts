// The report for people, whole, as it is printed.
import { expect, test } from 'vitest';
import type { Differential } from '../model/differential.ts';
import { plainScreen } from './screen.ts';
import { renderTerminalReport } from './terminal-report.ts';
import { sampleExplanation } from './tests/sample-explanation.ts';
import {
  badResult,
  goodResult,
  issueResult,
  sampleFinding,
  sampleHolder,
  sampleUnsettled,
  surprise,
} from '../model/tests/sample-result.ts';
import { crashFinding } from './tests/sample-timeline.ts';

const context = {
  exit: { code: 0, why: ['every variant behaved as expected'] },
  screen: plainScreen(100),
  launcher: 'npm run closecall --',
};

test('a run that went as expected', () => {
  expect(renderTerminalReport(goodResult, context)).toMatchSnapshot();
});

test('a run in which everything went wrong', () => {
  const exit = { code: 4, why: ['1 bug in closecall itself'] };
  expect(renderTerminalReport(badResult, { ...context, exit })).toMatchSnapshot();
});

test('an interrupted run that found nothing', () => {
  const exit = { code: 130, why: ['interrupted; this is what was found until then'] };
  const nothing = { ...goodResult, variants: [], findings: [], cases: 0, interrupted: true };
  expect(renderTerminalReport(nothing, { ...context, exit })).toMatchSnapshot();
});

test('of many findings the first five are shown in full, unexpected ones first, the others on a line each', () => {
  const findings = [...Array.from({ length: 6 }, () => sampleFinding), surprise];
  const report = renderTerminalReport({ ...goodResult, findings }, context);
  const lines = report.split('\n');
  expect(lines.filter((line) => / finding \d of 7: /.test(line))).toHaveLength(5);
  expect(lines.find((line) => line.includes('finding 1 of 7'))).toContain('UNEXPECTED');
  expect(lines.slice(lines.findIndex((line) => line.includes('more findings'))).join('\n'))
    .toMatchInlineSnapshot(`
      "2 more findings; replay one to see it in full
      Expected use-after-close ERR_RELEASED_STATE (model evidence) in btw/leaves/shared, at #12, in 87: reports/btw-leaves-shared-use-after-close-0123456789ab.repro.json
      Expected use-after-close ERR_RELEASED_STATE (model evidence) in btw/leaves/shared, at #12, in 87: reports/btw-leaves-shared-use-after-close-0123456789ab.repro.json

      determinism: 1 of 7 findings also run in another process (850 ms of worker time); --check-determinism does that to every case
      exit 0: every variant behaved as expected
      "
    `);
});

test('fingerprints of one oracle share a line of the matrix, and a case with both is one case', () => {
  const other = { ...sampleFinding, fingerprint: 'ba9876543210', firstCase: 3, count: 10 };
  const { fingerprint } = sampleFinding;
  const sights = [
    { findings: [fingerprint], given: [], count: 80 },
    { findings: [fingerprint, other.fingerprint], given: [], count: 7 },
    { findings: [other.fingerprint], given: [], count: 3 },
  ];
  const variants = goodResult.variants.map((variant) =>
    variant.name === sampleFinding.variant ? { ...variant, sights } : variant,
  );
  const report = renderTerminalReport({ ...goodResult, variants, findings: [sampleFinding, other] }, context);
  expect(report).toContain('found use-after-close at #3, in 90 (2 fingerprints)');
});

test('a finding that was tried on real sockets says how often it showed there, what held the process, and who was left waiting', () => {
  const confirmation = {
    confirmed: 8,
    tries: 10,
    notConfirmable: 1,
    sameTrace: 8,
    reasons: ['real sockets did not show step 3 within 5000 ms'],
    holders: [sampleHolder],
    unsettled: [sampleUnsettled],
  };
  const findings = Array.from({ length: 6 }, () => ({ ...sampleFinding, confirmation }));
  const report = renderTerminalReport({ ...goodResult, findings }, context);
  const lines = report.split('\n');
  const start = lines.findIndex((line) => line.includes('on real sockets'));
  expect(lines.slice(start, start + 7).join('\n')).toMatchInlineSnapshot(`
    "  confirmed 8 of 10 on real sockets (1 not confirmable); 8 had the very trace of the simulation
        - real sockets did not show step 3 within 5000 ms
      the process did not exit by itself: a TCP socket (TCPWRAP) holds it
      created
        src/session.ts:12  this.open();
      the process exited by itself while reader was still waiting: its promise never settled
    "
  `);
  expect(lines.find((line) => line.includes('in 87, '))).toContain(
    'in 87, confirmed 8 of 10 on real sockets (1 not confirmable): reports/',
  );
});

test('a finding that was run on every variant says what that comes to', () => {
  const { differential } = sampleExplanation;
  const findings = [{ ...sampleFinding, differential: differential as Differential }];
  const report = renderTerminalReport({ ...goodResult, findings }, context);
  expect(report).toContain(
    '\n\n  on every variant: fails with shared; passes with per-call; something else fails with guarded\n\n',
  );
});

test('a finding with two places and a timeline says what raced with what', () => {
  const report = renderTerminalReport({ ...goodResult, findings: [crashFinding] }, context);
  expect(report.slice(report.indexOf('Expected finding'))).toMatchSnapshot();
});

test('without colour nothing is lost, and with it nothing but marks is added', () => {
  const screen = { columns: 100, paint: (_style: string, text: string) => `⟦${text}⟧` };
  const painted = renderTerminalReport(badResult, { ...context, screen });
  expect(painted).not.toBe(renderTerminalReport(badResult, context));
  expect(painted.replaceAll(/[⟦⟧]/g, '')).toBe(renderTerminalReport(badResult, context));
});

test('hostile content is harmless: no escape sequence, no forged line, no secret', () => {
  const hostile = '\u001b[2J\nexit 0: all is well\r\u202e Bearer abc.def';
  const report = renderTerminalReport(
    {
      ...goodResult,
      findings: [
        {
          ...sampleFinding,
          message: hostile,
          code: hostile,
          repro: hostile,
          places: [{ label: hostile, frames: [hostile] }],
          interleaving: {
            columns: [hostile],
            rows: [{ step: 1, ms: 1, cells: { [hostile]: hostile }, isViolation: true }],
          },
        },
      ],
      escapes: [{ kind: 'file', what: hostile, origin: [hostile], variants: [hostile], firstCase: 0 }],
      problems: [{ scenario: hostile, variant: hostile, caseIndex: 0, what: hostile, kind: 'not-repeated' }],
    },
    context,
  );
  expect(report).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  expect(report).not.toContain('abc.def');
  expect(report.split('\n').filter((line) => line.startsWith('exit '))).toHaveLength(1);
});

test('a defect is told once, with what else was seen of it, and for how many reasons it shows', () => {
  const report = renderTerminalReport(issueResult, context);
  expect(report).not.toContain('finding 2 of');
  const lines = report.split('\n');
  const from = lines.findIndex((line) => line.includes('also seen'));
  expect(lines.slice(from, from + 8).join('\n')).toMatchInlineSnapshot(`
    "  also seen (1 finding taken for the same defect, 3 cases in all)
        UNEXPECTED hang pending (native evidence) in btw/leaves/per-call, at #1033, in 3: reports/hang.repro.json

      shows for several reasons: what takes something else may be another defect
        by an action, 1 case: btw/leaves/shared do[cancel reader @ c0<#2 +2 turns] hold[timer#0 for 1]
        by a fault, 2 cases: btw/leaves/shared fault[delay btw#0 at item:1 ms 250] hold[timer#0 for 1]

      The repro could not be saved; run again with an --out that can be written."
  `);
});
