// The floor is the same exchange as the other workloads, to the byte: what the real client sends, and what the gateway
// answers to it.
import { once } from 'node:events';
import net from 'node:net';
import { expect, test } from 'vitest';
import { planAnswer } from '../gateway/answer-ops.ts';
import scenario from '../../scenarios/btw/renders/scenario.ts';
import { answerOf } from './exchange.ts';
import { makeFloorWorkload } from './floor-workload.ts';
import { buildSubject, makeCall } from './real-call.ts';

function planBytes(token: string): string {
  const { answer } = scenario.gateway.find(({ name }) => name === 'btw')!;
  const request = { method: 'POST', path: '', headers: {}, body: '' };
  const ops = planAnswer(answer(request, { token, nth: 0 }), []);
  return ops.map((op) => (op.do === 'write' ? op.bytes.toString() : '')).join('');
}

/** What the client sends for the call `reader` to a server that answers as the gateway would. */
async function captureRequest(): Promise<string> {
  let request = '';
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      request += bytes.toString();
      if (request.endsWith('}')) socket.write(planBytes('t0'));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as net.AddressInfo).port}`;
  const origin = `http://${host}`;
  const answer = await makeCall('reader', await buildSubject(origin), origin);
  server.close();
  expect(answer).toBe(answerOf(0));
  return request.replace(host, 'gateway.test:8080');
}

test('the floor sends and answers the same bytes as the client and the gateway', async () => {
  const wire = { request: '', answer: '' };
  const workload = makeFloorWorkload((direction, bytes) => {
    wire[direction] += Buffer.from(bytes).toString();
  });
  expect(await workload.runCases(1)).toEqual([answerOf(0), answerOf(1)]);
  const requests = wire.request.split(/(?=POST )/);
  expect(requests).toHaveLength(2);
  expect(requests[0]).toBe(await captureRequest());
  expect(wire.answer).toBe(planBytes('t0') + planBytes('t1'));
});
