// The stress loop's server, asked over real sockets: what it remembers of a run, and which connections it says are left.
import http from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { jsonAnswer, toRoutes } from '../../gateway/ready-answers.ts';
import { StressGateway, type StressSight } from './stress-gateway.ts';

const agents: http.Agent[] = [];
afterEach(() => {
  for (const agent of agents.splice(0)) agent.destroy();
});

/** Asks once, on a connection that is kept. Gives the agent that keeps it, and the port of its side. */
async function ask(url: string): Promise<{ agent: http.Agent; port: number; status: number }> {
  const agent = new http.Agent({ keepAlive: true });
  agents.push(agent);
  return new Promise((resolve, reject) => {
    const request = http.get(url, { agent }, (response) => {
      const port = response.socket.localPort!;
      response.resume().once('end', () => resolve({ agent, port, status: response.statusCode! }));
    });
    request.once('error', reject);
  });
}

async function openGateway(sight: StressSight = {}): Promise<StressGateway> {
  const gateway = new StressGateway(() => 0, sight);
  await gateway.listen();
  return gateway;
}

const ROUTES = toRoutes({ '/models': jsonAnswer({ a: 1 }), '/none': jsonAnswer({}, 404) });

it('remembers what a run was asked, and what the application was to have of it', async () => {
  const run = (await openGateway()).open([
    { ...ROUTES[0]!, call: () => 'reader', refreshes: true },
    ROUTES[1]!,
  ]);
  await ask(`${run.origin}/models`);
  await ask(`${run.origin}/none`);
  expect(run.exchanges).toEqual([
    { call: 'reader', status: 200, text: '{"a":1}', isRefresh: true },
    { call: '', status: 404, text: '{}', isRefresh: false },
  ]);
});

it('counts the connections that a client keeps, and not those that it closes', async () => {
  const gateway = await openGateway();
  const [kept, closed] = [gateway.open(ROUTES), gateway.open(ROUTES)];
  await ask(`${kept.origin}/models`);
  const { agent } = await ask(`${closed.origin}/models`);
  agent.destroy();
  expect(await kept.untilClosed(0)).toBe(1);
  expect(await closed.untilClosed(600_000)).toBe(0);
});

it('an idle connection of the process may stay, one that waits for an answer may not', async () => {
  const common = new Set<number>();
  const gateway = await openGateway({ isCommon: (port) => common.has(port!) });
  const run = gateway.open([
    ...ROUTES,
    { name: 'open', path: '/open', answer: () => ({ status: 200, body: [{ untilRequest: 'x' }] }) },
  ]);
  const { agent, port } = await ask(`${run.origin}/models`);
  common.add(port);
  expect(await run.untilClosed(0)).toBe(0);
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    http.get(`${run.origin}/open`, { agent }, resolve).once('error', reject);
  });
  response.on('error', () => {});
  expect(response.socket.localPort).toBe(port);
  expect(await run.untilClosed(0)).toBe(1);
});

it('tells of a request that comes after the end of its run', async () => {
  const late: number[] = [];
  const gateway = await openGateway({ onLateRequest: (sinceEndMs) => void late.push(sinceEndMs) });
  const run = gateway.open(ROUTES);
  await ask(`${run.origin}/models`);
  run.close();
  expect(late).toEqual([]);
  expect(await ask(`${run.origin}/models`)).toMatchObject({ status: 404 });
  expect(late).toEqual([expect.toSatisfy((ms: number) => ms >= 0)]);
});
