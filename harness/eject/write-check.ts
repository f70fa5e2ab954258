// A finding → how a plain script sees that promise broken: the lines that look, and when. What cannot be decided by looking
// at one process and its server is refused, with the reason.
import { DRAIN_MS, EJECT_PENDING_MS, PROMPT_CANCEL_MS } from '../model/limits.ts';
import type { Finding } from '../model/finding.ts';
import type { Recording } from '../model/recording.ts';
import { listLiteral, quote, textLiteral } from './literal.ts';
import { notEjectable } from './not-ejectable.ts';

/** How a promise is checked. */
export type Check = {
  /** Code of an uncaught error that is the finding. */
  uncaught: string | undefined;
  /** The subject has to be ended for it. */
  withEnd: boolean;
  /** How long things take is what it is about. */
  isTimed: boolean;
  /** Statements that run when everything has been done; they conclude. */
  lines: string[];
};

/** What follows from it may take a moment. */
const OVER = `await wait(1000);\nconclude(false, 'it did not happen');`;

/** The check of `recording`'s finding. Throws ERR_NOT_EJECTABLE for what has none. */
export function writeCheck(recording: Recording): Check {
  const { finding, actors } = recording;
  const check: Check = { uncaught: undefined, withEnd: false, isTimed: false, lines: [] };
  switch (finding.oracle) {
    case 'crash':
      if (finding.subject === 'exit')
        throw notEjectable('the client ends its process, and a script ends with it.');
      return {
        ...check,
        ...endFor(recording),
        uncaught: uncaughtOf(finding),
        lines: settleThen(actors, [OVER]),
      };
    case 'use-after-close':
      return checkUse(recording, check);
    case 'collateral':
      return { ...check, ...endFor(recording), lines: rejection(recording, [finding.subject]) };
    case 'hang':
      return { ...check, ...endFor(recording), lines: hang(finding) };
    case 'corruption':
      return { ...check, ...endFor(recording), lines: corruption(recording) };
    case 'prompt-cancel':
      return { ...check, ...endFor(recording), isTimed: true, lines: late(recording) };
    case 'leaked-handle':
      return { ...check, withEnd: true, lines: leak(finding, recording) };
    case 'retry':
      throw notEjectable(
        'which of several requests repeats another is for the oracle "retry" to judge, not for a script.',
      );
    default:
      throw notEjectable(
        `"${finding.code}" is a rule that the scenario's author wrote about traces, and a script has none.`,
      );
  }
}

function checkUse(recording: Recording, check: Check): Check {
  const { finding, actors } = recording;
  if (finding.code === 'connect-after-close') {
    const lines = [
      `await settle(['dispose'], ${EJECT_PENDING_MS});`,
      `await wait(${DRAIN_MS});`,
      `const more = connectTimes.filter((timeMs) => timeMs > calls.get('dispose').settledMs).length;`,
      `conclude(more > 0, \`\${more} connections were opened after the client had said that it was closed\`);`,
    ];
    return { ...check, withEnd: true, lines };
  }
  if (finding.code === 'delivered-after-settled') {
    const what = `${finding.subject} was given data after it had settled`;
    const lines = settleThen(
      [finding.subject],
      [`conclude(calls.get(${quote(finding.subject)}).deliveredAfterSettled, ${quote(what)});`],
    );
    return { ...check, lines };
  }
  if (finding.evidence === 'native')
    return { ...check, ...endFor(recording), lines: rejection(recording, [finding.subject]) };
  return { ...check, ...endFor(recording), uncaught: finding.code, lines: rejection(recording, actors) };
}

/** Whether what the finding is about happens only when the subject is being ended. */
function endFor({ finding, trace, actors }: Recording): { withEnd: boolean } {
  const uncaught = trace.events.findIndex(({ kind }) => kind === 'uncaught');
  if (uncaught >= 0) {
    const before = trace.events.slice(0, uncaught);
    return { withEnd: before.some((event) => event.kind === 'phase' && event.phase !== 'scenario') };
  }
  const isOfActor = actors.some((name) => finding.subject === name || finding.subject.startsWith(`${name}.`));
  return { withEnd: !isOfActor };
}

function settleThen(names: readonly string[], lines: readonly string[]): string[] {
  return [`await settle(${listLiteral(names)}, ${EJECT_PENDING_MS});`, ...lines];
}

function rejection({ finding }: Recording, names: readonly string[]): string[] {
  return settleThen(names, [`concludeFromRejection(${listLiteral(names)}, ${quote(finding.code)});`, OVER]);
}

