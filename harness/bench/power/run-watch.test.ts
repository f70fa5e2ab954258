// Actors, actions and subscribers under the eyes of a watch.
import { describe, expect, it } from 'vitest';
import { defineScenario } from '../../simulate/scenario.ts';
import { doAction, runActor, RunWatch } from './run-watch.ts';

const place = (watch: RunWatch): Parameters<typeof runActor>[2] => ({
  subject: undefined,
  origin: 'http://gateway',
  signal: new AbortController().signal,
  watch,
});

describe('an actor', () => {
  it('that resolves with text is a reader of what it delivered', async () => {
    const watch = new RunWatch();
    await runActor('reader', ({ deliver, url }) => (deliver('a'), deliver('b'), url), place(watch));
    await runActor('app', () => undefined, place(watch));
    expect(watch.facts([], 0).calls).toMatchObject([
      { name: 'reader', outcome: 'resolved', isReader: true, delivered: 'ab', isGivenUp: false },
      { name: 'app', outcome: 'resolved', isReader: false, delivered: '' },
    ]);
  });

  it('that rejects does so to its caller as well, and one that does neither is pending', async () => {
    const watch = new RunWatch();
    await expect(runActor('one', () => Promise.reject(new Error('no')), place(watch))).rejects.toThrow('no');
    void runActor('two', () => new Promise(() => {}), place(watch));
    expect(watch.facts([], 0).calls.map(({ outcome }) => outcome)).toEqual(['rejected', 'pending']);
  });
});

describe('a call that was given up', () => {
  it.each([
    ['at once', true],
    ['by something that takes effect later', false],
  ])('%s is', async (_how, isPrompt) => {
    const watch = new RunWatch();
    const actor = runActor('reader', () => Promise.resolve(), place(watch));
    watch.givesUp(['reader'], isPrompt);
    await actor;
    expect(watch.facts([], 0).calls).toMatchObject([{ outcome: 'resolved', isGivenUp: true }]);
  });

  it.each([
    ['resolved', () => 'done'],
    ['rejected', () => Promise.reject(new Error('no'))],
  ])('after it has %s is not excused by that', async (outcome, actor) => {
    const watch = new RunWatch();
    await runActor('reader', actor, place(watch)).catch(() => {});
    watch.givesUp(['reader'], true);
    expect(watch.facts([], 0).calls).toMatchObject([{ outcome, isGivenUp: false }]);
  });

  it.each([
    [true, true],
    [false, false],
  ])('delivers late afterwards, if it was to stop at once: %s', async (isPrompt, isLate) => {
    const watch = new RunWatch();
    const actor = runActor(
      'reader',
      ({ deliver }) => Promise.resolve().then(() => deliver('a')),
      place(watch),
    );
    watch.givesUp(['reader'], isPrompt);
    await actor;
    expect(watch.facts([], 0).calls).toMatchObject([{ delivered: 'a', hasDeliveredLate: isLate }]);
  });
});

describe('an action', () => {
  const done: string[] = [];
  const scenario = defineScenario({
    name: 'x',
    actors: { reader: () => {} },
    actions: {
      loses: { cancels: () => ['reader'], prompt: false, run: () => void done.push('loses') },
      cannot: { cancels: ['reader'], applies: () => false, run: () => void done.push('cannot') },
      nothing: { run: () => void done.push('nothing') },
    },
  });
  const doIt = async (name: string): Promise<[isGivenUp: boolean, isAborted: boolean]> => {
    const watch = new RunWatch();
    const controller = new AbortController();
    doAction(scenario, name, { subject: undefined, controllers: new Map([['reader', controller]]), watch });
    await runActor('reader', () => {}, place(watch));
    return [watch.facts([], 0).calls[0]!.isGivenUp, controller.signal.aborted];
  };

  it('gives up the calls that it names, if it can be done', async () => {
    expect(await doIt('loses')).toEqual([true, false]);
    expect(await doIt('cannot')).toEqual([false, false]);
    expect(await doIt('nothing')).toEqual([false, false]);
    expect(await doIt('cancel reader')).toEqual([true, true]);
    expect(done).toEqual(['loses', 'nothing']);
  });

  it('of an actor gives up those that it names as well', async () => {
    const watch = new RunWatch();
    await runActor('one', ({ act }) => act('replaces two', ['two'], () => {}), place(watch));
    await runActor('two', () => {}, place(watch));
    expect(watch.facts([], 0).calls.map(({ isGivenUp }) => isGivenUp)).toEqual([false, true]);
  });
});

it('subscribers are told things, also none, and their streams end or not', () => {
  const watch = new RunWatch();
  watch.track('stream', 'one', () => true);
  watch.track('stream', 'two', () => false);
  watch.track('session', 'not looked at', () => true);
  watch.note('rotated to x');
  watch.note('one got message first');
  watch.note('one got message second');
  expect(watch.facts([], 3)).toMatchObject({
    told: [['message first', 'message second'], []],
    openStreams: 1,
    openConnections: 3,
  });
});
