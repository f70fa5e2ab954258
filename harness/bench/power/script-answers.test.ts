// Requests → the answers of a script, and what is remembered of them.
import { expect, it } from 'vitest';
import type { AnswerContext, GatewayRequest, Route } from '../../gateway/script.ts';
import { countTokens, ScriptAnswers } from './script-answers.ts';

const ask = (method: string, path: string): GatewayRequest => ({ method, path, headers: {}, body: '' });
const tell = (_request: GatewayRequest, { token, nth }: AnswerContext): ReturnType<Route['answer']> => ({
  status: nth === 0 ? 401 : 200,
  body: [{ text: token, wire: `data: ${token}` }, { waitMs: 5 }],
});
const ROUTES: Route[] = [
  { name: 'posts', method: 'POST', path: '/one', call: () => 'reader', answer: tell },
  { name: 'others', path: '/one', answer: tell },
  { name: 'refresh', path: '/two', refreshes: true, answer: tell },
];

it('each route counts its requests, and no two exchanges have one token', () => {
  const answers = new ScriptAnswers(ROUTES, countTokens());
  const asked = [ask('POST', '/one'), ask('GET', '/one'), ask('GET', '/two'), ask('POST', '/one')];
  expect(asked.map((request) => answers.answer(request)?.status)).toEqual([401, 401, 401, 200]);
  expect(answers.exchanges).toEqual([
    { call: 'reader', status: 401, text: 't0', isRefresh: false },
    { call: '', status: 401, text: 't1', isRefresh: false },
    { call: '', status: 401, text: 't2', isRefresh: true },
    { call: 'reader', status: 200, text: 't3', isRefresh: false },
  ]);
});

it('what has no route has no answer, and is not remembered', () => {
  const answers = new ScriptAnswers(ROUTES.slice(0, 1), countTokens());
  expect([answers.answer(ask('GET', '/one')), answers.answer(ask('POST', '/two'))]).toEqual([
    undefined,
    undefined,
  ]);
  expect(answers.exchanges).toEqual([]);
});
