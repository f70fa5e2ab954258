// A finding → how a plain script sees that promise broken: the lines that look, and when. What cannot be decided by looking
// at one process and its server is refused, with the reason.
import { DRAIN_MS, EJECT_PENDING_MS, PROMPT_CANCEL_MS } from '../model/limits.ts';
import type { Finding } from '../model/finding.ts';
import type { Recording, RunPart } from '../model/recording.ts';
import { CLOSING_GLOBAL } from '../model/trace.ts';
import { checkInvariant } from './check-invariant.ts';
import { scriptMs } from './idle-tail.ts';
import { listLiteral, quote, textLiteral } from './literal.ts';
import { notEjectable } from './not-ejectable.ts';
import { partOf } from './part-of.ts';

/** How a promise is checked. */
export type Check = {
  /** Code of an uncaught error that is the finding. */
  uncaught?: string;
  /** How the client ends its process, when that is the finding. */
  ending?: string;
  /** Name of the invariant that is the finding. */
  invariant?: string;
  /** What of the run it takes: all before that part, or all. */
  before: RunPart | undefined;
  /** How long things take is what it is about. */
  isTimed: boolean;
  /** Statements that run when everything has been done; they conclude. */
  lines: string[];
};

/** What follows from it may take a moment. */
const OVER = `await wait(1000);\nconclude(false, 'it did not happen');`;

/** The check of `recording`'s finding. Throws ERR_NOT_EJECTABLE for what has none. */
export function writeCheck(recording: Recording): Check {
  const check = checkOf(recording);
  if (!OF_REST.has(recording.finding.oracle)) return check;
  const atRest = [
    `const asked = listUnanswered([${listLeft(recording).join(', ')}]);`,
    `if (asked.length > 0) conclude(false, \`the client does something else, and waits for \${asked.join(', ')}\`);`,
  ];
  return { ...check, lines: [...check.lines.slice(0, -1), ...atRest, check.lines.at(-1)!] };
}

/** Promises that only who is at rest can have broken: of a client that waits for what the script has no answer for nothing can be said. */
const OF_REST: ReadonlySet<string> = new Set(['hang', 'leaked-handle', 'prompt-cancel', 'invariant']);

/** Connections on which the gateway itself left a request without an answer. */
function listLeft({ trace }: Recording): number[] {
  const left = new Set<number>();
  for (const event of trace.events) {
    if (event.kind !== 'wire') continue;
    if (event.event.what === 'request') left.add(event.connection);
    else if (event.event.what === 'head') left.delete(event.connection);
  }
  return [...left];
}

function checkOf(recording: Recording): Check {
  const { finding, actors, invariant } = recording;
  const before = partOf(recording);
  const check = { before, isTimed: false };
  switch (finding.oracle) {
    case 'crash':
      return {
        ...check,
        ...(finding.subject === 'exit' ? { ending: finding.code } : { uncaught: uncaughtOf(finding) }),
        lines: settleThen(recording, actors, [OVER]),
      };
    case 'use-after-close':
      return { ...check, ...checkUse(recording) };
    case 'collateral':
      return { ...check, lines: rejection(recording, [finding.subject]) };
    case 'hang':
      return { ...check, lines: hang(recording) };
    case 'corruption':
      return { ...check, lines: corruption(recording) };
    case 'prompt-cancel':
      return { ...check, isTimed: true, lines: late(recording) };
    case 'leaked-handle':
      return { ...check, before: undefined, lines: leak(recording) };
    case 'retry':
      throw notEjectable(
        'which of several requests repeats another is for the oracle "retry" to judge, not for a script.',
      );
    default:
      if (invariant === undefined) throw notEjectable(`nothing is known of the rule "${finding.code}".`);
      return {
        before: invariant.before,
        isTimed: invariant.isTimed,
        invariant: finding.code,
        lines: checkInvariant(recording, invariant, patienceMs(recording, invariant.before)),
      };
  }
}

function checkUse(recording: Recording): Partial<Check> & Pick<Check, 'lines'> {
  const { finding, actors } = recording;
  if (finding.code === 'connect-after-close') {
    const lines = [
      `await settle(['dispose'], ${patienceMs(recording, undefined)});`,
      `await wait(${DRAIN_MS});`,
      `const more = connectTimes.filter((timeMs) => timeMs > calls.get('dispose').settledMs).length;`,
      `conclude(more > 0, \`\${more} connections were opened after the client had said that it was closed\`);`,
    ];
    return { before: undefined, lines };
  }
  if (finding.code === 'delivered-after-settled')
    return { before: 'probe', lines: givenLate(recording, 'settled') };
  if (finding.evidence === 'native') return { lines: rejection(recording, [finding.subject]) };
  return { uncaught: finding.code, lines: rejection(recording, actors) };
}

/** Real ms from which on nothing will settle any more: timers of the client may take as long as they did in virtual time. */
function patienceMs({ trace }: Recording, before: RunPart | undefined): number {
  return EJECT_PENDING_MS + scriptMs(trace, before);
}

function settleThen(recording: Recording, names: readonly string[], lines: readonly string[]): string[] {
  return [`await settle(${listLiteral(names)}, ${patienceMs(recording, partOf(recording))});`, ...lines];
}

function rejection(recording: Recording, names: readonly string[]): string[] {
  const { code } = recording.finding;
  return settleThen(recording, names, [
    `concludeFromRejection(${listLiteral(names)}, ${quote(code)});`,
    OVER,
  ]);
}

