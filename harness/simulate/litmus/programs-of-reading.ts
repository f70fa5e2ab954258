// Litmus programs about reading: how bytes are cut into chunks, what a paused socket keeps, which way of reading sees what.
import { type Program } from './program.ts';

const READ_BYTES = 65_536;

/** The server answers with `bytes` bytes in one write, then ends; the client reads as they come. */
function answerWith(bytes: number): Program {
  return {
    name: `an answer of ${bytes} bytes comes in chunks of at most 64 KiB, within one turn while they are full`,
    why: 'libuv reads on as long as reads fill their buffer: no immediate runs in between.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.alloc(bytes));
          connection.end();
        },
      }));
      const socket = stage.connect();
      socket.on('data', (chunk: Buffer) => {
        setImmediate(() => stage.log(`immediate after ${chunk.length}`));
        process.nextTick(() => stage.log(`tick after ${chunk.length}`));
      });
      socket.write('request');
    },
  };
}

export const programsOfReading: readonly Program[] = [
  answerWith(READ_BYTES - 1),
  answerWith(READ_BYTES),
  answerWith(READ_BYTES + 1),
  answerWith(150_000),
  {
    name: 'an answer of 200000 bytes arrives whole in chunks of at most 64 KiB',
    why: 'It is more than fits into a receive window at first, so where it is cut is up to the kernel.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.alloc(200_000));
          connection.end();
        },
      }));
      const sizes: number[] = [];
      const socket = stage.connect({ reads: false });
      socket.on('data', (chunk: Buffer) => sizes.push(chunk.length));
      socket.on('end', () => {
        const total = sizes.reduce((sum, size) => sum + size, 0);
        stage.log(`${total} bytes, first chunk ${sizes[0]}, largest ${Math.max(...sizes)}`);
      });
      socket.write('request');
    },
  },
  {
    name: 'a socket destroyed in a data handler gets no more of what is there',
    why: 'After a cancel nothing may be delivered, not even from the same turn.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.alloc(READ_BYTES + 1));
        },
      }));
      const socket = stage.connect();
      socket.on('data', () => {
        socket.destroy();
        process.nextTick(() => stage.log('tick'));
        setImmediate(() => stage.log('immediate'));
      });
      socket.write('request');
    },
  },
  {
    name: 'a socket paused in a data handler takes one more chunk and keeps it',
    why: 'The poll that is under way goes on until the buffer is full.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.alloc(READ_BYTES + 1));
          connection.end();
        },
      }));
      const socket = stage.connect();
      socket.once('data', () => {
        socket.pause();
        setImmediate(() => stage.log(`buffered ${socket.readableLength}`));
        stage.whenQuiet(() => {
          stage.log(`resume with ${socket.readableLength}`);
          socket.resume();
        });
      });
      socket.write('request');
    },
  },
  {
    name: 'what waits for a paused socket in the kernel is one chunk when it reads again',
    why: 'Event boundaries vanish while a reader is paused; a parser must cope.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.alloc(READ_BYTES));
          stage.whenQuiet(() => {
            for (const size of [1000, 2000, 3000]) connection.write(Buffer.alloc(size));
            stage.whenQuiet(() => {
              stage.log('resume');
              socket.resume();
              connection.end();
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
    name: 'a paused socket reads on into its own buffer, chunk by chunk, and keeps the end for later',
    why: 'pause() stops events, not reading: the buffer has to fill first.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.alloc(1000));
          stage.whenQuiet(() => {
            connection.write(Buffer.alloc(2000));
            stage.whenQuiet(() => {
              connection.end();
              stage.whenQuiet(() => {
                stage.log(`resume with ${socket.readableLength} in the buffer`);
                socket.resume();
              });
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
    name: 'pause in a data handler and resume in an immediate lose and reorder nothing',
    why: 'The usual way to slow a body down.',
    play: (stage) => {
      let left = 3;
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.alloc(500));
          if (--left === 0) connection.end();
        },
      }));
      const socket = stage.connect();
      socket.on('data', () => {
        socket.pause();
        if (left > 0) socket.write('more');
        setImmediate(() => {
          stage.log('resume');
          socket.resume();
          stage.log('resumed');
        });
        process.nextTick(() => stage.log('tick'));
      });
      socket.on('pause', () => stage.log('pause'));
      socket.on('resume', () => stage.log('resume event'));
      socket.write('request');
    },
  },
  {
    name: 'readable, read until null, and the end come in turn',
    why: 'undici reads this way, so every body goes through it.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.alloc(700));
          connection.end();
        },
      }));
      const socket = stage.connect({ reads: false });
      socket.on('readable', () => {
        stage.log('readable');
        for (;;) {
          const chunk = socket.read() as Buffer | null;
          stage.log(`read ${chunk === null ? 'null' : chunk.length}`);
          if (chunk === null) break;
        }
      });
      socket.write('request');
    },
  },
  {
    name: 'readable without reading stops at a full buffer, and the rest comes after a read',
    why: 'undici stops reading when a body is not consumed.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.alloc(READ_BYTES));
          stage.whenQuiet(() => {
            connection.write(Buffer.alloc(100));
            connection.end();
            stage.whenQuiet(() => {
              stage.log(`buffered ${socket.readableLength}`);
              isConsuming = true;
              consume();
            });
          });
        },
      }));
      let isConsuming = false;
      const socket = stage.connect({ reads: false });
      const consume = (): void => {
        for (;;) {
          const chunk = socket.read() as Buffer | null;
          stage.log(`read ${chunk === null ? 'null' : chunk.length}`);
          if (chunk === null) return;
        }
      };
      socket.on('readable', () => {
        stage.log('readable');
        if (isConsuming) consume();
      });
      socket.write('request');
    },
  },
  {
    name: 'async iteration over a socket ends with it',
    why: 'Bodies are often read with for await.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.alloc(300));
          stage.whenQuiet(() => {
            connection.write(Buffer.alloc(400));
            connection.end();
          });
        },
      }));
      const socket = stage.connect({ reads: false });
      socket.write('request');
      const iterate = async (): Promise<void> => {
        for await (const chunk of socket) stage.log(`iterated ${(chunk as Buffer).length}`);
        stage.log('iteration over');
      };
      void iterate();
    },
  },
  {
    name: 'reads into the memory of an onread option are cut to its size and stop when it says so',
    why: 'Node fills it within one poll as long as it comes back full.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => {
          connection.write(Buffer.from('abcdefghij'));
          connection.end();
        },
      }));
      let calls = 0;
      const socket = stage.connect({
        onread: {
          buffer: Buffer.alloc(4),
          callback: (length, buffer) => {
            stage.log(`onread ${Buffer.from(buffer).toString('latin1', 0, length)}`);
            setImmediate(() => stage.log('immediate'));
            if (++calls !== 2) return true;
            stage.whenQuiet(() => {
              stage.log('resume');
              socket.resume();
            });
            return false;
          },
        },
      });
      socket.write('request');
    },
  },
];
