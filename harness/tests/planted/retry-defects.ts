// Planted bugs of what a 401 leads to: draining, refreshing, repeating, and what is stored.
import type { Defect } from './defect.ts';

const HTTP = 'src/gateway-http-client.ts';
const CREDENTIALS = 'src/credentials.ts';

/** How a 401 is answered. */
export const RETRY_DEFECTS: readonly Defect[] = [
  {
    name: 'retry-on-another-session',
    file: HTTP,
    replace: [
      [
        'authorization: `Bearer ${outcome.token}` }, options);',
        'authorization: `Bearer ${outcome.token}` },\n      { timeoutMs: options.timeoutMs ?? null, signal: options.signal });',
      ],
    ],
    scenario: 'btw/unauthorized',
    variant: 'per-call',
    caughtBy: { oracle: 'retry', code: 'other-session' },
    why: 'The repetition forgets the session of its call and goes over the shared one.',
  },
  {
    name: 'retry-without-end',
    file: HTTP,
    replace: [
      [
        "return this.#send({ method: 'POST', path, body, authorization: `Bearer ${outcome.token}` }, options);",
        'return this.streamPostWithRetry(path, body, options);',
      ],
    ],
    scenario: 'btw/unauthorized',
    variant: 'per-call',
    caughtBy: { oracle: 'retry', code: 'repeated-again' },
    why: 'A second 401 is retried as the first was.',
  },
  {
    name: 'retry-with-the-refused-token',
    file: HTTP,
    replace: [
      [
        'path, body, authorization: `Bearer ${outcome.token}` }, options);',
        'path, body, authorization: rejected }, options);',
      ],
    ],
    scenario: 'btw/unauthorized',
    variant: 'safe-bytes',
    caughtBy: { oracle: 'retry', code: 'stale-token' },
    why: 'The repetition carries the header that was made for the first request.',
  },
  {
    name: 'refused-body-unread',
    file: HTTP,
    replace: [
      ['    await drain(first.bytes); // An unread body would keep its connection busy for good.\n', ''],
      ["import { drain } from './drain.ts';\n", ''],
    ],
    scenario: 'btw/unauthorized',
    variant: 'safe-bytes',
    caughtBy: { oracle: 'retry', code: 'unread-body' },
    why: 'The body of the 401 is left unread and keeps its connection busy.',
  },
  {
    name: 'failed-refresh-ignored',
    file: HTTP,
    replace: [
      [
        "if (outcome.kind !== 'success') throw new AuthenticationError(outcome.kind, outcome.error);",
        "if (outcome.kind !== 'success') return first;",
      ],
    ],
    scenario: 'btw/refresh-transient',
    variant: 'per-call',
    caughtBy: { oracle: 'invariant', code: 'a failed refresh is an authentication error' },
    why: 'The caller gets a status instead of the advice to sign in again or to try later.',
  },
  {
    name: 'waiting-ignores-cancel',
    file: HTTP,
    replace: [
      ["await untilCancelled(refresh, options.signal, 'waiting for a fresh token');", 'await refresh;'],
      ["import { untilCancelled } from './until-cancelled.ts';\n", ''],
    ],
    scenario: 'btw/refresh-slow',
    variant: 'per-call',
    caughtBy: { oracle: 'invariant', code: 'leaving reaches the reading loop and ends its session' },
    why: 'The stream has ended, so the consumer notices nothing; its session lives on for as long as the refresh takes.',
  },
  {
    name: 'refreshes-not-coalesced',
    file: CREDENTIALS,
    replace: [['    this.#refreshing ??= this', '    this.#refreshing = this']],
    scenario: 'btw/two-unauthorized',
    variant: 'per-call',
    caughtBy: { oracle: 'retry', code: 'refreshed-twice' },
    why: 'Two calls that meet a 401 together refresh one token twice.',
  },
  {
    name: 'refresh-of-a-fresh-token',
    file: CREDENTIALS,
    replace: [
      [
        "    if (tokens !== undefined && toAuthorization(tokens) !== rejected) return { kind: 'success', ...tokens };\n",
        '',
      ],
    ],
    scenario: 'btw/two-unauthorized',
    variant: 'per-call',
    caughtBy: { oracle: 'invariant', code: 'a refresh is asked only for a token that was refused' },
    why: 'A 401 that comes late spends the token that another call has just been given.',
  },
  {
    name: 'refreshed-token-lost',
    file: CREDENTIALS,
    replace: [
      [
        "    if (outcome.kind === 'success') {",
        "    if (outcome.kind === 'success' && tokens === undefined) {",
      ],
    ],
    scenario: 'btw/unauthorized',
    variant: 'per-call',
    caughtBy: { oracle: 'invariant', code: 'a call begun after a refresh uses what it came to' },
    why: 'The fresh token serves one repetition and is not stored: every call meets a 401 from then on.',
  },
  {
    name: 'old-outcome-kept',
    file: CREDENTIALS,
    replace: [['      this.#refreshing = undefined;\n', '']],
    scenario: 'btw/refresh-transient',
    variant: 'safe-bytes',
    caughtBy: { oracle: 'invariant', code: 'every 401 is answered by a refresh' },
    why: 'The outcome of the first refresh stands for ever: a transient failure is final.',
  },
  {
    name: 'terminal-keeps-credentials',
    file: CREDENTIALS,
    replace: [
      [
        "    return outcome.kind === 'terminal' ? this.#signOut(tokens, outcome) : outcome;",
        '    return outcome;',
      ],
    ],
    scenario: 'btw/refresh-terminal',
    variant: 'per-call',
    caughtBy: { oracle: 'invariant', code: 'a call begun after a refresh uses what it came to' },
    why: 'A token that was refused for good is sent again and again.',
  },
  {
    name: 'transient-clears-credentials',
    file: 'src/refresh-over-gateway.ts',
    replace: [['response.status === 401 || response.status === 403;', 'response.status >= 400;']],
    scenario: 'btw/refresh-transient',
    variant: 'per-call',
    caughtBy: { oracle: 'invariant', code: 'a call begun after a refresh uses what it came to' },
    why: 'A gateway that is down for a moment signs the user out.',
  },
  {
    name: 'refused-refresh-unread',
    file: 'src/refresh-over-gateway.ts',
    replace: [
      ['  await drain(bytes);\n', ''],
      ["import { drain } from './drain.ts';\n", ''],
    ],
    scenario: 'btw/refresh-terminal',
    variant: 'per-call',
    caughtBy: { oracle: 'retry', code: 'refreshed-twice' },
    why: 'The answer to a refresh that failed is still under way when the next one is asked.',
  },
];
