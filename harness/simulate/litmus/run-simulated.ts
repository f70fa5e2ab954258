// Litmus programs → what they observe on simulated sockets. Puts the process into the world for good.
import { activate, clock } from '../install.ts';
import { runOutsideContexts } from '../async-context.ts';
import { Entropy } from '../entropy.ts';
import { realSetImmediate } from '../immediates.ts';
import { Network } from '../network.ts';
import { RealWork } from '../real-work.ts';
import { Scheduler } from '../scheduler.ts';
import { TlsServerEnd } from '../tls/tls-server-end.ts';
import type { Observation, Program } from './program.ts';
import { CommonStage, type Ports } from './stage.ts';

const PORTS: Ports = { open: 4001, secure: 4003, refused: 4002 };
/** Virtual milliseconds a program may take. */
const LIMIT_MS = 60_000;
/** Events a program may take: one that feeds itself is cut off here. */
const EVENT_LIMIT = 20_000;

const drainMicrotasks = (process as unknown as { _tickCallback: () => void })._tickCallback;

/** Runs one program on simulated sockets, in a macrotask of its own. */
export async function runSimulated(program: Program): Promise<Observation> {
  return new Promise((resolve, reject) => {
    realSetImmediate(() => {
      try {
        resolve(perform(program));
      } catch (error) {
        reject(error);
      } finally {
        activate(undefined);
      }
    });
  });
}

/** A program that throws has failed, whatever it was about. */
function onUncaught(_origin: string, error: unknown): never {
  throw error;
}

function perform(program: Program): Observation {
  clock.beginCase();
  const stage = new CommonStage(PORTS);
  const scheduler = new Scheduler(clock, []);
  const network = new Network({
    scheduler,
    planConnect: (_connection, port) => ({
      code: port === PORTS.refused ? 'ECONNREFUSED' : undefined,
      delayMs: 0,
    }),
    failLookup: () => undefined,
    captureOrigin: () => [],
    endCallback: drainMicrotasks,
    accept: (connection) =>
      connection.port === PORTS.secure
        ? new TlsServerEnd(connection, stage.serverContext, (plain) => stage.accept(plain))
        : stage.accept(connection),
    onState: () => undefined,
    onArrived: () => undefined,
  });
  activate({
    scheduler,
    network,
    entropy: new Entropy(1),
    work: new RealWork(scheduler),
    keepAlive: () => undefined,
    onEscape: () => undefined,
    onUncaught,
  });
  setTimeout(() => program.play(stage), 1);
  for (let events = 0; events < EVENT_LIMIT; events++) {
    const chosen = scheduler.next(LIMIT_MS);
    if (chosen === undefined) break;
    runOutsideContexts(chosen.run);
    drainMicrotasks();
  }
  stage.checkEnd(program);
  return stage.seen;
}
