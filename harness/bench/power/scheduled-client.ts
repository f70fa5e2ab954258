// Where a client lies → its modules: the client of the project, or a copy of it with a planted defect.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as btwClient from '../../../src/btw-client.ts';
import type * as credentials from '../../../src/credentials.ts';
import type * as eventStreamClient from '../../../src/event-stream-client.ts';
import type * as eventStreamStrategy from '../../../src/event-stream-strategy.ts';
import type * as gatewayHttpClient from '../../../src/gateway-http-client.ts';
import type * as refreshOverGateway from '../../../src/refresh-over-gateway.ts';
import type * as sessionStrategy from '../../../src/session-strategy.ts';
import type * as session from '../../../src/session.ts';

/** What the scheduled app is built of. */
export type ScheduledClient = typeof btwClient &
  typeof credentials &
  typeof eventStreamClient &
  typeof eventStreamStrategy &
  typeof gatewayHttpClient &
  typeof refreshOverGateway &
  typeof sessionStrategy &
  typeof session;

const MODULES = [
  'btw-client',
  'credentials',
  'event-stream-client',
  'event-stream-strategy',
  'gateway-http-client',
  'refresh-over-gateway',
  'session-strategy',
  'session',
];

/** Loads the client whose `src` lies in `root`. */
export async function loadClient(root: string): Promise<ScheduledClient> {
  const load = (name: string): Promise<object> => import(pathToFileURL(join(root, 'src', `${name}.ts`)).href);
  return Object.assign({}, ...(await Promise.all(MODULES.map(load)))) as ScheduledClient;
}

/** The folder of the project, or of the copy, that the file of a scenario lies in. */
export function rootOf(scenarioFile: string): string {
  return scenarioFile.slice(0, scenarioFile.lastIndexOf('scenarios') - 1);
}
