// Litmus programs about turns of the event loop: ticks, promises, immediates, timers and close callbacks around socket events.
import type { Program, Stage } from './program.ts';

/** Queues one of each and logs when it runs. */
function queueAll(stage: Stage, name: string): void {
  setImmediate(() => stage.log(`immediate of ${name}`));
  void Promise.resolve().then(() => {
    stage.log(`microtask of ${name}`);
    process.nextTick(() => stage.log(`tick of a microtask of ${name}`));
    return undefined;
  });
  process.nextTick(() => {
    stage.log(`tick of ${name}`);
    void Promise.resolve().then(() => stage.log(`microtask of a tick of ${name}`));
  });
  queueMicrotask(() => stage.log(`second microtask of ${name}`));
}

export const programsOfTurns: readonly Program[] = [
  {
    name: 'ticks, microtasks and immediates run between two data events, in that order',
    why: 'Aborts between the head and the first read live in these gaps.',
    play: (stage) => {
      let left = 2;
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.from('chunk'));
          if (--left === 0) connection.end();
        },
      }));
      const socket = stage.connect();
      socket.on('connect', () => queueAll(stage, 'connect'));
      socket.on('data', () => {
        queueAll(stage, 'data');
        if (left > 0) socket.write('more');
      });
      socket.on('end', () => queueAll(stage, 'end'));
      socket.on('close', () => queueAll(stage, 'close'));
      socket.write('request');
      stage.whenQuiet(() => undefined);
    },
  },
  {
    name: 'ticks and microtasks run between two chunks of one turn, immediates after both',
    why: 'Two reads of one poll are two callbacks of the loop.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.alloc(65_537));
          connection.end();
        },
      }));
      const socket = stage.connect();
      socket.on('data', (chunk: Buffer) => queueAll(stage, `data ${chunk.length}`));
      socket.write('request');
    },
  },
  {
    name: 'an immediate that asks for another does not keep data waiting',
    why: 'Each round of immediates is followed by a poll: a client that spins on them still reads.',
    play: (stage) => {
      stage.serve((connection) => ({ onData: () => void connection.write(Buffer.from('body')) }));
      const socket = stage.connect();
      let rounds = 0;
      let isOver = false;
      const spin = (): void => {
        rounds++;
        if (!isOver) setImmediate(spin);
      };
      socket.once('connect', () => setImmediate(spin));
      socket.once('data', () => {
        isOver = true;
        stage.log(`data came while immediates ran: ${rounds > 0}`);
        socket.end();
      });
      socket.write('request');
    },
  },
  {
    name: 'data that is there is read between an immediate and the one it asks for',
    why: 'The poll lies between two rounds of immediates.',
    play: (stage) => {
      let server: { write(bytes: Uint8Array): boolean; end(): void } | undefined;
      stage.serve((connection) => {
        server = connection;
        return {};
      });
      const socket = stage.connect();
      stage.whenQuiet(() => {
        stage.log('the server writes');
        server?.write(Buffer.from('body'));
        setImmediate(() => {
          stage.log('immediate of the next round');
          setImmediate(() => {
            stage.log('immediate of the second round');
            setImmediate(() => {
              stage.log('immediate of the third round');
              server?.end();
            });
          });
        });
        setImmediate(() => stage.log('second immediate of the next round'));
      });
      socket.on('data', () => setImmediate(() => stage.log('immediate of data')));
    },
  },
  {
    name: 'data that came while a timer ran is read before the immediates of that timer',
    why: 'Timers come before the poll, immediates after it.',
    play: (stage) => {
      let server: { write(bytes: Uint8Array): boolean; end(): void } | undefined;
      stage.serve((connection) => {
        server = connection;
        return {};
      });
      stage.connect();
      stage.whenQuiet(() => {
        setTimeout(() => {
          stage.log('timer');
          server?.write(Buffer.from('body'));
          setImmediate(() => {
            stage.log('immediate');
            server?.end();
          });
        }, 5);
      });
    },
  },
  {
    name: 'a close callback comes after the immediates of its turn and before those it asks for',
    why: 'Retries start in close handlers.',
    play: (stage) => {
      const socket = stage.connect();
      socket.on('connect', () => {
        setImmediate(() => {
          stage.log('immediate of connect');
          setImmediate(() => stage.log('immediate of the next round'));
        });
        process.nextTick(() => stage.log('tick'));
        socket.destroy();
      });
      socket.on('close', () => setImmediate(() => stage.log('immediate of close')));
    },
  },
  {
    name: 'finish comes before the immediates of the turn that called end()',
    why: 'libuv shuts a socket down at the end of the poll, before it runs immediates.',
    play: (stage) => {
      stage.serve((connection) => ({ onData: () => void connection.write(Buffer.from('body')) }));
      const socket = stage.connect();
      socket.on('data', () => {
        setImmediate(() => stage.log('immediate'));
        process.nextTick(() => stage.log('tick'));
        socket.end(() => stage.log('end callback'));
      });
      socket.write('request');
    },
  },
  {
    name: 'two writes of one turn are two chunks to a client that reads',
    why: 'The gateway decides how an answer is cut; a paced loopback sees the same cuts.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.from('head'));
          connection.write(Buffer.from('body'));
          connection.end();
        },
      }));
      stage.connect().write('request');
    },
  },
];
