// Litmus programs about what versions of Node do differently on real sockets: a trace can be the same under all of them
// only where a client does none of this.
import type { Program } from './program.ts';

/** What a client's log has another line for under another version of Node. */
export type VersionDifference = {
  /** What was changed, and where. */
  reason: string;
  /** The line up to a version of Node, and from that version on; none where only the wording of a message differs. */
  lines?: { since: { major: number; minor: number }; before: string; after: string };
};

const ITERATION = 'a chunk reaches an async iteration some microtask turns after the socket became readable';
const TWO_CHUNKS = 'a read without a size, with two chunks there';

export const programsOfVersions: readonly Program[] = [
  {
    name: ITERATION,
    why: 'An action that is injected some turns into an event comes before the chunk or behind it.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.alloc(300));
          connection.end();
        },
      }));
      const socket = stage.connect({ reads: false });
      let turns = 0;
      let isCounting = true;
      const count = (): void => {
        turns++;
        if (isCounting) queueMicrotask(count);
      };
      socket.once('readable', () => queueMicrotask(count));
      const iterate = async (): Promise<void> => {
        for await (const chunk of socket) {
          if (isCounting) stage.log(`iterated ${(chunk as Buffer).length}, ${turns} turns after readable`);
          isCounting = false;
        }
      };
      void iterate();
      socket.write('request');
    },
  },
  {
    name: TWO_CHUNKS,
    why: 'What a late reader is given in one piece under one version comes in two under another.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.alloc(300));
          stage.whenQuiet(() => {
            connection.write(Buffer.alloc(400));
            stage.whenQuiet(() => {
              const first = socket.read() as Buffer;
              stage.log(`read ${first.length} of ${first.length + socket.readableLength}`);
              socket.removeAllListeners('readable');
              socket.resume();
              connection.end();
            });
          });
        },
      }));
      const socket = stage.connect({ reads: false });
      // Whoever listens and does not read makes the stream read on into its own memory.
      socket.on('readable', () => undefined);
      socket.write('request');
    },
  },
];

/** Programs, by name, whose clients observe something else on real sockets under another version of Node. */
export const versionDifferences: Readonly<Record<string, VersionDifference>> = {
  [ITERATION]: {
    reason: 'A Readable is no longer iterated by an async generator (nodejs/node #64447).',
    lines: {
      since: { major: 26, minor: 8 },
      before: 'iterated 300, 3 turns after readable',
      after: 'iterated 300, 2 turns after readable',
    },
  },
  [TWO_CHUNKS]: {
    reason: 'read() returns one buffer at a time (nodejs/node #60441).',
    lines: { since: { major: 26, minor: 0 }, before: 'read 700 of 700', after: 'read 300 of 700' },
  },
  'a certificate that nobody vouches for is an error before the socket is secure': {
    reason: 'Since Node 24 the message ends with a hint at --use-system-ca.',
  },
  'an answer that is no TLS is an error of OpenSSL': {
    reason: 'The message ends with a line number of the OpenSSL that is built in.',
  },
};
