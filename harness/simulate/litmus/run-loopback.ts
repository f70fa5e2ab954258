// Litmus programs → what they observe on real sockets over 127.0.0.1, one program after the other.
import net from 'node:net';
import { once } from 'node:events';
import { LoopbackConnection, SecureLoopbackConnection } from './loopback-connection.ts';
import { runWhenQuiet, type Observation, type Program } from './program.ts';
import { CommonStage, type Ports } from './stage.ts';

/** Quiet spells a program gets to close its sockets; at some 5 ms each, a limit only for what hangs. */
const SPELLS = 400;
/** Quiet spells after the last socket closed, for what the server still sees. */
const LAST_SPELLS = 2;
/** Quiet spells after which a socket that has not closed never will. */
const OPEN_SPELLS = 10;

/** Runs one program on real sockets. */
export async function runLoopback(program: Program): Promise<Observation> {
  const server = net.createServer({ allowHalfOpen: true });
  const secureServer = net.createServer({ allowHalfOpen: true });
  const ports: Ports = {
    open: await listen(server),
    secure: await listen(secureServer),
    refused: await findRefusedPort(),
  };
  const stage = new CommonStage(ports);
  const accepted = new Set<net.Socket>();
  let count = 0;
  server.on('connection', (socket) => {
    accepted.add(socket);
    const connection = new LoopbackConnection(count++, socket);
    connection.tell(stage.accept(connection));
  });
  secureServer.on('connection', (raw) => {
    accepted.add(raw);
    const connection = new SecureLoopbackConnection(count++, raw, stage.serverContext);
    connection.tell(stage.accept(connection));
  });
  await quiet();
  setTimeout(() => program.play(stage), 1);
  await quiet();
  const limit = program.leavesOpen === true ? OPEN_SPELLS : SPELLS;
  for (let spells = 0; !stage.isOver && spells < limit; spells++) await quiet();
  for (let spells = 0; spells < LAST_SPELLS; spells++) await quiet();
  stage.checkEnd(program);
  const seen = structuredClone(stage.seen);
  for (const socket of accepted) socket.destroy();
  for (const each of [server, secureServer]) {
    each.close();
    await once(each, 'close');
  }
  return seen;
}

async function quiet(): Promise<void> {
  return new Promise((resolve) => {
    runWhenQuiet(resolve);
  });
}

async function listen(server: net.Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as net.AddressInfo).port;
}

/** A port that was free a moment ago. */
async function findRefusedPort(): Promise<number> {
  const server = net.createServer();
  const port = await listen(server);
  server.close();
  await once(server, 'close');
  return port;
}
