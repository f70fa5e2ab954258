// Litmus programs about connecting: refusals, sockets destroyed before or while they connect, idle timeouts.
import { writeLogged, type Program } from './program.ts';

const IDLE_MS = 40;

export const programsOfConnecting: readonly Program[] = [
  {
    name: 'a refused connect is an error with address and port, then a close',
    why: 'Clients tell connect errors from others by syscall, address and port.',
    play: (stage) => {
      stage.connect({ refused: true });
      setImmediate(() => stage.log('immediate'));
      stage.log('connect returns');
    },
  },
  {
    name: 'a write before a refused connect fails with the connect',
    why: 'A request that was queued on a connecting socket must fail exactly once.',
    play: (stage) => {
      const socket = stage.connect({ refused: true });
      writeLogged(stage, socket, 'early', 'request');
      socket.end(() => stage.log('end callback'));
    },
  },
  {
    name: 'a write before the connect is sent once connected',
    why: 'Clients write their first request before the socket has connected.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: (bytes) => {
          stage.logServer(`got ${Buffer.from(bytes).toString()}`);
          connection.write(Buffer.from('answer'));
          connection.end();
        },
      }));
      const socket = stage.connect();
      writeLogged(stage, socket, 'early', 'request');
      stage.log(`connecting ${socket.connecting} pending ${socket.pending}`);
    },
  },
  {
    name: 'a socket destroyed while it connects never connects',
    why: 'A cancelled request must not come to life when the connect succeeds.',
    play: (stage) => {
      const socket = stage.connect();
      writeLogged(stage, socket, 'early', 'request');
      // A tick after the call's own: the system call has been made, its outcome is not known yet.
      process.nextTick(() => {
        process.nextTick(() => {
          stage.log(`connecting ${socket.connecting}`);
          socket.destroy();
          setImmediate(() => stage.log('immediate'));
        });
      });
    },
  },
  {
    name: 'a socket destroyed in the turn of its connect call closes without connecting',
    why: 'A cancelled request must not come to life when the connect succeeds.',
    play: (stage) => {
      const socket = stage.connect();
      writeLogged(stage, socket, 'early', 'request');
      socket.destroy();
      stage.log(`connecting ${socket.connecting} destroyed ${socket.destroyed}`);
    },
  },
  {
    name: 'a socket destroyed inside its connect handler emits no more than close',
    why: 'Handlers registered after it, such as ready, still run or not.',
    play: (stage) => {
      const socket = stage.connect();
      socket.on('connect', () => socket.destroy());
      socket.write('request', (error) => stage.log(`callback ${String(error)}`));
    },
  },
  {
    name: 'a server that ends at once is seen as connect, then end',
    why: 'Load balancers do it; the client must not take it for a refused connect.',
    play: (stage) => {
      stage.serve((connection) => {
        connection.end();
        return {};
      });
      stage.connect();
      setImmediate(() => stage.log('immediate'));
    },
  },
  {
    name: 'a server that resets as it accepts makes the connect fail',
    why: 'The client has not looked yet, and asks for the outcome of the connect first.',
    play: (stage) => {
      stage.serve((connection) => {
        connection.reset();
        return {};
      });
      stage.connect();
    },
  },
  {
    name: 'an idle socket times out once and stays usable',
    why: 'The timeout only tells: a client that does not destroy the socket goes on.',
    play: (stage) => {
      stage.serve((connection) => ({ onData: (bytes) => void connection.write(bytes) }));
      const socket = stage.connect();
      socket.setTimeout(IDLE_MS, () => stage.log('timeout callback'));
      socket.once('timeout', () => {
        socket.write('still here');
        socket.once('data', () => {
          socket.setTimeout(0);
          socket.end();
        });
      });
    },
  },
  {
    name: 'activity puts a timeout off',
    why: 'A slow but steady answer must not time out.',
    play: (stage) => {
      stage.serve((connection) => ({ onData: (bytes) => void connection.write(bytes) }));
      const socket = stage.connect();
      let beats = 4;
      socket.setTimeout(IDLE_MS * 3, () => socket.destroy());
      const beat = (): void => {
        if (beats-- === 0) return;
        socket.write('beat');
        setTimeout(beat, IDLE_MS);
      };
      socket.once('connect', beat);
    },
  },
];
