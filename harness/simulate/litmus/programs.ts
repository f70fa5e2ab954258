// All litmus programs, in the order in which they run, and those where the simulation is meant to differ.
import type { Observation, Program } from './program.ts';
import { programsOfConnecting } from './programs-of-connecting.ts';
import { programsOfContexts } from './programs-of-contexts.ts';
import { programsOfEnding } from './programs-of-ending.ts';
import { programsOfHandshakes } from './programs-of-handshakes.ts';
import { programsOfReading } from './programs-of-reading.ts';
import { programsOfResets } from './programs-of-resets.ts';
import { programsOfSecureStreams } from './programs-of-secure-streams.ts';
import { programsOfSeveral } from './programs-of-several.ts';
import { programsOfTurns } from './programs-of-turns.ts';
import { programsOfVersions } from './programs-of-versions.ts';
import { programsOfWriting } from './programs-of-writing.ts';

export const programs: readonly Program[] = [
  ...programsOfConnecting,
  ...programsOfWriting,
  ...programsOfReading,
  ...programsOfEnding,
  ...programsOfResets,
  ...programsOfTurns,
  ...programsOfSeveral,
  ...programsOfHandshakes,
  ...programsOfSecureStreams,
  ...programsOfVersions,
  ...programsOfContexts,
];

/** Who observes a difference that is meant, and why it is. The other end must observe the same on both transports. */
export type KnownDifference = { observer: keyof Observation; reason: string };

/** libuv before 1.52 (Node 20, early 22) took a hang-up right behind data for the end of the stream and never told of a reset. */
const HANG_UP_IS_AN_END = /^1\.(?:[0-4]?\d|5[01])\./;

const hangUp: KnownDifference = {
  observer: 'client',
  reason:
    'A libuv before 1.52 (Node 22) hides a reset right behind data (libuv #4997). The world is libuv 1.52 under every Node, so ' +
    'that a case has the same trace under all of them.',
};

const ofEveryNode: Readonly<Record<string, KnownDifference>> = {
  'a socket destroyed while it connects never connects': {
    observer: 'server',
    reason:
      'On loopback the handshake is over before connect() returns, so the server accepts a connection that ends at once. ' +
      'In the world a connect takes time, as on a network, and one that is given up never reaches the server.',
  },
  'two writes of one turn are two chunks to a client that reads': {
    observer: 'client',
    reason:
      'Loopback joins what is written before the reader looks. In the world each write to a reader travels alone, as the ' +
      'paced loopback twin sends it: the gateway and its split and merge faults decide how an answer is cut.',
  },
};

const ofOlderLibuv: Readonly<Record<string, KnownDifference>> = {
  'both ends send data and a FIN at the same time: finish, end, close': hangUp,
  'data that was not read before a reset comes first': hangUp,
  'a paused socket with a full buffer sees a reset only when it reads again, behind all data': hangUp,
};

/** Programs, by name, whose observations differ between the transports under a Node with that libuv. */
export function listKnownDifferences(libuv: string): Readonly<Record<string, KnownDifference>> {
  return HANG_UP_IS_AN_END.test(libuv) ? { ...ofEveryNode, ...ofOlderLibuv } : ofEveryNode;
}
