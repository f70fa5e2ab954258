// Which scenarios and variants the command line means.
import { describe, expect, test } from 'vitest';
import { ClosecallError } from '../model/closecall-error.ts';
import { selectScenarios } from './select-scenarios.ts';
import { sampleScenarios } from './tests/fake-host.ts';

const select = (patterns: string[], variants: string[] = []): string[] =>
  selectScenarios(sampleScenarios, patterns, variants, '/nowhere').map(
    ({ name, variants: chosen }) => `${name}: ${chosen.map((variant) => variant.name).join(' ')}`,
  );
const [LEAVES, RENDERS, AGENTS] = [
  'btw/leaves: shared per-call',
  'btw/renders: shared per-call',
  'plain-undici/agents: shared-agent per-call-agent',
];

describe('selecting', () => {
  test.each([
    [[], [LEAVES, RENDERS, AGENTS]],
    [['btw/leaves'], [LEAVES]],
    [['btw'], [LEAVES, RENDERS]],
    [['btw/'], [LEAVES, RENDERS]],
    [['*'], [LEAVES, RENDERS, AGENTS]],
    [['*/agents'], [AGENTS]],
    [['b*s'], [LEAVES, RENDERS]],
    [
      ['plain-undici', 'btw/leaves', 'btw/l*'],
      [LEAVES, AGENTS],
    ],
  ])('%j', (patterns, expected) => {
    expect(select(patterns)).toEqual(expected);
  });

  test('variants narrows to scenarios that have them', () => {
    expect(select([], ['per-call'])).toEqual(['btw/leaves: per-call', 'btw/renders: per-call']);
    expect(select(['btw/leaves', 'plain-undici'], ['shared', 'per-call-agent'])).toEqual([
      'btw/leaves: shared',
      'plain-undici/agents: per-call-agent',
    ]);
  });
});

function refusalOf(patterns: string[], variants: string[], known = sampleScenarios): string {
  try {
    selectScenarios(known, patterns, variants, '/nowhere');
  } catch (error) {
    expect(error).toBeInstanceOf(ClosecallError);
    const { code, message, exitCode } = error as ClosecallError;
    return `${exitCode} ${code}: ${message}`;
  }
  throw new Error('it was not refused');
}

test('a name that nobody has is a mistake, and names that have nothing in common match nothing', () => {
  expect(
    [
      refusalOf(['btw/leafs'], []),
      refusalOf(['bwt'], []),
      refusalOf(['bt'], []),
      refusalOf(['completely/elsewhere'], []),
      refusalOf(['btw/leaves/shared'], []),
      refusalOf(['btw.leaves'], []),
      refusalOf(['btw', 'plain-undicy'], []),
      refusalOf([], ['shard']),
      refusalOf([], ['completely-else']),
      refusalOf(['x*'], []),
      refusalOf(['b.w*'], []),
      refusalOf(['btw'], ['shared-agent']),
      refusalOf([], [], []),
    ].join('\n'),
  ).toMatchInlineSnapshot(`
    "2 ERR_UNKNOWN_SCENARIO: unknown scenario "btw/leafs". Did you mean "btw/leaves"?
    2 ERR_UNKNOWN_SCENARIO: unknown scenario "bwt". Did you mean "btw"?
    2 ERR_UNKNOWN_SCENARIO: unknown scenario "bt". Did you mean "btw"?
    2 ERR_UNKNOWN_SCENARIO: unknown scenario "completely/elsewhere". Known: btw/leaves, btw/renders, plain-undici/agents, btw, plain-undici.
    2 ERR_UNKNOWN_SCENARIO: "btw/leaves/shared" names a variant. Did you mean "btw/leaves --variant shared"?
    2 ERR_UNKNOWN_SCENARIO: unknown scenario "btw.leaves". Did you mean "btw/leaves"?
    2 ERR_UNKNOWN_SCENARIO: unknown scenario "plain-undicy". Did you mean "plain-undici"?
    2 ERR_UNKNOWN_VARIANT: unknown variant "shard". Did you mean "shared"?
    2 ERR_UNKNOWN_VARIANT: unknown variant "completely-else". Known: shared, per-call, shared-agent, per-call-agent.
    3 ERR_NOTHING_MATCHED: nothing matched x*. closecall list shows what there is.
    3 ERR_NOTHING_MATCHED: nothing matched b.w*. closecall list shows what there is.
    3 ERR_NOTHING_MATCHED: nothing matched btw --variant shared-agent. closecall list shows what there is.
    3 ERR_NOTHING_MATCHED: no scenarios found: closecall looks for scenarios/**/scenario.ts and **/NAME.scenario.ts below this folder."
  `);
});
