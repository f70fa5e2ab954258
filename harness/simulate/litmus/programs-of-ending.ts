// Litmus programs about the end of a stream: who ends first, with or without a body, half-open or not.
import { writeLogged, type Program } from './program.ts';

export const programsOfEnding: readonly Program[] = [
  {
    name: 'a FIN before any body ends the stream',
    why: 'A server that hangs up on a request.',
    play: (stage) => {
      stage.serve((connection) => ({ onData: () => connection.end() }));
      const socket = stage.connect();
      writeLogged(stage, socket, 'request', 'request');
    },
  },
  {
    name: 'a FIN right behind the body comes a turn after it',
    why: 'Immediates run between the last data and the end: what a client does there is seen only if they do.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.from('body'));
          connection.end();
        },
      }));
      const socket = stage.connect();
      socket.on('data', () => setImmediate(() => stage.log('immediate after data')));
      socket.on('end', () => setImmediate(() => stage.log('immediate after end')));
      socket.write('request');
    },
  },
  {
    name: 'a FIN some time after the body ends the stream',
    why: 'A kept-alive connection that the server gives up.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.from('body'));
          stage.whenQuiet(() => {
            stage.log('the server ends');
            connection.end();
          });
        },
      }));
      stage.connect().write('request');
    },
  },
  {
    name: 'a FIN right behind exactly 64 KiB comes in the same turn',
    why: 'The read that follows a full one finds the end before any immediate runs.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.alloc(65_536));
          connection.end();
        },
      }));
      const socket = stage.connect();
      socket.on('data', () => setImmediate(() => stage.log('immediate after data')));
      socket.write('request');
    },
  },
  {
    name: 'a half-open client goes on writing after the server ended',
    why: 'allowHalfOpen: the end of the answer is not the end of the request.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: (bytes) => {
          stage.logServer(`got ${Buffer.from(bytes).toString()}`);
          connection.end();
        },
      }));
      const socket = stage.connect({ allowHalfOpen: true });
      writeLogged(stage, socket, 'first', 'first');
      socket.on('end', () => {
        writeLogged(stage, socket, 'second', 'second');
        stage.whenQuiet(() => {
          writeLogged(stage, socket, 'third', 'third');
          socket.end(() => stage.log('end callback'));
        });
      });
    },
  },
  {
    name: 'a client that ended first still gets the answer',
    why: 'The request is over, the answer is not.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: (bytes) => stage.logServer(`got ${Buffer.from(bytes).toString()}`),
        onEnd: () => {
          connection.write(Buffer.from('answer'));
          stage.whenQuiet(() => {
            connection.write(Buffer.from('more'));
            connection.close();
          });
        },
      }));
      const socket = stage.connect({ allowHalfOpen: true });
      socket.end('request', () => stage.log('end callback'));
    },
  },
  {
    name: 'both ends send data and a FIN at the same time: finish, end, close',
    why: 'The close waits for both directions.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: (bytes) => {
          if (Buffer.from(bytes).toString() !== 'request') return;
          connection.write(Buffer.from('answer'));
          connection.end();
          // The answer is in the client's kernel; the client has not looked yet.
          socket.end('last words', () => stage.log('end callback'));
        },
      }));
      const socket = stage.connect({ allowHalfOpen: true });
      socket.on('data', () => setImmediate(() => stage.log('immediate after data')));
      socket.write('request');
    },
  },
  {
    name: 'end() without a FIN of the server leaves the socket open until there is one',
    why: 'A socket is not closed because its owner has finished.',
    play: (stage) => {
      stage.serve((connection) => ({
        onEnd: () => {
          stage.whenQuiet(() => {
            stage.log('the server ends');
            connection.close();
          });
        },
      }));
      const socket = stage.connect();
      socket.once('connect', () => {
        socket.end(() => stage.log('end callback'));
        setImmediate(() => stage.log('immediate'));
        process.nextTick(() => stage.log('tick'));
      });
    },
  },
  {
    name: 'a request written while the FIN of an idle connection is under way is lost without an error',
    why: 'The race of every keep-alive pool: the write succeeds, then the stream ends.',
    play: (stage) => {
      let server: { close(): void } | undefined;
      stage.serve((connection) => {
        server = connection;
        return {
          onData: (bytes) => {
            stage.logServer(`got ${Buffer.from(bytes).toString()}`);
            connection.write(Buffer.from('answer'));
          },
        };
      });
      const socket = stage.connect();
      socket.write('first');
      socket.once('data', () => {
        stage.whenQuiet(() => {
          server?.close();
          // The client has not looked at its socket since: as far as it knows, the connection is alive.
          setImmediate(() => stage.log('immediate'));
          queueMicrotask(() => writeLogged(stage, socket, 'second', 'second'));
        });
      });
    },
  },
  {
    name: 'a socket destroyed with data unread resets the connection',
    why: 'The server tells a cancelled reader from one that had enough by this.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.alloc(65_536));
          stage.whenQuiet(() => {
            connection.write(Buffer.alloc(65_536));
            stage.whenQuiet(() => socket.destroy());
          });
        },
      }));
      const socket = stage.connect({ reads: false });
      socket.pause();
      socket.write('request');
    },
  },
  {
    name: 'a socket destroyed with all data read sends a FIN',
    why: 'The same to the client, another thing to the server.',
    play: (stage) => {
      stage.serve((connection) => ({ onData: () => void connection.write(Buffer.from('body')) }));
      const socket = stage.connect();
      socket.once('data', () => {
        socket.destroy();
        process.nextTick(() => stage.log('tick'));
        setImmediate(() => stage.log('immediate'));
      });
      socket.write('request');
    },
  },
  {
    name: 'sockets destroyed in one turn close in reverse order',
    why: 'libuv keeps closing handles on a stack; a pool that is destroyed sees it.',
    play: (stage) => {
      const sockets = ['a', 'b', 'c'].map((label) => stage.connect({ label }));
      stage.whenQuiet(() => {
        for (const socket of sockets) socket.destroy();
        setImmediate(() => stage.log('immediate'));
        setImmediate(() => setImmediate(() => stage.log('immediate of an immediate')));
      });
    },
  },
];
