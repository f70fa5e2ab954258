// The exchange over real sockets on 127.0.0.1, with the same client and the same gateway: what a stress loop pays per
// case. No world here: this module must never import one, or nothing in the process would be real any more.
import { once } from 'node:events';
import net from 'node:net';
import { Gateway, type GatewayHost } from '../gateway/gateway.ts';
import { LoopbackConnection } from '../simulate/litmus/loopback-connection.ts';
import scenario from '../../scenarios/btw/renders/scenario.ts';
import { CALLS, type Workload } from './exchange.ts';
import { buildSubject, makeCall } from './real-call.ts';

/** Serves the scenario's routes on a free port. A gateway's delay is zero here: it goes on at the next turn. */
export async function makeLoopbackWorkload(): Promise<Workload> {
  const host: GatewayHost = {
    schedule: (_lane, _ms, _what, job) => void setImmediate(job),
    // A stress loop looks at its answers and keeps no ledger.
    record() {},
    dateMs: Date.now,
    block() {},
    recordFault() {},
  };
  let gateway: Gateway;
  let connectionCount = 0;
  const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    const connection = new LoopbackConnection(connectionCount++, socket);
    connection.tell(gateway.accept(connection));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`;

  const runOne = async (): Promise<string[]> => {
    gateway = new Gateway({
      routes: scenario.gateway,
      faults: [],
      actors: Object.keys(scenario.actors),
      host,
    });
    const subject = await buildSubject(origin);
    const answers: string[] = [];
    for (const call of CALLS) answers.push(String(await makeCall(call, subject, origin)));
    return answers;
  };
  return {
    async runCases(count) {
      let answers: string[] = [];
      for (let i = 0; i < count; i++) answers = await runOne();
      return answers;
    },
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
}
