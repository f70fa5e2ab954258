// Litmus programs about several connections, or several requests on one: which connects, answers and closes first.
import { writeLogged, type Program, type ServerPart } from './program.ts';

/** Answers every byte it gets with an `a` of its own, so that answers can be counted. */
const answerEach: ServerPart = (connection) => ({
  onData: (bytes) => {
    for (const byte of bytes) connection.write(Buffer.from(`a${String.fromCharCode(byte)}`));
  },
});

export const programsOfSeveral: readonly Program[] = [
  {
    name: 'pipelined requests are answered in their order',
    why: 'The second is on the wire before the first is answered.',
    play: (stage) => {
      stage.serve(answerEach);
      const socket = stage.connect({ reads: false });
      let text = '';
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.length < 'a1a2a3'.length) return;
        stage.log(text);
        socket.end();
      });
      writeLogged(stage, socket, 'first', '1');
      writeLogged(stage, socket, 'second', '2');
      socket.once('connect', () => writeLogged(stage, socket, 'third', '3'));
    },
  },
  {
    name: 'sockets connect in the order in which they were asked to',
    why: 'A pool hands its first connection to its first request.',
    play: (stage) => {
      const first = stage.connect({ label: 'first' });
      const second = stage.connect({ label: 'second' });
      second.once('connect', () => {
        first.end();
        setImmediate(() => second.end());
      });
    },
  },
  {
    name: 'a socket that connects in the end handler of another does so after that has closed',
    why: 'Reconnecting at the end of a stream: the disconnect comes before the connect.',
    play: (stage) => {
      let count = 0;
      stage.serve((connection) => {
        if (count++ > 0) connection.close();
        return { onData: () => connection.end() };
      });
      const first = stage.connect({ label: 'first' });
      first.once('end', () => stage.connect({ label: 'second' }));
      first.write('request');
    },
  },
  {
    name: 'a socket that connects as another is destroyed does so after its close',
    why: 'A call cancelled and made again: cleaning up for the old one must not hit the new one.',
    play: (stage) => {
      let count = 0;
      stage.serve((connection) => {
        if (count++ > 0) connection.close();
        return {};
      });
      const first = stage.connect({ label: 'first' });
      first.once('connect', () => {
        first.destroy();
        stage.connect({ label: 'second' });
      });
    },
  },
  {
    name: 'a socket that connects in the close handler of another is a later one',
    why: 'A retry after a connection was lost.',
    play: (stage) => {
      let count = 0;
      stage.serve((connection) => {
        if (count++ === 0) return { onData: () => connection.reset() };
        connection.close();
        return {};
      });
      const first = stage.connect({ label: 'first' });
      first.once('close', () => {
        stage.connect({ label: 'second' });
        process.nextTick(() => stage.log('tick'));
        setImmediate(() => stage.log('immediate'));
      });
      first.write('request');
    },
  },
  {
    name: 'a reset before any body is an error of reading',
    why: 'A server that is killed while it thinks.',
    play: (stage) => {
      stage.serve((connection) => ({ onData: () => connection.reset() }));
      writeLogged(stage, stage.connect(), 'request', 'request');
    },
  },
  {
    name: 'a reset of an idle connection is told though nobody asked',
    why: 'A kept-alive connection: the error comes without any call that it belongs to.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: (bytes) => {
          connection.write(bytes);
          stage.whenQuiet(() => connection.reset());
        },
      }));
      stage.connect().write('request');
    },
  },
  {
    name: 'a request that is written as the reset of an idle connection arrives is not sent',
    why: 'Keep-alive reuse against a reset: the client cannot know whether the server has seen it.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: (bytes) => {
          connection.write(bytes);
          stage.whenQuiet(() => connection.reset());
        },
      }));
      const socket = stage.connect();
      socket.prependOnceListener('error', () => writeLogged(stage, socket, 'again', 'again'));
      socket.write('request');
    },
  },
];
