// The page as text: complete without a script, within its size, and nothing of a run in it that is not escaped.
import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { CampaignResult, FindingGroup } from '../../model/campaign-result.ts';
import type { ExitDecision } from '../../model/exit-codes.ts';
import { HTML_FINDINGS_MAX, HTML_REPORT_BYTES_MAX } from '../../model/limits.ts';
import { badResult, goodResult, issueResult, knownResult } from '../../model/tests/sample-result.ts';
import { crashFinding, makeHostileResult, makeLongTimeline } from '../tests/sample-timeline.ts';
import { renderHtmlReport } from './html-report.ts';
import type { PageData } from './page-data.ts';

const exit: ExitDecision = { code: 1, why: ['1 unexpected finding'] };

const render = (result: CampaignResult): string =>
  renderHtmlReport(result, { exit, launcher: 'npx closecall' });

const dataOf = (page: string): PageData => {
  const base64 = /<script id="data" type="application\/octet-stream">([^<]*)<\/script>/.exec(page)![1]!;
  return JSON.parse(inflateRawSync(Buffer.from(base64, 'base64')).toString()) as PageData;
};

/** What is left of a page without its style, script and data: what a reader without a script gets. */
const staticOf = (page: string): string =>
  page
    .replaceAll(/<(style|script|dialog)\b[^>]*>[^]*?<\/\1>/g, '')
    .replaceAll(/ (?:class|data-text)="[^"]*"/g, '');

