// Who calls, with a signal each, and what else happens to the client. Part of an ejected script.
import { calls, deliver, startCall } from './calls.ts';
import { moment } from './moments.ts';
import { say } from './report.ts';

/** What a function that calls is given. */
type Given = { subject: unknown; origin: string };

const controllers = new Map<string, AbortController>();

/** Signals of those who have been given one. */
export function signalOf(name: string): AbortSignal {
  const controller = controllers.get(name) ?? new AbortController();
  controllers.set(name, controller);
  return controller.signal;
}

/** Lets `actor` make its call. */
export function start(name: string, actor: (context: object) => unknown, { subject, origin }: Given): void {
  const context = {
    subject,
    actor: name,
    url: `${origin}/${name}`,
    origin,
    signal: signalOf(name),
    deliver: (data: unknown) => deliver(name, data),
    note: (text: string) => say(`${name}: ${text}`),
    act: (what: string, _cancels: string[], run: () => void) => {
      say(what);
      run();
    },
    call: <T>(part: string, job: () => Promise<T>) => startCall(`${name}.${part}`, job),
  };
  void startCall(name, () => actor(context)).catch(() => {});
}

function noteCancelled(name: string): void {
  const call = calls.get(name);
  if (call !== undefined) call.cancelledMs ??= performance.now();
}

/** Aborts the signal of the actor. */
export function cancel(name: string): void {
  say(`${name} is cancelled`);
  noteCancelled(name);
  signalOf(name);
  controllers.get(name)!.abort();
  moment(`cancel ${name}`);
}

/** Something happens to the client, unless it cannot just then. */
export function act(
  what: string,
  action: { cancels?: string[]; applies?: (context: object) => boolean; run: (context: object) => unknown },
  subject: unknown,
): void {
  say(what);
  if (action.applies?.({ subject }) ?? true) {
    for (const name of action.cancels ?? []) noteCancelled(name);
    action.run({ subject });
  }
  moment(what);
}
