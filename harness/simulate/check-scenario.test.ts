// What is said to an author whose scenario is none.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { composeScenario, defineScenario, listActions, type ScenarioDefinition } from './scenario.ts';

const good = { name: 'x', actors: { reader: () => {} } };

function refusalOf(definition: unknown): string {
  try {
    defineScenario(definition as ScenarioDefinition);
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    return `${(error as { code: string }).code} ${(error as Error).message}`;
  }
  throw new Error('expected to be refused');
}

test('a name and an actor make a scenario; everything else has a default', () => {
  const { description, variants, gateway, subject } = defineScenario(good);
  expect({ description, variants, routes: gateway.map(({ name, path }) => `${name} ${path}`) }).toEqual({
    description: '',
    variants: { default: {} },
    routes: ['any *'],
  });
  expect(subject({} as never)).toBe(undefined);
  expect(listActions(defineScenario(good))).toEqual(['cancel reader']);
});

test('a program decides the client, what is around it, and what must hold, each by a function of its own', () => {
  const scenario = defineScenario({
    name: 'x',
    programs: {
      draw: fc.constant({}) as fc.Arbitrary<never>,
      build: (program) => ({
        actors: { [`asks ${program['what'] === 'this' ? 'this' : 'nothing'}`]: () => {} },
      }),
      serve: () => ({ gateway: 'json', faults: ['reset'] }),
      judge: (program) => ({
        asked: () => (program['what'] === undefined ? 'nothing was asked' : undefined),
      }),
    },
  });
  const { actors, faults, invariants } = composeScenario(scenario, { program: { what: 'this' } });
  expect([Object.keys(scenario.actors), Object.keys(actors), faults]).toEqual([
    ['asks nothing'],
    ['asks this'],
    ['reset'],
  ]);
  expect(invariants!['asked']!({} as never)).toBe(undefined);
  expect(scenario.invariants!['asked']!({} as never)).toBe('nothing was asked');
});

describe('a scenario is refused with the place and what to write instead', () => {
  test.each([
    ['nothing', undefined],
    ['no name', { actors: good.actors }],
    ['a name with capitals', { ...good, name: 'My client' }],
    ['no actors', { name: 'x' }],
    ['empty actors', { name: 'x', actors: {} }],
    ['a misspelt key', { name: 'x', actor: good.actors }],
    ['a key of nothing like it', { ...good, zebra: 1 }],
    ['a wrong type', { ...good, dispose: true }],
    ['an actor that is none', { name: 'x', actors: { reader: 'get' } }],
    ['an actor called probe', { name: 'x', actors: { probe: () => {} } }],
    ['empty variants', { ...good, variants: {} }],
    ['a variant that is none', { ...good, variants: { one: 1 } }],
    ['a misspelt key of a variant', { ...good, variants: { one: { expects: [] } } }],
    [
      'an expectation of no oracle',
      { ...good, variants: { one: { expect: [{ oracle: 'leaked', code: 'socket' }] } } },
    ],
    ['an expectation without its code', { ...good, variants: { one: { expect: [{ oracle: 'hang' }] } } }],
    ['an expectation alone', { ...good, variants: { one: { expect: { oracle: 'hang', code: 'pending' } } } }],
    [
      'a misspelt key of an expectation',
      { ...good, variants: { one: { expect: [{ oracle: 'hang', code: 'pending', from: 5 }] } } },
    ],
    ['an action without run', { ...good, actions: { leave: {} } }],
    [
      'an action that cancels nobody there',
      { ...good, actions: { leave: { run() {}, cancels: ['raeder'] } } },
    ],
    ['programs without anything to draw', { name: 'x', programs: { build() {} } }],
    ['programs served by no function', { name: 'x', programs: { draw: {}, build() {}, serve: {} } }],
    ['an invariant that is none', { ...good, invariants: { calm: 1 } }],
    ['a misspelt fault', { ...good, faults: ['restet'] }],
    ['a word for faults that means nothing', { ...good, faults: 'every' }],
    ['a misspelt answer', { ...good, gateway: 'sses' }],
    ['a gateway that is none', { ...good, gateway: 1 }],
    ['a path without its slash', { ...good, gateway: { events: { status: 200 } } }],
    ['an answer that is none', { ...good, gateway: { '/events': { body: [] } } }],
    [
      'two routes of one name',
      {
        ...good,
        gateway: [
          { name: 'a', path: '/', answer() {} },
          { name: 'a', path: '/x', answer() {} },
        ],
      },
    ],
  ])('%s', (_, definition) => {
    expect(refusalOf(definition)).toMatchSnapshot();
  });
});
