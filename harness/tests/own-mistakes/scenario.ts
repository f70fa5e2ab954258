// closecall with a part of it missing, and clients that fail by themselves where no frame of theirs is on the stack.
import dns from 'node:dns';
import { once, EventEmitter } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { Readable } from 'node:stream';
import { defineScenario } from '../../simulate/scenario.ts';
import { Link } from '../../simulate/link.ts';
import { SimConnection } from '../../simulate/sim-connection.ts';

/** Breaks closecall for the rest of this process. */
function takeOut(from: { prototype: object }, method: string): void {
  if (!Reflect.has(from.prototype, method)) throw new Error(`there is no ${method} to take out`);
  Reflect.deleteProperty(from.prototype, method);
}

const never = (): Promise<never> => new Promise(() => {});

const NO_FUNCTION = undefined as unknown as () => void;
/** Throws: it is called on nothing. */
const BUILT_IN = Array.prototype.at as unknown as () => void;

type Deed = (url: string) => unknown;

const DEEDS: Record<string, Deed> = {
  // Ours.
  'ours in an event': (url) => {
    takeOut(Link, 'read');
    http.get(url).on('error', () => {});
    return never();
  },
  'ours below Node': (url) => {
    takeOut(SimConnection, 'writeFromClient');
    net.connect(8080, new URL(url).hostname).write('x');
    return never();
  },
  'ours as a failed call': async (url) => {
    takeOut(SimConnection, 'writeFromClient');
    await fetch(url);
  },
  // Theirs.
  'theirs in a timer': () => {
    setTimeout(() => (undefined as unknown as string).length, 5);
    return never();
  },
  'theirs by a timer without a function': () => {
    setTimeout(() => setTimeout(NO_FUNCTION), 5);
    return never();
  },
  'theirs by a built-in as a callback': () => {
    setImmediate(BUILT_IN);
    return never();
  },
  'theirs by a lookup without a callback': () => {
    setTimeout(() => dns.lookup('gateway.test', undefined as never), 5);
    return never();
  },
  'theirs by an abort of Node': () => {
    void once(new EventEmitter(), 'never', { signal: AbortSignal.timeout(5) });
    return never();
  },
  'theirs by a stream of Node': () => {
    new Readable({ read: () => {} }).push(5);
    return never();
  },
  'theirs by a connection that breaks': (url) => {
    http.get(url);
    return never();
  },
};

export default defineScenario<Deed, { deed: Deed }>({
  name: 'own-mistakes',
  description: 'Who is to blame for an error that nobody caught.',
  variants: Object.fromEntries(Object.entries(DEEDS).map(([name, deed]) => [name, { params: { deed } }])),
  gateway: [{ name: 'any', path: '*', answer: () => ({ status: 204 }) }],
  subject: ({ params: { deed } }) => deed,
  actors: { reader: ({ subject, url }) => subject(url) },
  cancelsAtEnd: true,
});
