// Who calls, with a signal each, and what else happens to the client. Part of an ejected script.
import { calls, deliver, startCall } from './calls.ts';
import { moment, whenQuiet } from './moments.ts';
import { say, see } from './report.ts';

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
    note: (text: string) => {
      say(`${name}: ${text}`);
      see('note', { actor: name, text });
    },
    act: (what: string, cancels: string[], run: () => void) => {
      say(what);
      see('action', { do: what, cancels, prompt: cancels.length > 0 });
      for (const other of cancels) noteCancelled(other);
      run();
    },
    call: <T>(part: string, job: () => Promise<T>) => startCall(`${name}.${part}`, job, name),
  };
  void startCall(name, () => actor(context)).catch(() => {});
}

function noteCancelled(name: string): void {
  const call = calls.get(name);
  if (call?.state !== 'pending') return;
  call.cancelledMs ??= performance.now();
  whenQuiet(() => (call.isCancelled = true));
}

/** Aborts the signal of the actor. */
export function cancel(name: string): void {
  say(`${name} is cancelled`);
  see('action', { do: `cancel ${name}`, cancels: [name], prompt: true });
  noteCancelled(name);
  signalOf(name);
  controllers.get(name)!.abort();
  moment(`cancel ${name}`);
}

type Action = {
  cancels?: string[] | ((context: object) => string[]);
  prompt?: boolean;
  applies?: (context: object) => boolean;
  run: (context: object) => unknown;
};

/** Something happens to the client, unless it cannot just then. */
export function act(what: string, action: Action, subject: unknown): void {
  say(what);
  if (action.applies?.({ subject }) ?? true) {
    const { cancels = [], prompt = true } = action;
    const cancelled = typeof cancels === 'function' ? cancels({ subject }) : cancels;
    see('action', { do: what, cancels: cancelled, prompt });
    if (prompt) for (const name of cancelled) noteCancelled(name);
    action.run({ subject });
  }
  moment(what);
}
