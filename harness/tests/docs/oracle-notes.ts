// Each oracle in words: the promise, what breaks it, its codes, and what to do about a finding. docs/oracles.md is made of these; an
// oracle without a note does not compile, and a code without one is a test that fails.
import type { OracleName } from '../../model/finding.ts';

/** One oracle. Texts are Markdown. */
export type OracleNote = {
  promise: string;
  /** How it is judged, and what is left out on purpose. */
  judged: string;
  /** Codes with what they say; `…` where the code is that of an error. */
  codes: Readonly<Record<string, string>>;
  example: string;
  /** What the client may do about it. */
  cure: string;
};

const ERROR = 'the code of the error, or its name where it has none';

/** Every oracle, by name. */
export const ORACLE_NOTES: Readonly<Record<OracleName, OracleNote>> = {
  crash: {
    promise: 'no uncaught exception or unhandled rejection reaches the process',
    judged:
      'After the first such error the process is no longer the real one: nothing later in that run is judged. A process that ends itself, spins, waits for ever or runs out of memory is a crash too.',
    codes: {
      '…': ERROR,
      'process-exit': 'the client called `process.exit`',
      'process-abort': 'the client called `process.abort`',
      spin: 'a run used ten seconds of processor time',
      blocked: 'a run neither ended nor did anything for a minute',
      'out-of-memory': 'the process reached its limit of memory',
    },
    example:
      '`node:http`: an abort between the end of an answer and its `end` event is an uncaught `AbortError`, whatever listeners there are ([scenarios/ecosystem](../scenarios/ecosystem/README.md)).',
    cure: 'The finding has the stack of the throw. Mostly an `error` event without a listener, or a promise that nobody holds.',
  },
  'use-after-close': {
    promise: 'nothing is used, resumed or called back after it was closed, released or invalidated',
    judged:
      'By what the client itself says (`UND_ERR_DESTROYED`, `UND_ERR_CLOSED`, `ERR_STREAM_DESTROYED`, "controller is already closed" and the like, in a call that nobody cancelled), by deliveries that come late, and by connections that are made after the end. Errors of a model in the client (`src/` has one) are labelled _model_.',
    codes: {
      '…': ERROR,
      'delivered-after-settled': 'a call was given data after it had settled',
      'connect-after-close': 'a connection was opened after `dispose` had settled',
    },
    example:
      'The founding crash: [tutorial.md](tutorial.md). Without any model: an `Agent` that all calls share and one destroys, `plain-undici/agents`.',
    cure: 'The two places of the finding say who closed and who used. One of them has to own the thing.',
  },
  'leaked-handle': {
    promise: 'two virtual seconds after the end nothing is open',
    judged:
      "Every run has a probe call, the end of the subject (`dispose`), the end of the process's dispatchers, and two virtual seconds. Two seconds are less than undici's keep-alive timeout on purpose. A listener that only waits for a garbage collection is not counted.",
    codes: {
      socket: 'a connection',
      timer: 'a timer, an interval',
      immediate: 'an immediate that starts itself again',
      listener: 'a listener on an `AbortSignal` that somebody else holds',
      request: 'a request that the subject tracks',
      session: 'a session that the subject tracks',
      stream: 'a stream that the subject tracks',
    },
    example:
      'A function that throws at status 401 without reading the body leaves its connection open: [own-client.md](own-client.md).',
    cure: 'Read bodies or cancel them, clear timers, close agents, take listeners away. The finding has the place where the thing was opened.',
  },
  hang: {
    promise: 'with nothing left to happen, every promise an actor awaits has settled',
    judged:
      'A call whose answer the gateway stalled, and that nobody cancelled, may wait for ever: that is what its caller asked for by setting no timeout.',
    codes: { pending: 'a call, the probe or `dispose` never settled' },
    example:
      'A retry behind a 401 whose body nobody reads, on a pool of one connection: `plain-undici/unauthorized-undrained`.',
    cure: 'Look for a callback that never comes: `close` without `error`, a queue behind a busy connection, a promise that only one of two ends settles.',
  },
  'prompt-cancel': {
    promise:
      "a cancelled call settles within a virtual second, and its connection shows it on the gateway's side",
    judged:
      'Not while the event loop stood still (`block`), nor for a server that does not read (`backpressure`).',
    codes: {
      'settled-late':
        'the call settled more than a virtual second after its cancellation, injected delays not counted',
      'connection-kept': "the gateway's exchange went on: nobody told it",
    },
    example:
      'The MCP client does not hand its signal to the second message of its handshake ([recipe](recipes/mcp.md)).',
    cure: 'Hand the signal to every request, wait and refresh of the call. An action that is meant to act later says `prompt: false`.',
  },
  collateral: {
    promise: 'a call nobody cancelled, that the gateway served, succeeds',
    judged:
      'Faults excuse what they break: who was reset, refused or cut may fail. A call fails without an excuse when somebody else was cancelled, or ended what they share.',
    codes: { '…': ERROR },
    example:
      'undici takes an interim answer 100 that it did not ask for as a broken one, and the call fails: `plain-undici/faults`.',
    cure: 'Find who ended what the call needed: the interleaving has the action just before.',
  },
  corruption: {
    promise:
      'what is delivered is a prefix of what was sent, in order, once; all of it when nobody cancelled; nothing after a cancellation',
    judged:
      'Against what the gateway really put on the wire. A call that delivers nothing, and returns no string, is not judged; neither is what comes behind bytes that a client may refuse.',
    codes: {
      'not-what-was-sent': 'something else was delivered: doubled, out of order, of another call',
      'delivered-after-cancel': 'something was delivered in a later step than the cancellation',
      truncated: 'the call succeeded although its answer was cut',
      incomplete: 'the call succeeded with a part of a whole answer',
    },
    example:
      'A body that ends with its connection is taken for whole when the connection is reset before it is read: `plain-undici/read-late`.',
    cure: 'Mostly a parser: a character cut in two (`TextDecoder` with `stream: true`), a last event without its blank line, an end that is no `[DONE]`.',
  },
  retry: {
    promise:
      'a call that met a 401 is repeated once, with a fresh token, on its session, the 401 being read; one refresh at a time',
    judged: 'Only where a route of the gateway `refreshes` tokens.',
    codes: {
      'refreshed-twice': 'two refreshes were under way at a time',
      'repeated-again': 'the call was repeated a second time',
      'stale-token': 'the repetition had the token that had been refused',
      'unread-body': 'the 401 was still to be read when the repetition was sent',
      'other-session': 'the repetition went out on another session than the call',
    },
    example: 'An interceptor that refreshes for every 401: [axios with an interceptor](recipes/axios.md).',
    cure: 'One promise for the refresh, shared by all that wait for it; mark a request that was repeated.',
  },
  invariant: {
    promise: 'what the author of a scenario demands besides (`invariants`)',
    judged:
      'A function of the trace that returns a message when it is broken. One that throws is a mistake of the scenario, exit code 2.',
    codes: { '…': 'the name of the invariant' },
    example: '`scenarios/btw/invariants.ts`.',
    cure: 'As the message says.',
  },
};
