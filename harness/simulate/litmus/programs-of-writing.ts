// Litmus programs about writing: what a write returns, when its callback comes, what a full window and a lost peer do.
import { writeLogged, type Program } from './program.ts';

/** More than any kernel here buffers for a reader that does not read. */
const FLOOD_BYTES = 24 * 1024 * 1024;
const IDLE_MS = 40;

export const programsOfWriting: readonly Program[] = [
  {
    name: 'write callbacks come before the data of the answer',
    why: 'Clients free a request body in the callback and parse the answer afterwards.',
    play: (stage) => {
      stage.serve((connection) => ({ onData: (bytes) => void connection.write(bytes) }));
      const socket = stage.connect();
      socket.once('connect', () => {
        writeLogged(stage, socket, 'first', 'one');
        process.nextTick(() => stage.log('tick'));
        void Promise.resolve().then(() => stage.log('microtask'));
        setImmediate(() => stage.log('immediate'));
      });
      socket.once('data', () => {
        writeLogged(stage, socket, 'second', 'two');
        socket.once('data', () => socket.end(() => stage.log('end callback')));
      });
    },
  },
  {
    name: 'corked writes go out together and call back in order',
    why: 'A request head and its body travel as one.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: (bytes) => {
          stage.logServer(`got ${Buffer.from(bytes).toString()}`);
          connection.end();
        },
      }));
      const socket = stage.connect();
      socket.once('connect', () => {
        socket.cork();
        writeLogged(stage, socket, 'text', 'text ');
        writeLogged(stage, socket, 'bytes', Buffer.from('bytes '));
        socket.write('6c6174696e', 'hex', () => stage.log('written hex'));
        socket.uncork();
        stage.log(`written ${socket.bytesWritten}`);
      });
    },
  },
  {
    name: 'a server that does not read makes write return false, and drain follows when it reads',
    why: 'Backpressure on an upload: without it a client never waits, and what happens while it waits is never seen.',
    play: (stage) => {
      let total = 0;
      stage.serve((connection) => {
        connection.pause();
        stage.whenQuiet(() => {
          stage.log('the server reads');
          connection.resume();
        });
        return {
          onData: (bytes) => {
            total += bytes.length;
            if (total === FLOOD_BYTES) connection.end();
          },
          onEnd: () => {
            stage.logServer(`${total} bytes`);
            connection.close();
          },
        };
      });
      const socket = stage.connect();
      socket.once('connect', () => {
        writeLogged(stage, socket, 'flood', Buffer.alloc(FLOOD_BYTES));
        stage.log(`needs drain ${socket.writableNeedDrain}`);
        setImmediate(() => stage.log('immediate'));
      });
    },
  },
  {
    name: 'a socket destroyed while a write waits calls the write back before it closes',
    why: 'A cancelled upload: its callback must come, once, and no drain.',
    play: (stage) => {
      stage.serve((connection) => {
        connection.pause();
        return {};
      });
      const socket = stage.connect();
      socket.once('connect', () => {
        writeLogged(stage, socket, 'flood', Buffer.alloc(FLOOD_BYTES));
        writeLogged(stage, socket, 'more', 'more');
        stage.whenQuiet(() => {
          stage.log('destroy');
          socket.destroy();
          setImmediate(() => stage.log('immediate'));
        });
      });
    },
  },
  {
    name: 'a reset while a write waits is told by the read, and the write is called back',
    why: 'A server that gives up on an upload.',
    play: (stage) => {
      stage.serve((connection) => {
        connection.pause();
        stage.whenQuiet(() => {
          stage.log('the server resets');
          connection.reset();
        });
        return {};
      });
      const socket = stage.connect();
      socket.once('connect', () => writeLogged(stage, socket, 'flood', Buffer.alloc(FLOOD_BYTES)));
    },
  },
  {
    name: 'after the server closed for good the first write succeeds and the second fails with EPIPE',
    why: 'The kernel learns of it from the answer to the first write; a client may count that one as sent.',
    play: (stage) => {
      stage.serve((connection) => ({ onData: () => connection.close() }));
      const socket = stage.connect({ allowHalfOpen: true });
      socket.write('request');
      socket.once('end', () => {
        stage.whenQuiet(() => {
          writeLogged(stage, socket, 'first', 'one');
          stage.whenQuiet(() => {
            writeLogged(stage, socket, 'second', 'two');
            writeLogged(stage, socket, 'third', 'three');
            process.nextTick(() => stage.log('tick'));
            setImmediate(() => stage.log('immediate'));
          });
        });
      });
    },
  },
  {
    name: 'a write to a socket that does not read fails with ECONNRESET once the server has reset',
    why: 'Nobody reads, so nobody is told before.',
    play: (stage) => {
      stage.serve((connection) => ({ onData: () => connection.reset() }));
      const socket = stage.connect({
        onread: { buffer: Buffer.alloc(16), callback: () => false },
      });
      socket.once('connect', () => {
        socket.pause();
        socket.write('request');
        stage.whenQuiet(() => {
          writeLogged(stage, socket, 'first', 'one');
          writeLogged(stage, socket, 'second', 'two');
        });
      });
    },
  },
  {
    name: 'a timeout while a write waits is put off once, and comes when the write makes no progress',
    why: 'net.Socket asks its handle how much still waits before it tells.',
    play: (stage) => {
      stage.serve((connection) => {
        connection.pause();
        return {};
      });
      const socket = stage.connect();
      socket.once('connect', () => {
        socket.write(Buffer.alloc(FLOOD_BYTES));
        socket.setTimeout(IDLE_MS, () => socket.destroy());
        setTimeout(() => stage.log('between the first and the second'), IDLE_MS * 1.5);
      });
    },
  },
  {
    name: 'a full window is told to the server by false, and drain follows when the client reads',
    why: 'The gateway must wait as a real server does when its client is slow.',
    play: (stage) => {
      let total = 0;
      stage.serve((connection) => ({
        onData: () => {
          stage.logServer(`write returns ${connection.write(Buffer.alloc(FLOOD_BYTES))}`);
          stage.whenQuiet(() => {
            stage.logServer('the client reads');
            socket.resume();
          });
        },
        onDrain: () => {
          stage.logServer(`drain before all was read: ${total < FLOOD_BYTES}`);
          stage.whenQuiet(() => connection.end());
        },
      }));
      const socket = stage.connect({ reads: false });
      socket.on('data', (chunk: Buffer) => {
        total += chunk.length;
      });
      socket.pause();
      socket.on('end', () => stage.log(`${total} bytes`));
      socket.write('request');
    },
  },
];
