// Litmus programs about resets: what is still read before one, who is told, and with which error.
import { writeLogged, type Program } from './program.ts';

export const programsOfResets: readonly Program[] = [
  {
    name: 'a reset in the middle of a body is an error after the data that was read',
    why: 'The commonest way a stream breaks.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.from('half a bo'));
          stage.whenQuiet(() => connection.reset());
        },
      }));
      const socket = stage.connect();
      socket.on('error', () => {
        process.nextTick(() => stage.log('tick after the error'));
        setImmediate(() => stage.log('immediate after the error'));
      });
      socket.write('request');
    },
  },
  {
    name: 'data that was not read before a reset comes first',
    why: 'A reset does not take back what the kernel has: a simulation that drops it invents truncation.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.from('half a bo'));
          connection.reset();
        },
      }));
      const socket = stage.connect();
      socket.on('data', () => setImmediate(() => stage.log('immediate')));
      socket.write('request');
    },
  },
  {
    name: 'a paused socket with room in its buffer sees a reset at once, and its buffered data is lost',
    why: 'pause() does not stop reading, so it does not hide a reset either.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.from('half a bo'));
          stage.whenQuiet(() => {
            stage.log(`buffered ${socket.readableLength}`);
            connection.reset();
            stage.whenQuiet(() => {
              stage.log('resume');
              socket.resume();
            });
          });
        },
      }));
      const socket = stage.connect();
      socket.pause();
      socket.write('request');
    },
  },
  {
    name: 'a paused socket with a full buffer sees a reset only when it reads again, behind all data',
    why: 'Data and reset wait together in the kernel; who resumes gets everything, then the error.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.alloc(65_536));
          stage.whenQuiet(() => {
            connection.write(Buffer.alloc(1000));
            connection.write(Buffer.alloc(2000));
            stage.whenQuiet(() => {
              connection.reset();
              stage.whenQuiet(() => {
                stage.log('resume');
                socket.resume();
              });
            });
          });
        },
      }));
      const socket = stage.connect();
      socket.on('data', () => setImmediate(() => stage.log('immediate')));
      socket.pause();
      socket.write('request');
    },
  },
  {
    name: 'a reset right behind exactly 64 KiB comes in the same turn',
    why: 'The read that follows a full one finds it before any immediate runs.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.alloc(65_536));
          stage.whenQuiet(() => {
            connection.write(Buffer.alloc(65_536));
            stage.whenQuiet(() => {
              connection.reset();
              stage.whenQuiet(() => {
                stage.log('resume');
                socket.resume();
              });
            });
          });
        },
      }));
      const socket = stage.connect();
      socket.on('data', () => setImmediate(() => stage.log('immediate')));
      socket.pause();
      socket.write('request');
    },
  },
  {
    name: 'a half-open client learns of a server that is gone from its second write, not from reading',
    why: 'After the end nothing reads any more, so the reset has nobody to tell.',
    play: (stage) => {
      stage.serve((connection) => ({ onData: () => connection.close() }));
      const socket = stage.connect({ allowHalfOpen: true });
      socket.write('request');
      socket.on('end', () => {
        writeLogged(stage, socket, 'first', 'one');
        stage.whenQuiet(() => {
          stage.log('nothing was said');
          socket.end(() => stage.log('end callback'));
        });
      });
    },
  },
  {
    name: 'a server that closes with a request unread ends the stream before it resets it',
    why: 'The reset follows the FIN so closely that nobody sees it unless he writes.',
    play: (stage) => {
      stage.serve((connection) => {
        connection.pause();
        stage.whenQuiet(() => connection.close());
        return {};
      });
      const socket = stage.connect({ allowHalfOpen: true });
      socket.write('request');
      socket.on('end', () => {
        stage.whenQuiet(() => writeLogged(stage, socket, 'first', 'one'));
      });
    },
  },
  {
    name: 'a reset after the client ended is ECONNRESET, and its data comes first',
    why: 'The request is over; the answer is cut.',
    play: (stage) => {
      stage.serve((connection) => ({
        onEnd: () => {
          connection.write(Buffer.from('half a bo'));
          stage.whenQuiet(() => connection.reset());
        },
      }));
      const socket = stage.connect();
      socket.end('request');
    },
  },
  {
    name: 'resetAndDestroy by the client closes it without an error and resets the server',
    why: 'The abrupt way out; the server must not take it for an end.',
    play: (stage) => {
      stage.serve((connection) => ({ onData: () => void connection.write(Buffer.from('body')) }));
      const socket = stage.connect();
      socket.once('data', () => {
        socket.resetAndDestroy();
        setImmediate(() => stage.log('immediate'));
      });
      socket.write('request');
    },
  },
  {
    name: 'resetAndDestroy while connecting waits for the connect',
    why: 'There is nothing to reset before.',
    play: (stage) => {
      const socket = stage.connect();
      socket.resetAndDestroy();
    },
  },
  {
    name: 'resetAndDestroy in the turn of end() fails and the socket never closes',
    why: 'libuv refuses to reset a socket that is shutting down, and Node gives up: a leak that only real code shows.',
    leavesOpen: true,
    play: (stage) => {
      const socket = stage.connect();
      socket.once('connect', () => {
        socket.end();
        socket.resetAndDestroy();
        stage.log(`destroyed ${socket.destroyed}`);
      });
    },
  },
  {
    name: 'data for a destroyed client resets the server at its next look',
    why: 'How a server learns that nobody listens any more.',
    play: (stage) => {
      let server: { write(bytes: Uint8Array): boolean } | undefined;
      stage.serve((connection) => {
        server = connection;
        return { onEnd: () => undefined };
      });
      const socket = stage.connect();
      socket.once('connect', () => {
        stage.whenQuiet(() => {
          socket.destroy();
          stage.whenQuiet(() => {
            server?.write(Buffer.from('anyone?'));
            stage.whenQuiet(() => {
              stage.logServer('one write later');
              server?.write(Buffer.from('anyone?'));
            });
          });
        });
      });
    },
  },
];