function hang(recording: Recording): string[] {
  const { subject } = recording.finding;
  // Closecall waits for that when all is over; a script looks at what keeps it from coming.
  if (subject === CLOSING_GLOBAL) return leakedSockets(recording);
  const seconds = (patienceMs(recording, partOf(recording)) / 1000).toFixed(1);
  const what = `${subject} is still pending after ${seconds} s, and nothing is left to happen`;
  return settleThen(
    recording,
    [subject],
    [`conclude(calls.get(${quote(subject)}).state === 'pending', ${quote(what)});`],
  );
}

function givenLate(recording: Recording, after: 'settled' | 'cancelled'): string[] {
  const { subject } = recording.finding;
  const what = `${subject} was given data after it ${after === 'settled' ? 'had settled' : 'was cancelled'}`;
  return settleThen(
    recording,
    [subject],
    [`conclude(calls.get(${quote(subject)}).givenAfter.has(${quote(after)}), ${quote(what)});`],
  );
}

function corruption(recording: Recording): string[] {
  const { code, subject } = recording.finding;
  if (code === 'delivered-after-cancel') return givenLate(recording, 'cancelled');
  const call = `calls.get(${quote(subject)})`;
  const texts = `[${listSent(recording).map(textLiteral).join(', ')}]`;
  const conclusions: Record<string, string[]> = {
    truncated: [
      `conclude(${call}.state === 'resolved', \`${subject} resolved with \${text.length} characters, though the server broke its answer off\`);`,
    ],
    incomplete: [
      `const isWhole = ${texts}.includes(text);`,
      `conclude(${call}.state === 'resolved' && !isWhole, \`${subject} resolved with \${text.length} characters, which is not all that the server sent\`);`,
    ],
    'not-what-was-sent': [
      `const isPrefix = ${texts}.some((sent) => sent.startsWith(text));`,
      `conclude(!isPrefix, \`${subject} received \${JSON.stringify(text.slice(0, 60))}, with which nothing that the server sent begins\`);`,
    ],
  };
  const lines = conclusions[code];
  if (lines === undefined)
    throw notEjectable(`"${code}" is about single steps of the simulation, which a script does not have.`);
  return settleThen(recording, [subject], [`const text = textOf(${quote(subject)});`, ...lines]);
}

/** What each answer to the call says, as an application reads it, and as it stands on the wire where it may receive that. */
function listSent({ finding, trace }: Recording): string[] {
  const sent = new Map<string, string>();
  const add = (key: string, text: string): unknown => sent.set(key, (sent.get(key) ?? '') + text);
  for (const { kind, ...event } of trace.events) {
    if (kind !== 'wire' || !('exchange' in event) || !('route' in event)) continue;
    const isOwn = event.call === '' || event.call.split('.')[0] === finding.subject.split('.')[0];
    const { event: wire, exchange } = event;
    if (!isOwn || (wire.what !== 'item' && wire.what !== 'item-begun')) continue;
    add(`${exchange}`, wire.what === 'item' ? wire.text : '');
    if (wire.wire !== undefined) add(`${exchange} wire`, wire.what === 'item' ? wire.wire : '');
  }
  return [...new Set(sent.values())];
}

function late(recording: Recording): string[] {
  const { code, subject } = recording.finding;
  if (code === 'settled-late')
    return settleThen(
      recording,
      [subject],
      [
        `const { cancelledMs, settledMs } = calls.get(${quote(subject)});`,
        `const lateMs = Math.round(settledMs - cancelledMs);`,
        `conclude(lateMs > ${PROMPT_CANCEL_MS}, \`${subject} settled \${lateMs} ms after it was cancelled\`);`,
      ],
    );
  const exchange = recording.trace.events.findLast(
    (event) => event.kind === 'wire' && event.call.split('.')[0] === subject.split('.')[0],
  );
  const connection = exchange?.kind === 'wire' ? exchange.connection : 0;
  return [
    `await wait(${2 * PROMPT_CANCEL_MS});`,
    `conclude(open.has(${connection}), ${quote(`the connection of ${subject} was kept open after it was cancelled`)});`,
  ];
}

function leak(recording: Recording): string[] {
  const { code, subject } = recording.finding;
  if (code === 'socket') return leakedSockets(recording);
  const wait = waitForDrain(recording);
  const when = whenDrained(recording);
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

function whenDrained({ hasDispose }: Recording): string {
  return `${DRAIN_MS / 1000} s after ${hasDispose ? 'the client had said that it was closed' : 'the last call had settled'}`;
}

/** `between`: what is done when the calls have settled. */
function waitForDrain(recording: Recording, between: readonly string[] = []): string[] {
  return [
    `await settle([...calls.keys()], ${patienceMs(recording, undefined)});`,
    ...between,
    `await wait(${DRAIN_MS});`,
  ];
}

/** Where undici's releases and Node.js keep the one that all share. */
const GLOBAL_DISPATCHERS = ['undici.globalDispatcher.1', 'undici.globalDispatcher.2'];

function leakedSockets(recording: Recording): string[] {
  return [
    ...waitForDrain(recording, [
      // As closecall does: a connection that waits for the next request is no leak.
      `for (const name of ${listLiteral(GLOBAL_DISPATCHERS)}) void globalThis[Symbol.for(name)]?.close().catch(() => {});`,
    ]),
    `conclude(held.size > 0, \`sockets still open ${whenDrained(recording)}: \${held.size}\`);`,
  ];
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
