// A thrown value → plain data. Paths are made relative to the package, so that records mean the same everywhere.
import { fileURLToPath } from 'node:url';
import { cutLongText } from '../model/cut-long-text.ts';
import { ERROR_CODE_CHARS, FRAME_LIMIT, MESSAGE_CHARS } from '../model/limits.ts';
import type { ErrorRecord } from '../model/trace.ts';
import { stepOfStack } from './stack-steps.ts';

/** Folder of the package, or of its build: what paths in records are relative to. */
const ROOT = fileURLToPath(import.meta.url).replace(/harness[\\/]simulate[\\/][^\\/]*$/, '');

/** Folder of the project whose scenario runs: paths in it are the same wherever it lies. */
let projectRoot: string | undefined;

/** Makes paths below `folder` (absolute, with a separator at its end) relative to it in every record from now on. */
export function setProjectRoot(folder: string): void {
  projectRoot = folder;
}

/** That folder; undefined where there is none. */
export function getProjectRoot(): string | undefined {
  return projectRoot;
}

/** Describes any thrown value. `withFrames` reads the stack, which costs more than all the rest. */
export function describeError(thrown: unknown, withFrames: boolean, depth = 0): ErrorRecord {
  if (!(thrown instanceof Error))
    return { name: typeof thrown, code: '', message: toMessage(thrown), frames: [], places: [] };
  const { code, cause } = thrown as { code?: unknown; cause?: unknown };
  return {
    name: cutLongText(toText(thrown.name), ERROR_CODE_CHARS),
    code: typeof code === 'string' ? cutLongText(code, ERROR_CODE_CHARS) : '',
    // Further lines may hold stacks, and with them the paths of this machine.
    message: inOneWord(toMessage(toText(thrown.message).split('\n', 1)[0]!)),
    frames: withFrames ? readFrames(toText(thrown.stack)) : [],
    places: listPlaces(thrown),
    ...(cause !== undefined && depth < 3 ? { cause: describeError(cause, withFrames, depth + 1) } : {}),
  };
}

/** What V8 says when Reflect.apply is given no function: one thing before it has optimised the caller, another thereafter. */
const APPLIED_TO_NONE = /^(?:ReflectApply is not a function|Function\.prototype\.apply was called on .*)$/;

/** The message, in the one form that does not tell how the code that threw it was compiled. */
function inOneWord(message: string): string {
  return APPLIED_TO_NONE.test(message) ? 'ReflectApply is not a function' : message;
}

/** As a record holds it: a client may quote all that it was sent. */
function toMessage(value: unknown): string {
  return cutLongText(toText(value), MESSAGE_CHARS);
}

/** Any value as text: a client may throw what has no text of its own, or give an error a message that is none. */
function toText(value: unknown): string {
  try {
    return String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** Named stacks that an error carries as properties `{label, stack}`: where it was released, where it was touched. */
function listPlaces(error: Error): ErrorRecord['places'] {
  const places: ErrorRecord['places'] = [];
  for (const [what, value] of Object.entries(error))
    if (isPlace(value)) {
      const { label, stack } = value;
      const happenedIn = stepOfStack(stack);
      places.push({
        label: `${what} by ${label}`,
        frames: readFrames(stack),
        ...(happenedIn !== undefined && { happenedIn }),
      });
    }
  return places;
}

function isPlace(value: unknown): value is { label: string; stack: string } {
  if (typeof value !== 'object' || value === null) return false;
  const { label, stack } = value as { label?: unknown; stack?: unknown };
  return typeof label === 'string' && typeof stack === 'string';
}

/** Frames of the world and of Node's own loop: they say nothing about the client. */
const OURS = /(?:^|[\s(])harness\/(?!tests\/)|fake-timers|node:internal\/process\/task_queues/;

/** V8 has a frame without a file behind that of a generator, for the step that it takes: it is of whom the generator is. */
const GENERATOR_STEP = /\.next \(<anonymous>\)$/;

/** Whether a stack speaks of the harness alone: nobody else's code was running. */
export function isOursAlone(stack: string): boolean {
  return OURS.test(stack) && readFrames(stack).every((frame) => /\(?node:/.test(frame));
}

/** Every call site of a stack, topmost first. */
export function* walkStack(stack: string): Generator<string> {
  for (const line of stack.split('\n')) {
    const match = /^\s+at (.*)$/.exec(line);
    if (match !== null) yield normaliseFrame(match[1]!);
  }
}

/** The call sites of a stack as `function (file:line:column)`, our own world left out. */
export function readFrames(stack: string, leftOut = OURS): string[] {
  const frames: string[] = [];
  let isLeftOut = false;
  for (const frame of walkStack(stack)) {
    isLeftOut = leftOut.test(frame) || (isLeftOut && GENERATOR_STEP.test(frame));
    if (isLeftOut) continue;
    // Not before: a project may have a folder of that name.
    frames.push(projectRoot === undefined ? frame : frame.replaceAll(projectRoot, ''));
    if (frames.length >= FRAME_LIMIT) break;
  }
  return frames;
}

/** The frames of whoever called `below`. */
export function captureFrames(below: (...args: never[]) => unknown): string[] {
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, below);
  return readFrames(holder.stack ?? '');
}

/** Text with the package's own folder left out of its paths. */
export function relativePaths(text: string): string {
  return text.replaceAll(ROOT, '');
}

/** What lies between the client and the place that asks, besides the world. */
const NOT_THE_CLIENT = new RegExp(String.raw`${OURS.source}|(?:^|[\s(])node:|<anonymous>\)?$`);

/** Frames that are walked in search of the client's. */
const DEEP = 60;

/** The client's frames that led here; also in a lean run. */
export function captureClientFrames(): string[] {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = DEEP;
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, captureClientFrames);
  Error.stackTraceLimit = limit;
  return readFrames(holder.stack ?? '', NOT_THE_CLIENT);
}

/** A package's files are named by the package, wherever and at whatever version it is installed. */
function normaliseFrame(frame: string): string {
  const clean = frame.replaceAll('file://', '').replaceAll(ROOT, '');
  // In parentheses the path may have spaces: a user's name is part of where a package under test is kept.
  return clean.replace(/^(.* \(|async )?.*[\\/]node_modules[\\/]/, '$1node_modules/');
}
