// Planted bugs of what carries every call: tasks, their bytes and lines, sessions and their connections.
import type { Defect } from './defect.ts';

/** How bytes come, and how what carried them ends. */
export const BYTES_DEFECTS: readonly Defect[] = [
  {
    name: 'continuation-resumed-twice',
    file: 'src/task-state.ts',
    replace: [
      [
        '    const continuation = this.#continuation;\n    this.#continuation = undefined;\n',
        '    const continuation = this.#continuation;\n',
      ],
    ],
    scenario: 'btw/left-midway',
    variant: 'per-call',
    caughtBy: { oracle: 'use-after-close', code: 'ERR_RELEASED_STATE' },
    why: 'A consumer that waits is resumed for each thing that comes before it runs.',
  },
  {
    name: 'chunks-last-in-first-out',
    file: 'src/task-state.ts',
    replace: [['return this.#chunks.shift();', 'return this.#chunks.pop();']],
    scenario: 'btw/renders',
    variant: 'per-call',
    caughtBy: undefined,
    why: 'The reading task takes each chunk before the next is delivered: two unread ones take a merge and a hold in one place.',
  },
  {
    name: 'completion-wakes-nobody',
    file: 'src/session-task.ts',
    replace: [
      [
        'didComplete: (cause) => this.#deliver(() => this.#complete(cause)),',
        'didComplete: (cause) => this.cancelled || this.#complete(cause),',
      ],
    ],
    scenario: 'btw/renders',
    variant: 'per-call',
    caughtBy: { oracle: 'hang', code: 'pending' },
    why: 'A consumer that waits when its response fails waits for ever.',
  },
  {
    name: 'late-callback-delivered',
    file: 'src/session-task.ts',
    replace: [
      [
        '  #deliver(write: () => void): void {\n    if (this.cancelled) return;\n',
        '  #deliver(write: () => void): void {\n',
      ],
    ],
    scenario: 'btw/left-midway',
    variant: 'per-call',
    caughtBy: { oracle: 'use-after-close', code: 'ERR_RELEASED_STATE' },
    why: 'What was queued before a cancel is written into state that the cancel released.',
  },
  {
    name: 'safe-end-wakes-nobody',
    file: 'src/safe-async-bytes.ts',
    replace: [
      ['    this.#owner.taskEnded(this);\n    this.#wake();\n', '    this.#owner.taskEnded(this);\n'],
    ],
    scenario: 'btw/left-midway',
    variant: 'safe-bytes',
    caughtBy: { oracle: 'hang', code: 'pending' },
    why: 'A consumer that waits when its response ends waits for ever.',
  },
  {
    name: 'session-loss-not-told',
    file: 'src/safe-async-bytes.ts',
    replace: [
      [
        '    this.#abort(new SessionEndedError(this.description, by));\n',
        '    void new SessionEndedError(this.description, by);\n',
      ],
    ],
    scenario: 'btw/left-midway',
    variant: 'safe-bytes',
    caughtBy: { oracle: 'invariant', code: 'a lost session is told as such' },
    why: 'A call whose session was lost fails as if the gateway had; nothing says that it may be made again.',
  },
  {
    name: 'safe-leaving-keeps-the-request',
    file: 'src/safe-async-bytes.ts',
    replace: [["        this.cancel('SafeAsyncBytes: its consumer left the loop');\n", '']],
    scenario: 'btw/renders',
    variant: 'safe-bytes',
    caughtBy: { oracle: 'invariant', code: 'the app ends at once' },
    why: 'A loop that was left keeps its request, and its session from ending, for as long as the gateway likes.',
  },
  {
    name: 'ended-task-kept',
    file: 'src/session.ts',
    replace: [['        this.#tasks.delete(task);\n', '']],
    scenario: 'btw/renders',
    variant: 'safe-bytes',
    caughtBy: { oracle: 'hang', code: 'pending' },
    why: 'A session that is to finish its tasks waits for those that have ended.',
  },
  {
    name: 'session-left-half-open',
    file: 'src/session.ts',
    replace: [
      [
        '    this.#settleClosed(this.#transport?.destroy(reason), reason);',
        '    this.#settleClosed(undefined, reason);',
      ],
    ],
    scenario: 'btw/renders',
    variant: 'per-call',
    caughtBy: { oracle: 'leaked-handle', code: 'socket' },
    why: 'Invalidating ends the tasks and forgets the connections.',
  },
  {
    name: 'connecting-socket-forgotten',
    file: 'src/transport.ts',
    replace: [['    if (socket instanceof Socket) connecting.add(socket);\n', '']],
    scenario: 'btw/second-in-flight',
    variant: 'per-call',
    caughtBy: { oracle: 'leaked-handle', code: 'socket' },
    why: "A connection that is still being made when its session ends is nobody's.",
  },
  {
    name: 'abort-not-sent',
    file: 'src/dispatch-handler.ts',
    replace: [['    this.#controller?.abort(reason);\n', '']],
    scenario: 'btw/left-midway',
    variant: 'safe-bytes',
    caughtBy: { oracle: 'prompt-cancel', code: 'connection-kept' },
    why: 'A cancelled request is forgotten, not ended.',
  },
  {
    name: 'abort-before-connection-forgotten',
    file: 'src/dispatch-handler.ts',
    replace: [
      [
        '    if (this.#abortReason === undefined) this.#controller = controller;\n    else controller.abort(this.#abortReason);\n',
        '    this.#controller = controller;\n',
      ],
    ],
    scenario: 'btw/second-in-flight',
    variant: 'safe-bytes',
    caughtBy: { oracle: 'invariant', code: 'the app ends at once' },
    why: 'A request that is cancelled while its connection is being made is sent all the same.',
  },
  {
    name: 'callbacks-last-in-first-out',
    file: 'src/delegate-queue.ts',
    replace: [['this.#jobs.shift();', 'this.#jobs.pop();']],
    scenario: 'btw/renders',
    variant: 'safe-bytes',
    caughtBy: { oracle: 'corruption', code: 'incomplete' },
    why: 'Callbacks that come together are told in the wrong order: the end before what came before it.',
  },
  {
    name: 'utf8-split-at-chunks',
    file: 'src/lines.ts',
    replace: [['decoder.decode(value, { stream: true })', 'decoder.decode(value)']],
    scenario: 'btw/renders',
    variant: 'per-call',
    caughtBy: { oracle: 'corruption', code: 'not-what-was-sent' },
    why: 'A character that is cut in two by a chunk becomes two replacement characters.',
  },
  {
    name: 'line-lost-at-chunk-boundary',
    file: 'src/lines.ts',
    replace: [['(this.#rest + fresh).split', '(fresh).split']],
    scenario: 'btw/renders',
    variant: 'safe-bytes',
    caughtBy: { oracle: 'corruption', code: 'incomplete' },
    why: 'A line that is cut in two by a chunk is lost.',
  },
  {
    name: 'listener-left-on-inner-signal',
    file: 'src/session-task.ts',
    replace: [
      [
        "      signal?.removeEventListener('abort', onAbort); // From here on a signal that fires finds nothing to take.\n",
        '',
      ],
    ],
    scenario: 'btw/left-midway',
    variant: 'per-call',
    caughtBy: { oracle: 'use-after-close', code: 'ERR_RELEASED_STATE' },
    why: 'A signal that fires after the task was released finds the listeners of all its reads.',
  },
];