describe('without a script', () => {
  test('the page tells the verdict, the matrix, what is wrong, and every finding with its command', () => {
    const page = staticOf(render({ ...badResult, findings: [...badResult.findings, crashFinding] }));
    expect(page.slice(page.indexOf('<main'))).toMatchSnapshot();
  });

  test('the matrix leads to each of its findings, also to those that are known', () => {
    const page = render(knownResult);
    const matrix = page.slice(page.indexOf('<table class="matrix">'), page.indexOf('id="findings-title"'));
    const links = [...matrix.matchAll(/<a href="([^"]*)"><span class="(\w+)">(\S+ \S+)/g)];
    expect(links.map(([, href, style, text]) => [href, style, text])).toEqual([
      ['#/finding/0123456789ab/btw%2Fleaves/shared', 'good', 'found use-after-close'],
      ['#/finding/ba9876543210/btw%2Fleaves/per-call', 'bad', 'UNEXPECTED leaked-handle'],
      ['#/finding/cc/btw%2Fleaves/per-call', 'warning', 'known leaked-handle'],
    ]);
  });

  test('what is taken for the defect of another finding is told below it', () => {
    const page = staticOf(render(issueResult));
    expect(page.match(/<h3 /g)).toHaveLength(1);
    expect(
      [...page.matchAll(/<a href="#\/finding\/(\w+)[^>]*>([^\n]*)<\/a>/g)]
        .slice(-2)
        .map(([, id, text]) => [id, text]),
    ).toEqual([
      ['ba9876543210', 'btw/leaves <b>per-call</b>'],
      ['cc0123456789', 'also seen: hang <b>pending</b>'],
    ]);
    const facts = dataOf(render(issueResult)).findings.map((finding) =>
      finding.facts.find(([label]) => label === 'taken for one defect with'),
    );
    expect(facts).toEqual([
      ['taken for one defect with', 'leaked-handle socket'],
      ['taken for one defect with', 'hang pending'],
    ]);
  });

  test('a result without findings says so', () => {
    const page = staticOf(render({ ...goodResult, findings: [] }));
    expect(page).toContain('<p>Nothing was found.</p>');
    expect(page).not.toContain('<form id="filter"');
  });
});

describe('the data', () => {
  test('holds the findings, unexpected ones first, each with what raced and its runs', () => {
    const { findings } = dataOf(render({ ...badResult, findings: [crashFinding, ...badResult.findings] }));
    expect(findings.map(({ key, state }) => [key[1], state])).toEqual([
      ['btw/leaves', 'unexpected'],
      ['btw/left-midway', 'expected'],
      ['btw/leaves', 'expected'],
    ]);
    const [, crash] = findings;
    expect(crash!.race?.text).toContain('with the injected action "cancel reader"');
    expect(crash!.shrunk.timeline?.steps).toHaveLength(9);
    expect(crash!.original?.timeline?.violation).toBe(8);
    expect(crash!.shrunk.decisions).toMatchSnapshot();
    expect(crash!.replay).toBe(`npx closecall replay ${crashFinding.repro}`);
  });

  test('says of a finding that a baseline has since when it is known, and by whom', () => {
    const known: FindingGroup = {
      ...crashFinding,
      isExpected: false,
      knownSince: { firstSeen: '2026-11-02', days: 26, firstSeenIn: goodResult.versions, note: 'ours <b>' },
    };
    const page = render({ ...goodResult, findings: [known] });
    expect(dataOf(page).findings[0]).toMatchObject({
      state: 'known',
      facts: expect.arrayContaining([
        ['age', 'known since 2026-11-02, 26 days'],
        ['note', 'ours <b>'],
      ]) as unknown,
    });
    expect(page).toContain('1 finding of 1 fingerprint, none unexpected, 1 known, in 4,000 cases.');
  });

  test('a tab in source stays a blank', () => {
    const { findings } = dataOf(render({ ...goodResult, findings: [crashFinding] }));
    expect(findings[0]!.places[0]!.excerpt!.lines[2]).toBe('  this.#chunks.length = 0;');
  });
});

describe('the size', () => {
  const many = (count: number, steps: number): FindingGroup[] =>
    Array.from({ length: count }, (_, index) => {
      const timeline = makeLongTimeline(steps, 8);
      const text = (at: number): string => createHash('sha256').update(`${index} ${at}`).digest('base64');
      const marks = timeline.marks.map((mark, at) => ({ ...mark, text: text(at) }));
      return {
        ...crashFinding,
        fingerprint: index.toString(16).padStart(12, '0'),
        timeline: { ...timeline, marks },
        timelineBefore: { ...timeline, marks },
        isExpected: index > 0,
      };
    });

  test('a page that would be too large leaves out pictures, of cases as drawn first, and says so', () => {
    const page = render({ ...goodResult, findings: many(30, 300) });
    expect(Buffer.byteLength(page)).toBeLessThanOrEqual(HTML_REPORT_BYTES_MAX);
    expect(Buffer.byteLength(page)).toBeGreaterThan(HTML_REPORT_BYTES_MAX * 0.9);
    const { findings } = dataOf(page);
    expect(findings).toHaveLength(30);
    expect(findings[0]!.shrunk.timeline).toBeDefined();
    expect(findings[0]!.original?.isLeftOut).toBe(true);
    expect(findings.at(-1)!.shrunk).toMatchObject({ isLeftOut: true });
    const left = findings.filter(({ shrunk }) => shrunk.isLeftOut).length;
    expect(page).toContain(
      `Left out, since the report would have become too large: the timelines of 30 cases as drawn and the timelines of the last ${left} findings.`,
    );
  });

  test('a page that is small enough leaves out nothing', () => {
    const page = render({ ...goodResult, findings: many(3, 30) });
    expect(page).not.toContain('Left out');
    expect(dataOf(page).findings.every(({ original }) => original?.timeline !== undefined)).toBe(true);
  });

  test('more findings than a page has room for are counted', () => {
    const page = render({ ...goodResult, findings: many(HTML_FINDINGS_MAX + 7, 1) });
    expect(dataOf(page).findings).toHaveLength(HTML_FINDINGS_MAX);
    expect(page).toContain('7 more findings, all in the JSON report.');
  });
});

describe('hostile content', () => {
  const page = render(makeHostileResult());

  test('makes no element, and ends none', () => {
    expect(page.match(/<script\b/g)).toHaveLength(2);
    expect(page.match(/<\/script>/g)).toHaveLength(2);
    expect(page).not.toMatch(/<(?:img|svg)\b/);
    expect(page).toContain('&lt;img src=x onerror=alert(2)&gt;');
  });

  test('leaves no control character, no lone surrogate and no secret, neither in the page nor in its data', () => {
    const text = page + JSON.stringify(dataOf(page));
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    expect(text).not.toMatch(/abc\.def-secret|hunter2secret/);
    expect(text).toContain('[scrubbed]');
  });

  test('is cut to size', () => {
    expect(Buffer.byteLength(page)).toBeLessThan(HTML_REPORT_BYTES_MAX);
    expect(JSON.stringify(dataOf(page))).not.toContain('x'.repeat(2_000));
    expect(page).toMatch(/x\.\.\. \([\d,]+ more characters\)/);
  });
});

test('the policy allows this very style and script, and nothing else', () => {
  const page = render(goodResult);
  const hashOf = (name: string): string =>
    createHash('sha256')
      .update(new RegExp(`<${name}>([^]*?)</${name}>`).exec(page)![1]!)
      .digest('base64');
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/
    .exec(page)![1]!
    .replaceAll('&#39;', "'");
  expect(policy.split('; ')).toEqual([
    `default-src 'none'`,
    `style-src 'sha256-${hashOf('style')}'`,
    `script-src 'sha256-${hashOf('script')}'`,
    'img-src data:',
    `base-uri 'none'`,
    `form-action 'none'`,
  ]);
  expect(page).not.toMatch(/ style=| on\w+=|(?:src|href)="(?!#|data:)/);
});
