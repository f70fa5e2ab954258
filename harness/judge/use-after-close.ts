// use-after-close: nothing is used, resumed or called back after it was closed, released or invalidated.
import type { Finding, Place } from '../model/finding.ts';
import type { ErrorRecord, TraceEvent } from '../model/trace.ts';
import { modelError } from './model-error.ts';
import { HARNESS_CALLS, type RunView } from './run-view.ts';

/** Codes with which Node and its HTTP clients say that something closed was used. */
const CLOSED_CODES: ReadonlySet<string> = new Set([
  'UND_ERR_DESTROYED',
  'UND_ERR_CLOSED',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
  'ERR_STREAM_PUSH_AFTER_EOF',
  'ERR_STREAM_PREMATURE_CLOSE_AFTER_DESTROY',
  'ERR_SOCKET_CLOSED',
  'ERR_HTTP_SOCKET_ASSIGNED',
]);

/** What says the same without a code of its own. */
const CLOSED_MESSAGES = /controller is already closed|stream is already closed|has been destroyed/i;

/** Uses after the end, on the model's evidence and on the runtime's own. */
export function judgeUseAfterClose(view: RunView): Finding[] {
  return [...judgeUncaught(view), ...judgeCalls(view), ...judgeDeliveries(view), ...judgeAfterDispose(view)];
}

function judgeUncaught({ trace }: RunView): Finding[] {
  const findings: Finding[] = [];
  for (const event of trace.events) {
    const error = event.kind === 'uncaught' ? modelError(event.error) : undefined;
    if (error !== undefined) findings.push(describeModel(error, event.step, 'process'));
  }
  return findings;
}

function judgeCalls(view: RunView): Finding[] {
  const findings: Finding[] = [];
  for (const call of view.calls) {
    const { settled, cancelled, name } = call;
    if (settled?.error === undefined) continue;
    const ofModel = modelError(settled.error);
    if (ofModel !== undefined) findings.push(describeModel(ofModel, settled.step, name));
    else if (cancelled === undefined && !HARNESS_CALLS.has(name)) {
      const error = closedError(settled.error);
      if (error === undefined) continue;
      const closing = lastClosing(view, settled.index);
      findings.push({
        oracle: 'use-after-close',
        code: error.code === '' ? error.name : error.code,
        evidence: 'native',
        message: `${name}, which nobody cancelled, failed with ${error.name}: ${error.message}`,
        step: settled.step,
        subject: name,
        places: [...closing, { label: 'used', frames: error.frames, happenedIn: settled.step }],
      });
    }
  }
  return findings;
}

function judgeDeliveries({ calls }: RunView): Finding[] {
  const findings: Finding[] = [];
  for (const { name, settled, delivered } of calls) {
    const late = settled && delivered.find((delivery) => delivery.index > settled.index);
    if (late === undefined) continue;
    findings.push({
      oracle: 'use-after-close',
      code: 'delivered-after-settled',
      evidence: 'native',
      message: `${name} was given data after it had settled`,
      step: late.step,
      subject: name,
      places: [],
    });
  }
  return findings;
}

function judgeAfterDispose({ trace, disposed }: RunView): Finding[] {
  if (disposed === undefined) return [];
  const late = trace.events.find(
    (event, index) => index > disposed.index && event.kind === 'connection' && event.state === 'connecting',
  );
  if (late === undefined) return [];
  return [
    {
      oracle: 'use-after-close',
      code: 'connect-after-close',
      evidence: 'native',
      message: 'a new connection was opened after the client had said that it was closed',
      step: late.step,
      subject: 'connection',
      places: [],
    },
  ];
}

function describeModel(error: ErrorRecord, step: number, subject: string): Finding {
  return {
    oracle: 'use-after-close',
    code: error.code,
    evidence: 'model',
    message: error.message,
    step,
    subject,
    places:
      error.places.length > 0 ? error.places : [{ label: 'used', frames: error.frames, happenedIn: step }],
  };
}

/** The error in `error` or its causes that says something closed was used, undefined when there is none. */
export function closedError(error: ErrorRecord): ErrorRecord | undefined {
  for (let current: ErrorRecord | undefined = error; current !== undefined; current = current.cause)
    if (CLOSED_CODES.has(current.code) || CLOSED_MESSAGES.test(current.message)) return current;
  return undefined;
}

/** Where something was closed last before `index`, as far as a detailed run tells. */
function lastClosing({ trace }: RunView, index: number): Place[] {
  const isClosing = (event: TraceEvent, at: number): boolean => at < index && event.kind === 'closing';
  const event = trace.events.findLast(isClosing);
  if (event?.kind !== 'closing') return [];
  return [{ label: `closed by ${event.what}`, frames: event.frames, happenedIn: event.step }];
}
