// Litmus programs about async context: in which AsyncLocalStorage's run the callbacks of sockets, timers and immediates are.
import { AsyncLocalStorage } from 'node:async_hooks';
import type net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Program, Stage } from './program.ts';

const storage = new AsyncLocalStorage<string>();

/** A function that logs where it runs. */
function place(stage: Stage, what: string): () => void {
  return () => stage.log(`${what} in ${storage.getStore() ?? 'no context'}`);
}

/** Logs the context of each event of `socket`. */
function logEvents(stage: Stage, socket: net.Socket): void {
  for (const event of ['connect', 'data', 'drain', 'end', 'timeout', 'finish', 'error', 'close'])
    socket.on(event, place(stage, event));
}

export const programsOfContexts: readonly Program[] = [
  {
    name: 'timers, intervals and immediates run in the context that asked for them',
    why: 'What a client logs or traces by context would be told of another request.',
    // One after the other: the order of two real timers is nobody's promise.
    play: (stage) => {
      stage.serve(() => ({}));
      const socket = stage.connect();
      const steps: ((resume: () => void) => void)[] = [
        (resume) => storage.run('timing', () => setTimeout(resume, 1)),
        (resume) => storage.run('asking', () => setImmediate(resume)),
        (resume) => setTimeout(resume, 1),
        (resume) => {
          const timer = storage.run('made', () => setTimeout(resume, 1));
          storage.run('refreshed', () => timer.refresh());
        },
        (resume) => {
          let rounds = 0;
          const interval = storage.run('repeating', () =>
            setInterval(() => {
              place(stage, 'a round')();
              if (++rounds < 2) return;
              clearInterval(interval);
              resume();
            }, 1),
          );
        },
        (resume) => storage.run('promised', () => void sleep(1).then(resume)),
        (resume) => storage.run('aborted', () => AbortSignal.timeout(1).addEventListener('abort', resume)),
        () => socket.end(),
      ];
      const goOn = (): void => {
        place(stage, 'a step')();
        const step = steps.shift()!;
        storage.exit(() => step(goOn));
      };
      socket.on('connect', goOn);
    },
  },
  {
    name: 'events of a socket are in the context that connected it, callbacks in that of the call',
    why: 'A pool connects for one request and writes for another.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => void connection.write(Buffer.from('answer')),
        onEnd: () => connection.end(),
      }));
      const socket = storage.run('connecting', () => stage.connect({ allowHalfOpen: true }));
      logEvents(stage, socket);
      storage.run('writing', () => socket.write('request', place(stage, 'written')));
      socket.once('data', () => {
        place(stage, 'the first data')();
        storage.run('ending', () => socket.end(place(stage, 'finished')));
      });
    },
  },
  {
    name: 'a write that waits is told of in the context that wrote it',
    why: 'Backpressure is where a context lives longest.',
    play: (stage) => {
      let left = 4 * 1024 * 1024;
      stage.serve((connection) => {
        connection.pause();
        stage.whenQuiet(() => connection.resume());
        return {
          onData: (bytes) => {
            left -= bytes.length;
            if (left <= 0) connection.close();
          },
        };
      });
      const socket = storage.run('connecting', () => stage.connect());
      socket.once('connect', () =>
        storage.run('writing', () => socket.write(Buffer.alloc(left), place(stage, 'written'))),
      );
      socket.on('drain', place(stage, 'drain'));
      socket.on('close', place(stage, 'close'));
    },
  },
  {
    name: 'a reset, a refused connect and a timeout are in the context that made the socket',
    why: 'Errors are what contexts are read for.',
    play: (stage) => {
      stage.serve((connection) => ({ onData: () => connection.reset() }));
      const broken = storage.run('reset', () => stage.connect());
      logEvents(stage, broken);
      broken.on('connect', () => broken.write('request'));
      broken.on('close', () => {
        const refused = storage.run('refused', () => stage.connect({ refused: true }));
        logEvents(stage, refused);
        refused.on('close', () => {
          const idle = storage.run('idle', () => stage.connect());
          logEvents(stage, idle);
          storage.run('timing', () => idle.setTimeout(10, place(stage, 'its timeout')));
          idle.on('timeout', () => idle.destroy());
        });
      });
    },
  },
  {
    name: 'what an event enters ends with it, and goes on behind its ticks and promises',
    why: 'enterWith would leak from one request into all that come later.',
    play: (stage) => {
      stage.serve((connection) => ({ onData: () => void connection.write(Buffer.from('x')) }));
      const socket = stage.connect();
      socket.on('connect', () => {
        storage.enterWith('entered');
        socket.write('request');
        process.nextTick(place(stage, 'tick'));
        void Promise.resolve().then(place(stage, 'promise'));
        setTimeout(place(stage, 'timer'), 3);
      });
      socket.on('data', () => {
        place(stage, 'data')();
        socket.end();
      });
      socket.on('close', place(stage, 'close'));
    },
  },
  {
    name: 'events of a TLS socket are in the context that connected it',
    why: 'They come by way of native TLS, which has contexts of its own.',
    play: (stage) => {
      stage.serve((connection) => ({ onData: () => void connection.write(Buffer.from('answer')) }));
      const socket = storage.run('connecting', () => stage.connectSecurely());
      socket.on('secureConnect', place(stage, 'secureConnect'));
      logEvents(stage, socket);
      storage.run('writing', () => socket.write('request', place(stage, 'written')));
      socket.once('data', () => storage.run('ending', () => socket.end()));
    },
  },
];
