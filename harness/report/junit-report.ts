// A campaign's result → JUnit XML in the dialect of Jenkins (junit-10.xsd of its xUnit plugin), which GitLab and others read as
// well: a suite per scenario, a test case per variant. Well-formed whatever a client or a gateway has said.
import type { CampaignResult } from '../model/campaign-result.ts';
import { JUNIT_BODY_CHARS, MESSAGE_LINE_CHARS } from '../model/limits.ts';
import { cutLongText } from '../model/cut-long-text.ts';
import { listTestCases, type TestCase, type TestOutcome } from './junit-cases.ts';
import type { ReportContext } from './reporter.ts';
import { toPrintable } from './to-printable.ts';
import { toXmlAttribute, toXmlText } from './xml-text.ts';

/**
 * The document, ending with a line break. Of a test case `failure` are new findings and what is expected and was missed, `error` is
 * what kept it from a verdict, and `system-out` one line for everything that is known of it. There is no time of a test case:
 * variants run side by side.
 */
export function renderJunitReport(
  raw: CampaignResult,
  { launcher }: Pick<ReportContext, 'launcher'>,
): string {
  const result = toPrintable(raw);
  const cases = listTestCases(result, launcher);
  const suites = [...Map.groupBy(cases, ({ scenario }) => scenario)];
  const time = (result.elapsedMs / 1000).toFixed(3);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="closecall"${countAttributes(cases)} time="${time}">`,
    ...suites.flatMap(([scenario, own]) => renderSuite(scenario, own, result)),
    '</testsuites>',
    '',
  ].join('\n');
}

function renderSuite(scenario: string, cases: readonly TestCase[], result: CampaignResult): string[] {
  const { seed, explore, versions } = result;
  const properties = { seed: String(seed), explore, closecall: versions.closecall, node: versions.node };
  const skipped = cases.filter((each) => stateOf(each) === 'skipped').length;
  return [
    `  <testsuite name=${toXmlAttribute(scenario)}${countAttributes(cases)} skipped="${skipped}">`,
    '    <properties>',
    ...Object.entries(properties).map(
      ([name, value]) => `      <property name="${name}" value=${toXmlAttribute(value)}/>`,
    ),
    '    </properties>',
    ...cases.flatMap(renderCase),
    '  </testsuite>',
  ];
}

function renderCase(each: TestCase): string[] {
  const name = `name=${toXmlAttribute(`${each.scenario}/${each.variant}`)}`;
  const start = `    <testcase ${name} classname=${toXmlAttribute(nameClass(each.scenario))}`;
  return [
    `${start}>`,
    ...each.failures.map((outcome) => renderOutcome('failure', outcome)),
    ...each.errors.map((outcome) => renderOutcome('error', outcome)),
    ...(each.skipped === undefined ? [] : [`      <skipped message=${toXmlAttribute(each.skipped)}/>`]),
    `      <system-out>${toXmlText(withoutAttachments(cutLongText(each.notes.join('\n'), JUNIT_BODY_CHARS)))}</system-out>`,
    '    </testcase>',
  ];
}

/** Jenkins takes what lies before the last dot for a package: `btw/leaves` is the class `leaves` of `closecall.btw`. */
function nameClass(scenario: string): string {
  return ['closecall', ...scenario.replaceAll('.', '_').split('/')].filter(Boolean).join('.');
}

/** GitLab shows the text of an outcome alone, not its message: what matters is in both. */
function renderOutcome(element: 'failure' | 'error', { type, message, body }: TestOutcome): string {
  const line = toXmlAttribute(cutLongText(message, MESSAGE_LINE_CHARS));
  const text = toXmlText(cutLongText(body, JUNIT_BODY_CHARS));
  return `      <${element} type=${toXmlAttribute(type)} message=${line}>${text}</${element}>`;
}

/** GitLab takes `[[ATTACHMENT|path]]` in the output of a test for a file to link to. */
function withoutAttachments(text: string): string {
  return text.replaceAll('[[ATTACHMENT|', '[ [ATTACHMENT|');
}

/** A test case counts once, by the worst that is said of it. */
function stateOf({ failures, errors, skipped }: TestCase): 'failed' | 'error' | 'skipped' | 'passed' {
  if (failures.length > 0) return 'failed';
  if (errors.length > 0) return 'error';
  return skipped === undefined ? 'passed' : 'skipped';
}

function countAttributes(cases: readonly TestCase[]): string {
  const count = (state: ReturnType<typeof stateOf>): number =>
    cases.filter((each) => stateOf(each) === state).length;
  return ` tests="${cases.length}" failures="${count('failed')}" errors="${count('error')}"`;
}
