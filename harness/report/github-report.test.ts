// Annotations for GitHub: what they say and where, and that a payload can neither end a command nor begin one.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CampaignResult, FindingGroup } from '../model/campaign-result.ts';
import { GITHUB_MESSAGE_CHARS, GITHUB_TITLE_CHARS } from '../model/limits.ts';
import { renderGithubReport } from './github-report.ts';
import { badResult, goodResult, issueResult, sampleFinding, surprise } from '../model/tests/sample-result.ts';

const render = (result: CampaignResult, folder?: string): string =>
  renderGithubReport(result, { launcher: 'npx closecall', ...(folder === undefined ? {} : { folder }) });
const withFindings = (...findings: Partial<FindingGroup>[]): CampaignResult => ({
  ...goodResult,
  findings: findings.map((change) => ({ ...surprise, ...change })),
});

type Command = { level: string; properties: Record<string, string>; message: string };

/** The commands as the runner reads them (ActionCommand.cs): properties are split at commas before they are unescaped. */
function readCommands(text: string): Command[] {
  return text.split(/\r|\n/).flatMap((line) => {
    const [, level, list, message] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
    if (level === undefined) return [];
    const pairs = list!.split(',').map((pair) => pair.split('=', 2) as [string, string]);
    const unescape = (part: string): string =>
      part.replaceAll(/%(0D|0A|3A|2C|25)/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      );
    return [
      {
        level,
        properties: Object.fromEntries(pairs.map(([name, value]) => [name, unescape(value)])),
        message: unescape(message!),
      },
    ];
  });
}

test('a run in which everything went wrong', () => {
  const places = [
    { label: 'released at', frames: ['Agent.close (node_modules/undici/a.js:1:2)', 'leave (src/a.ts:7:9)'] },
  ];
  const findings = [sampleFinding, { ...surprise, places, repro: 'reports/a.repro.json' }];
  expect(render({ ...badResult, findings })).toMatchSnapshot();
});

test('of what went as expected there is nothing to say', () => {
  expect(render(goodResult)).toBe('');
});

test('a finding is placed at the first frame that is in the project, below the folder of the project', () => {
  const found = withFindings({ places: sampleFinding.places });
  expect(readCommands(render(found))[0]!.properties).toMatchObject({
    file: 'src/task-state.ts',
    line: '40',
    col: '5',
  });
  expect(readCommands(render(found, 'packages/client'))[0]!.properties).toMatchObject({
    file: 'packages/client/src/task-state.ts',
  });
  expect(Object.keys(readCommands(render(withFindings({})))[0]!.properties)).toEqual(['title']);
});

test('a fingerprint that several variants show is one annotation, which names them', () => {
  const [only, ...none] = readCommands(render(withFindings({}, { variant: 'other', count: 3 })));
  expect(none).toEqual([]);
  expect(only!.message).toContain('\nalso in btw/leaves/other (3 cases)\n');
});

test('where there are more than GitHub shows, the last one says how many and which, new findings before all else', () => {
  const many = Array.from({ length: 12 }, (_, index) => ({ fingerprint: `f${index}`, code: `E${index}` }));
  const commands = readCommands(render({ ...badResult, findings: withFindings(...many).findings }));
  const errors = commands.filter(({ level }) => level === 'error');
  expect(errors.map(({ properties }) => properties['title'])).toEqual([
    ...many.slice(0, 9).map(({ code }) => `closecall: leaked-handle ${code}`),
    'closecall: 6 more',
  ]);
  expect(errors.at(-1)!.message).toContain('leaked-handle E11: a socket');
  expect(commands.filter(({ level }) => level === 'warning')).toHaveLength(1);
});

test('whatever a payload is, it comes back as text, in one command', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '::error::x',
      '\n::add-mask::a',
      '%0A',
      '%250A',
      '\r\n',
      ',file=x',
      '::',
      ':',
      '%',
      '=',
      '##[error]',
    ),
  );
  fc.assert(
    fc.property(
      fc.array(hostile).map((parts) => parts.join('')),
      (text) => {
        const places = [{ label: text, frames: [`f (src/${text}:1:2)`, 'g (src/g.ts:3:4)'] }];
        const report = render(
          withFindings({ message: text, code: text, variant: text, subject: text, places }),
        );
        expect(report.split(/\r|\n|\u2028/)).toHaveLength(2);
        const [only, ...none] = readCommands(report);
        expect(none).toEqual([]);
        expect(Object.keys(only!.properties)).toEqual(['file', 'line', 'col', 'title']);
      },
    ),
    { numRuns: 50, seed: 1 },
  );
  const message = '100%, a:b\n::error::c%0A';
  const [only] = readCommands(render(withFindings({ message, code: 'a:b,c=d%2C' })));
  expect(only!.message).toMatch(/^100%, a:b\\n::error::c%0A\n/);
  expect(only!.properties['title']).toBe('closecall: leaked-handle a:b,c');
});

test('huge texts are cut to what GitHub shows', () => {
  const text = 'x'.repeat(1_000_000);
  const [only] = readCommands(render(withFindings({ message: text, code: text })));
  expect(only!.message.length).toBeLessThan(GITHUB_MESSAGE_CHARS + 40);
  expect(only!.properties['title']!.length).toBeLessThan(GITHUB_TITLE_CHARS + 40);
});

test('a defect is one annotation, which tells what else was seen of it', () => {
  const found = readCommands(render(issueResult)).filter(({ properties }) =>
    /leaked|hang/.test(properties['title']!),
  );
  expect(found.map(({ properties }) => properties['title'])).toEqual([
    'closecall: leaked-handle socket',
    'closecall: missed hang pending',
  ]);
  expect(found[0]!.message).toContain('also seen of it: hang pending (native evidence)');
});
