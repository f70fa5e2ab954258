// Litmus programs about bytes over TLS once it is established: records and reads, turns between them, ends and breaks.
import { writeLogged, type Program } from './program.ts';

const RECORD_BYTES = 16_384;
/** More than both kernels hold. */
const FLOOD_BYTES = 8_000_000;
const IDLE_MS = 40;

export const programsOfSecureStreams: readonly Program[] = [
  {
    name: 'a body of many records is many chunks, and ticks run between them',
    why: 'One read of the socket below brings several records; each is a callback of its own.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.alloc(3 * RECORD_BYTES + 1));
          connection.end();
        },
      }));
      const socket = stage.connectSecurely();
      socket.on('data', () => {
        process.nextTick(() => stage.log('tick'));
        void Promise.resolve().then(() => stage.log('promise'));
      });
      socket.write('request');
    },
  },
  {
    name: 'a client that pauses inside a read still gets the records of that read',
    why: 'They are decrypted already: what a client that stopped reads later, and what it is given now.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.alloc(2 * RECORD_BYTES));
          connection.end();
        },
      }));
      const socket = stage.connectSecurely();
      socket.once('data', () => {
        socket.pause();
        stage.whenQuiet(() => {
          stage.log(`buffered ${socket.readableLength}`);
          socket.resume();
        });
      });
      socket.write('request');
    },
  },
  {
    name: 'a write over TLS is done a turn later, before immediates',
    why: 'Over TCP it is done at once; Node puts the callback off.',
    play: (stage) => {
      stage.serve((connection) => ({ onData: () => connection.end() }));
      const socket = stage.connectSecurely();
      socket.on('secureConnect', () => {
        stage.whenQuiet(() => {
          setImmediate(() => stage.log('immediate'));
          process.nextTick(() => stage.log('tick'));
          writeLogged(stage, socket, 'request', 'request');
        });
      });
    },
  },
  {
    name: 'writes before the handshake are sent with its end',
    why: 'Clients write their first request before the socket is secure.',
    play: (stage) => {
      let total = 0;
      stage.serve((connection) => ({
        onData: (bytes) => {
          total += bytes.length;
          if (total === 'onetwo'.length) connection.end();
        },
      }));
      const socket = stage.connectSecurely();
      writeLogged(stage, socket, 'one', 'one');
      writeLogged(stage, socket, 'two', 'two');
    },
  },
  {
    name: 'a large write over TLS waits for a reader, and drains when it reads',
    why: 'Backpressure: what the window does not take waits behind TLS.',
    play: (stage) => {
      stage.serve((connection) => {
        let total = 0;
        return {
          onData: (bytes) => {
            total += bytes.length;
            if (total === FLOOD_BYTES) connection.end();
          },
        };
      });
      const socket = stage.connectSecurely();
      socket.on('secureConnect', () => writeLogged(stage, socket, 'flood', Buffer.alloc(FLOOD_BYTES)));
    },
  },
  {
    name: 'a FIN without close_notify ends the stream as one with it',
    why: 'A process that dies says no farewell; Node does not tell a client so.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.from('half an ans'));
          stage.whenQuiet(() => connection.hangUp?.());
        },
      }));
      const socket = stage.connectSecurely();
      socket.write('request');
    },
  },
  {
    name: 'a close_notify some time after the body ends the stream',
    why: 'A kept-alive connection that the server gives up.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.from('body'));
          stage.whenQuiet(() => connection.close());
        },
      }));
      stage.connectSecurely().write('request');
    },
  },
  {
    name: 'a half-open TLS client goes on writing after the end',
    why: 'close_notify closes one direction, as a FIN does.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: (bytes) => {
          stage.logServer(`got ${Buffer.from(bytes).toString()}`);
          if (bytes.length === 'request'.length) connection.end();
        },
      }));
      const socket = stage.connectSecurely({ allowHalfOpen: true });
      socket.on('end', () => {
        stage.whenQuiet(() => socket.end('more', () => stage.log('end callback')));
      });
      socket.write('request');
    },
  },
  {
    name: 'a TLS client that ends reads what comes after',
    why: 'Some protocols end their side first.',
    play: (stage) => {
      stage.serve((connection) => ({
        onEnd: () => {
          connection.write(Buffer.from('late answer'));
          connection.end();
        },
      }));
      const socket = stage.connectSecurely({ allowHalfOpen: true });
      socket.on('secureConnect', () => socket.end('request'));
    },
  },
  {
    name: 'a reset over TLS is an error of reading',
    why: 'Clients tell it from the end of an answer.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.from('half an ans'));
          stage.whenQuiet(() => connection.reset());
        },
      }));
      stage.connectSecurely().write('request');
    },
  },
  {
    name: 'a TLS socket destroyed while its write waits fails the write',
    why: 'A cancelled upload.',
    play: (stage) => {
      stage.serve((connection) => ({ onData: () => connection.pause() }));
      const socket = stage.connectSecurely();
      socket.on('secureConnect', () => {
        writeLogged(stage, socket, 'flood', Buffer.alloc(FLOOD_BYTES));
        stage.whenQuiet(() => socket.destroy());
      });
    },
  },
  {
    name: 'an idle TLS socket times out, and stays usable',
    why: 'The timeout only tells.',
    play: (stage) => {
      stage.serve((connection) => ({ onData: (bytes) => void connection.write(bytes) }));
      const socket = stage.connectSecurely();
      socket.setTimeout(IDLE_MS);
      socket.once('timeout', () => {
        socket.setTimeout(0);
        socket.end('still here');
      });
    },
  },
];
