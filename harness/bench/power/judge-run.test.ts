// Each oracle of the loops is silent where all is well, and tells of the run that differs in what it is for.
import { describe, expect, it } from 'vitest';
import { judgeRun, type CallFacts, type Exchange, type RunFacts } from './judge-run.ts';

const CALL: CallFacts = {
  name: 'reader',
  outcome: 'resolved',
  isReader: true,
  delivered: 'an answer',
  isGivenUp: false,
  hasDeliveredLate: false,
};
const ANSWER: Exchange = { call: 'reader', status: 200, text: 'an answer', isRefresh: false };
const REFUSED: Exchange = { call: 'reader', status: 401, text: '', isRefresh: false };
const REFRESHED: Exchange = { call: 'refresh', status: 200, text: '', isRefresh: true };
const NOT_REFRESHED: Exchange = { ...REFRESHED, status: 503 };
const QUIET = { told: [], openStreams: 0, openConnections: 0, isEndless: false };
const RUN: RunFacts = { calls: [CALL], exchanges: [ANSWER], ...QUIET };

const judge = (call: Partial<CallFacts>, exchanges: Exchange[] = [ANSWER]): string[] =>
  judgeRun({ ...RUN, calls: [{ ...CALL, ...call }], exchanges });
const rejected: Partial<CallFacts> = { outcome: 'rejected', isReader: false, delivered: 'an ' };

it('a run in which every call brought what was sent raises nothing', () => {
  expect(judgeRun(RUN)).toEqual([]);
  expect(judgeRun({ ...RUN, told: [['one'], ['one']] })).toEqual([]);
});

describe('a call that rejects', () => {
  it.each([
    ['that was answered', [ANSWER]],
    ['whose request never came', []],
    ['that was refused first, and repeated', [REFUSED, REFRESHED, ANSWER]],
    ['that was refused, with a fresh token to be had', [REFUSED, REFRESHED]],
  ])('%s is told of', (_what, exchanges) => {
    expect(judge({ ...rejected, delivered: '' }, exchanges)).toEqual(['rejected']);
  });

  it.each([
    ['refused, without a refresh', [REFUSED]],
    ['refused, and so was the refresh', [REFUSED, NOT_REFRESHED]],
  ])('is right to: %s', (_what, exchanges) => {
    expect(judge({ ...rejected, delivered: '' }, exchanges)).toEqual([]);
  });

  it('is right to when it was given up', () => {
    expect(judge({ ...rejected, isGivenUp: true })).toEqual([]);
  });
});

describe('what was delivered', () => {
  it.each([
    ['is not all', { delivered: 'an' }],
    ['is more', { delivered: 'an answer, and more' }],
    ['is in another order', { delivered: 'answer an ' }],
    ['is no beginning of it, where the call was given up', { delivered: 'swer', isGivenUp: true }],
    ['came after that', { isGivenUp: true, hasDeliveredLate: true }],
  ])('%s', (_what, call) => {
    expect(judge(call)).toEqual(['delivery']);
  });

  it('may be the beginning of it when the call was given up', () => {
    expect(judge({ delivered: 'an', isGivenUp: true })).toEqual([]);
  });

  it('is nothing where nothing was sent, and then there is nothing to resolve with', () => {
    expect(judge({ delivered: '' }, [REFUSED])).toEqual(['delivery']);
    expect(judge({ delivered: '', isReader: false }, [])).toEqual([]);
  });

  it('is the same for all subscribers', () => {
    expect(judgeRun({ ...RUN, told: [['one', 'two'], ['one']] })).toEqual(['delivery']);
  });
});

it.each<[string, Partial<RunFacts>]>([
  ['a call', { calls: [{ ...CALL, outcome: 'pending' }] }],
  ['a call that was given up', { calls: [{ ...CALL, isGivenUp: true, outcome: 'pending' }] }],
  ['the stream of a subscriber', { openStreams: 1 }],
  ['a client that goes on without end', { isEndless: true }],
])('what does not settle is told of: %s', (_what, facts) => {
  expect(judgeRun({ ...RUN, ...facts })).toEqual(['pending']);
});

it('a connection that is left is told of', () => {
  expect(judgeRun({ ...RUN, openConnections: 1 })).toEqual(['left-open']);
});

it('one run can raise several alarms, each once', () => {
  const calls: CallFacts[] = [
    { ...CALL, outcome: 'pending' },
    { ...CALL, name: 'other', outcome: 'pending', delivered: '' },
  ];
  expect(judgeRun({ ...RUN, calls, openStreams: 2, openConnections: 1 })).toEqual(['pending', 'left-open']);
});
