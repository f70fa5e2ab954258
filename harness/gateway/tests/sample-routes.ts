// Three routes that tests of the gateway ask, and what came back.
import type { Fault } from '../../model/case.ts';
import { plain, wait, type Route } from '../script.ts';
import { FakeHost } from './fake-host.ts';

/** An answer with a length. */
const sized = (text: string): ReturnType<Route['answer']> => ({
  status: 200,
  framing: 'length',
  body: [plain(text)],
});
/** Answers at once, with its token and number. */
export const text: Route = {
  name: 'text',
  path: '/text',
  answer: (_request, { token, nth }) => sized(`${token}/${nth}`),
};
/** Answers in two pieces, 20 ms apart. */
export const slow: Route = {
  name: 'slow',
  path: '/slow/*',
  answer: () => ({ status: 200, framing: 'length', body: [plain('one '), wait(20), plain('two')] }),
};
/** Ends `unauthorized … until refreshed`. */
const refresh: Route = {
  name: 'refresh',
  method: 'POST',
  path: '/refresh',
  refreshes: true,
  answer: () => sized('fresh'),
};
/** All of them. */
export const ROUTES = [text, slow, refresh];
/** A gateway with these routes and faults. */
export const host = (...faults: Fault[]): FakeHost => new FakeHost(ROUTES, faults);
/** Status and body of every answer in `received`, all of them with a length. */
export function listAnswers(received: string): string[] {
  const answers: string[] = [];
  for (let rest = received; rest !== '';) {
    const end = rest.indexOf('\r\n\r\n') + 4;
    const length = Number(/content-length: (\d+)/.exec(rest.slice(0, end))![1]);
    answers.push(`${rest.slice(9, 12)} ${rest.slice(end, end + length)}`);
    rest = rest.slice(end + length);
  }
  return answers;
}
