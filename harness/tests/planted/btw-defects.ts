// Planted bugs of asking a BTW: its reading task, its stream, and who ends its session.
import type { Defect } from './defect.ts';

const BTW = 'src/btw-client.ts';
const PUSH = 'src/push-stream.ts';

/** How a BTW is asked and left. */
export const BTW_DEFECTS: readonly Defect[] = [
  {
    name: 'leaving-does-not-cancel',
    file: BTW,
    replace: [['        reading.abort();\n', '']],
    scenario: 'btw/left-midway',
    variant: 'per-call',
    caughtBy: { oracle: 'prompt-cancel', code: 'connection-kept' },
    why: 'A consumer that leaves is not passed on: its request goes on until the gateway is done.',
  },
  {
    name: 'abort-dropped',
    file: BTW,
    replace: [['      signal: message.signal,\n', '']],
    scenario: 'btw/left-midway',
    variant: 'safe-bytes',
    caughtBy: { oracle: 'prompt-cancel', code: 'settled-late' },
    why: "The consumer's signal is not handed to the stream: an abort does nothing.",
  },
  {
    name: 'signal-not-sent-along',
    file: BTW,
    replace: [['        signal,\n        didCreateTask', '        didCreateTask']],
    scenario: 'btw/second-in-flight',
    variant: 'safe-bytes',
    caughtBy: { oracle: 'prompt-cancel', code: 'connection-kept' },
    why: 'The reading task is cancelled, but not the request it waits for.',
  },
  {
    name: 'session-never-ended',
    file: BTW,
    replace: [['        call.scopeLeft();\n', '        // The session ends with the client.\n']],
    scenario: 'btw/renders',
    variant: 'per-call',
    caughtBy: { oracle: 'leaked-handle', code: 'session' },
    why: 'The session of each call, and its sockets, stay behind.',
  },
  {
    name: 'session-ended-on-success-only',
    file: BTW,
    replace: [
      [
        '        await this.#readDeltas(message, call, reading.signal, continuation);\n',
        '        await this.#readDeltas(message, call, reading.signal, continuation);\n        call.scopeLeft();\n',
      ],
      [
        '      } finally {\n        call.scopeLeft();\n      }',
        '      } finally {\n        reading.abort();\n      }',
      ],
    ],
    scenario: 'btw/left-midway',
    variant: 'per-call',
    caughtBy: { oracle: 'leaked-handle', code: 'session' },
    why: 'The session of a call that fails or is left stays behind.',
  },
  {
    name: 'session-ended-before-the-reader-left',
    file: BTW,
    replace: [['        call.consumerLeft();\n', '        call.scopeLeft();\n']],
    scenario: 'btw/left-midway',
    variant: 'per-call',
    caughtBy: { oracle: 'use-after-close', code: 'ERR_RELEASED_STATE' },
    why: 'The founding crash again: leaving invalidates the session while its reader may be about to read.',
  },
  {
    name: 'session-ended-by-another-call',
    file: 'src/session-strategy.ts',
    replace: [
      [
        "    name: 'per-call',\n    begin() {\n      const session = makeSession();\n",
        "    name: 'per-call',\n    begin() {\n      const session = (latest = latest?.isInvalidated === false ? latest : makeSession());\n",
      ],
      [
        'perCallStrategy(makeSession: () => Session = () => new Session()): SessionStrategy {\n',
        'perCallStrategy(makeSession: () => Session = () => new Session()): SessionStrategy {\n  let latest: Session | undefined;\n',
      ],
    ],
    scenario: 'btw/many-at-once',
    variant: 'per-call',
    caughtBy: { oracle: 'collateral', code: 'ERR_TASK_CANCELLED' },
    why: 'Calls share a session that is still open; the first to finish ends it under the others.',
  },
  {
    name: 'session-ended-at-the-head',
    file: BTW,
    replace: [
      [
        '    const decoder = new BtwEventDecoder();\n',
        '    queueMicrotask(() => call.session.finishTasksAndInvalidate());\n    const decoder = new BtwEventDecoder();\n',
      ],
    ],
    scenario: 'btw/renders',
    variant: 'per-call',
    caughtBy: {
      oracle: 'invariant',
      code: 'a session ends only after its bytes are consumed or its consumer has left',
    },
    why: 'The session is told to finish when the head is in: the answer still comes whole, on a session that is over.',
  },
  {
    name: 'session-for-nobody',
    file: 'src/session-strategy.ts',
    replace: [
      [
        "    name: 'per-call',\n    begin() {\n      const session = makeSession();\n",
        "    name: 'per-call',\n    begin() {\n      const session = Session.shared;\n      makeSession().invalidateAndCancel();\n",
      ],
    ],
    scenario: 'btw/renders',
    variant: 'per-call',
    caughtBy: { oracle: 'invariant', code: 'no streaming path is left on the shared session' },
    why: 'A session is made and ended for the call, which goes over the shared one all the same.',
  },
  {
    name: 'last-session-is-shared',
    file: 'src/session.ts',
    replace: [
      [
        "    this.name = options.name ?? 'session';\n",
        "    this.name = options.name ?? 'session';\n    sharedSession = this;\n",
      ],
    ],
    scenario: 'btw/unauthorized',
    variant: 'per-call',
    caughtBy: {
      oracle: 'invariant',
      code: 'callers that pass no session use the shared one, as before',
    },
    why: 'Who passes no session is given the one that was made last, and loses it when its call ends.',
  },
  {
    name: 'lost-session-kept',
    file: 'src/session-strategy.ts',
    replace: [
      [
        'safeBytesStrategy(currentSession: () => Session): SessionStrategy {\n',
        'safeBytesStrategy(currentSession: () => Session): SessionStrategy {\n  let session: Session | undefined;\n',
      ],
      ['      session: currentSession(),\n', '      session: (session ??= currentSession()),\n'],
    ],
    scenario: 'btw/left-midway',
    variant: 'safe-bytes',
    caughtBy: { oracle: 'collateral', code: 'ERR_SESSION_ENDED' },
    why: 'The session is asked for once: after it was lost, no call ever succeeds again.',
  },
  {
    name: 'error-swallowed',
    file: BTW,
    replace: [['    continuation.finish(failure);', '    continuation.finish();']],
    scenario: 'btw/renders',
    variant: 'per-call',
    caughtBy: { oracle: 'corruption', code: 'truncated' },
    why: 'An answer that broke off looks like one that ended.',
  },
  {
    name: 'not-finished-on-error',
    file: BTW,
    replace: [['    continuation.finish(failure);', '    if (failure === undefined) continuation.finish();']],
    scenario: 'btw/renders',
    variant: 'safe-bytes',
    caughtBy: { oracle: 'hang', code: 'pending' },
    why: 'A call that fails never settles.',
  },
  {
    name: 'delta-twice',
    file: BTW,
    replace: [
      [
        "    for await (const line of lines(bytes)) {\n      const event = decoder.push(line);\n      if (event?.kind === 'delta') continuation.yield(event.text);\n",
        "    let latest = '';\n    for await (const line of lines(bytes)) {\n      const event = decoder.push(line === '' ? latest : line);\n      latest = line;\n      if (event?.kind === 'delta') continuation.yield(event.text);\n",
      ],
    ],
    scenario: 'btw/renders',
    variant: 'per-call',
    caughtBy: { oracle: 'corruption', code: 'not-what-was-sent' },
    why: 'The line that ends an event delivers it again.',
  },
  {
    name: 'idle-timeout-off',
    file: 'src/dispatch-request.ts',
    replace: [['        bodyTimeout: timeoutMs,\n', '        bodyTimeout: 0,\n']],
    scenario: 'btw/renders',
    variant: 'per-call',
    caughtBy: { oracle: 'invariant', code: 'every call ends, also one whose answer stalls' },
    why: 'An answer that stalls is waited for without end.',
  },
  {
    name: 'timeout-of-others',
    file: BTW,
    replace: [['        timeoutMs: BTW_TIMEOUT_MS,\n', '        timeoutMs: BTW_TIMEOUT_MS / 4,\n']],
    scenario: 'btw/renders',
    variant: 'safe-bytes',
    caughtBy: { oracle: 'invariant', code: 'a silent gateway is given the whole timeout' },
    why: 'A BTW is given up after the 30 s of an ordinary request, when its model may still think.',
  },
  {
    name: 'listener-left-on-signal',
    file: PUSH,
    replace: [['    stopListeningOnceRead();\n    const handler', '    const handler']],
    scenario: 'btw/renders',
    variant: 'per-call',
    caughtBy: { oracle: 'leaked-handle', code: 'listener' },
    why: "Each stream leaves a listener on its consumer's signal.",
  },
  {
    name: 'return-waits-for-next',
    file: PUSH,
    replace: [
      ['    return() {\n      leave();\n', '    return() {\n      if (waiting.length === 0) leave();\n'],
    ],
    scenario: 'btw/left-midway',
    variant: 'per-call',
    caughtBy: { oracle: 'prompt-cancel', code: 'connection-kept' },
    why: 'As an async generator: who returns while a next() is pending is not heard.',
  },
  {
    name: 'pending-next-forgotten',
    file: PUSH,
    replace: [
      [
        '      for (const next of waiting.splice(0)) settle(next);',
        "      if (reason === 'finished') for (const next of waiting.splice(0)) settle(next);",
      ],
    ],
    scenario: 'btw/left-midway',
    variant: 'per-call',
    caughtBy: { oracle: 'hang', code: 'pending' },
    why: 'A next() that is pending when its consumer leaves never settles.',
  },
  {
    name: 'abort-after-the-end-forgotten',
    file: 'src/push-stream.ts',
    replace: [
      [
        "    if (hasEnded && buffer.length === 0) signal?.removeEventListener('abort', onAbort);\n",
        "    if (hasEnded) signal?.removeEventListener('abort', onAbort);\n",
      ],
    ],
    scenario: 'btw/read-slowly',
    variant: 'per-call',
    caughtBy: { oracle: 'corruption', code: 'delivered-after-cancel' },
    why: 'A consumer that aborts after the answer is there goes on to be given what it has not read. (This one was not planted: the oracle found it.)',
  },
  {
    name: 'buffered-lost-at-end',
    file: PUSH,
    replace: [['      if (buffer.length > 0) {', '      if (buffer.length > 0 && !hasEnded) {']],
    scenario: 'btw/read-slowly',
    variant: 'per-call',
    caughtBy: { oracle: 'corruption', code: 'incomplete' },
    why: 'Deltas that came together with the end are dropped.',
  },
  {
    name: 'buffer-last-in-first-out',
    file: PUSH,
    replace: [['value: buffer.shift() as T', 'value: buffer.pop() as T']],
    scenario: 'btw/read-slowly',
    variant: 'per-call',
    caughtBy: { oracle: 'corruption', code: 'not-what-was-sent' },
    why: 'Deltas that came faster than they were read are reordered.',
  },
  {
    name: 'second-end',
    file: PUSH,
    replace: [['    finish(error) {\n      if (hasEnded) return;\n', '    finish(error) {\n']],
    scenario: 'btw/left-midway',
    variant: 'per-call',
    caughtBy: undefined,
    why: 'The stream ends twice, but the second end finds the handler taken and nobody waiting.',
  },
];