function hang({ subject }: Finding): string[] {
  const what = `${subject} is still pending after ${EJECT_PENDING_MS / 1000} s, and nothing is left to happen`;
  return settleThen(
    [subject],
    [`conclude(calls.get(${quote(subject)}).state === 'pending', ${quote(what)});`],
  );
}

function corruption({ finding, trace }: Recording): string[] {
  const { code, subject } = finding;
  const call = `calls.get(${quote(subject)})`;
  if (code === 'truncated')
    return settleThen(
      [subject],
      [
        `const text = textOf(${quote(subject)});`,
        `conclude(${call}.state === 'resolved', \`${subject} resolved with \${text.length} characters, though the server broke its answer off\`);`,
      ],
    );
  const sent = new Map<number, string>();
  for (const event of trace.events)
    if (event.kind === 'wire' && event.call.split('.')[0] === subject.split('.')[0])
      if (event.event.what === 'item' || event.event.what === 'item-begun')
        sent.set(
          event.exchange,
          (sent.get(event.exchange) ?? '') + (event.event.what === 'item' ? event.event.text : ''),
        );
  const texts = `[${[...sent.values()].map(textLiteral).join(', ')}]`;
  if (code === 'incomplete')
    return settleThen(
      [subject],
      [
        `const text = textOf(${quote(subject)});`,
        `const isWhole = ${texts}.includes(text);`,
        `conclude(${call}.state === 'resolved' && !isWhole, \`${subject} resolved with \${text.length} characters, which is not all that the server sent\`);`,
      ],
    );
  if (code === 'not-what-was-sent')
    return settleThen(
      [subject],
      [
        `const text = textOf(${quote(subject)});`,
        `const isPrefix = ${texts}.some((sent) => sent.startsWith(text));`,
        `conclude(!isPrefix, \`${subject} received \${JSON.stringify(text.slice(0, 60))}, with which nothing that the server sent begins\`);`,
      ],
    );
  throw notEjectable(`"${code}" is about single steps of the simulation, which a script does not have.`);
}

function late({ finding, trace }: Recording): string[] {
  const { code, subject } = finding;
  if (code === 'settled-late')
    return [
      `await settle(${listLiteral([subject])}, ${EJECT_PENDING_MS});`,
      `const { cancelledMs, settledMs } = calls.get(${quote(subject)});`,
      `const lateMs = Math.round(settledMs - cancelledMs);`,
      `conclude(lateMs > ${PROMPT_CANCEL_MS}, \`${subject} settled \${lateMs} ms after it was cancelled\`);`,
    ];
  const exchange = trace.events.findLast(
    (event) => event.kind === 'wire' && event.call.split('.')[0] === subject.split('.')[0],
  );
  const connection = exchange?.kind === 'wire' ? exchange.connection : 0;
  return [
    `await wait(${2 * PROMPT_CANCEL_MS});`,
    `conclude(open.has(${connection}), ${quote(`the connection of ${subject} was kept open after it was cancelled`)});`,
  ];
}

function leak({ code, subject }: Finding, { hasDispose }: Recording): string[] {
  const after = hasDispose ? 'the client had said that it was closed' : 'the last call had settled';
  const wait = [`await settle([...calls.keys()], ${EJECT_PENDING_MS});`, `await wait(${DRAIN_MS});`];
  const when = `${DRAIN_MS / 1000} s after ${after}`;
  if (code === 'socket')
    return [...wait, `conclude(held.size > 0, \`\${held.size} sockets were still open ${when}\`);`];
  if (code === 'listener') {
    const actor = subject.replace(/^.* on the signal of /, '');
    return [
      ...wait,
      `const count = getEventListeners(signalOf(${quote(actor)}), 'abort').length;`,
      `conclude(count > 0, \`\${count} listeners were still on the signal of ${actor} ${when}\`);`,
    ];
  }
  if (code === 'session' || code === 'stream')
    return [
      ...wait,
      `const left = tracked.filter(({ resource, isOpen }) => resource === ${quote(code)} && isOpen());`,
      `conclude(left.length > 0, \`still open ${when}: \${left.map(({ what }) => what).join(', ')}\`);`,
    ];
  throw notEjectable(`a "${code}" that is left over shows in closecall's own table only.`);
}

/** Classes of errors that any mistake in a script may throw: the code of an error that has none. */
const COMMON_CLASSES: ReadonlySet<string> = new Set([
  'Error',
  'TypeError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
]);

/** What tells the error: its code, or all that it says. */
function uncaughtOf({ code, message }: Finding): string {
  const said = message.indexOf(`${code}: `);
  return COMMON_CLASSES.has(code) && said >= 0 ? message.slice(said) : code;
}
