// Litmus programs about the handshake of TLS: what certificates, names and sessions make of it, and how it breaks.
import { Duplex } from 'node:stream';
import type { ServerPart, Program } from './program.ts';

const IDLE_MS = 40;

/** Answers what it is asked, and ends. */
const answer: ServerPart = (connection) => ({
  onData: (bytes) => {
    connection.write(bytes);
    connection.end();
  },
});

export const programsOfHandshakes: readonly Program[] = [
  {
    name: 'a TLS socket is connected, then ready, then secure',
    why: 'Clients wait for one of the three, and set their sockets up in another.',
    play: (stage) => {
      stage.serve(answer);
      const socket = stage.connectSecurely({ ALPNProtocols: ['h2', 'http/1.1'] });
      socket.on('secureConnect', () => {
        const { authorized, alpnProtocol, encrypted } = socket;
        stage.log(`authorized ${authorized}, ${String(alpnProtocol)}, encrypted ${encrypted}`);
        stage.log(`${String(socket.getPeerCertificate().subject.CN)} by ${String(socket.getProtocol())}`);
        setImmediate(() => stage.log('immediate'));
        process.nextTick(() => stage.log('tick'));
        void Promise.resolve().then(() => stage.log('promise'));
        socket.write('request');
      });
    },
  },
  {
    name: 'a certificate of another name is an error before the socket is secure',
    why: 'What a client sends must not reach who is not the one it called.',
    play: (stage) => {
      stage.identify('wrong-name');
      const socket = stage.connectSecurely();
      socket.write('request', (error) => stage.log(`callback ${String(error?.name)}`));
    },
  },
  {
    name: 'a certificate that nobody vouches for is an error before the socket is secure',
    why: 'What a client sends must not reach who is not the one it called.',
    play: (stage) => {
      stage.identify('untrusted');
      stage.connectSecurely();
    },
  },
  {
    name: 'a client that does not insist goes on, and knows that it is not authorized',
    why: 'Development setups switch the check off.',
    play: (stage) => {
      stage.identify('untrusted');
      stage.serve(answer);
      const socket = stage.connectSecurely({ rejectUnauthorized: false });
      socket.on('secureConnect', () => {
        stage.log(`authorized ${socket.authorized} ${String(socket.authorizationError)}`);
        socket.write('request');
      });
    },
  },
  {
    name: 'TLS 1.2 takes a turn more to be secure',
    why: 'Its handshake ends with the server, that of 1.3 with the client.',
    play: (stage) => {
      stage.serve(answer);
      const socket = stage.connectSecurely({ maxVersion: 'TLSv1.2' });
      socket.on('secureConnect', () => {
        stage.log(String(socket.getProtocol()));
        socket.write('request');
      });
    },
  },
  {
    name: 'a session is resumed by the next connection that offers it',
    why: 'Agents keep sessions: a resumed one checks no certificate.',
    play: (stage) => {
      stage.serve(answer);
      const first = stage.connectSecurely({ label: 'first' });
      let session: Buffer | undefined;
      first.on('session', (given: Buffer) => {
        stage.log('first: session');
        session = given;
      });
      first.on('secureConnect', () => first.write('request'));
      first.on('close', () => {
        const second = stage.connectSecurely({ label: 'second', ...(session && { session }) });
        second.on('secureConnect', () => {
          stage.log(`resumed ${second.isSessionReused()}, authorized ${second.authorized}`);
          second.write('request');
        });
      });
    },
  },
  {
    name: 'a connected socket is made secure later',
    why: 'A proxy opens a tunnel with CONNECT, a mail server says STARTTLS: the socket below is there already.',
    play: (stage) => {
      stage.serve(answer);
      const below = stage.connectBelow();
      below.on('connect', () => {
        stage.log('connected below');
        const socket = stage.connectSecurely({ socket: below });
        socket.on('secureConnect', () => socket.write('request'));
      });
      below.on('close', () => stage.log('closed below'));
    },
  },
  {
    name: 'a stream that is no socket is made secure',
    why: 'Tunnels inside of tunnels: Node wraps any Duplex.',
    play: (stage) => {
      stage.serve(answer);
      const below = stage.connectBelow();
      const tunnel = new Duplex({
        read: () => void below.resume(),
        write: (bytes: Uint8Array, _encoding, done) => void below.write(bytes, done),
        final: (done) => void below.end(done),
        destroy: (error, done) => {
          below.destroy();
          done(error);
        },
      });
      below.on('data', (bytes) => tunnel.push(bytes));
      below.on('end', () => tunnel.push(null));
      const socket = stage.connectSecurely({ socket: tunnel });
      socket.on('secureConnect', () => socket.write('request'));
      socket.on('end', () => socket.destroy());
    },
  },
  {
    name: 'a reset in answer to the hello is an error of reading',
    why: 'A load balancer that does not like what it sees.',
    play: (stage) => {
      stage.serve((connection) => ({ onData: () => connection.reset() }));
      const socket = stage.connectSecurely({ to: 'plain' });
      socket.write('request', (error) => stage.log(`callback ${String(error?.name)}`));
    },
  },
  {
    name: 'a FIN in answer to the hello says that TLS was not established',
    why: 'Clients tell this error from a hang-up by its words alone.',
    play: (stage) => {
      stage.serve((connection) => ({ onData: () => connection.end() }));
      stage.connectSecurely({ to: 'plain' });
    },
  },
  {
    name: 'an answer that is no TLS is an error of OpenSSL',
    why: 'https:// to a port that speaks http.',
    play: (stage) => {
      stage.serve((connection) => ({
        onData: () => void connection.write(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')),
      }));
      stage.connectSecurely({ to: 'plain' });
    },
  },
  {
    name: 'a hello that nobody answers times out when the client says so',
    why: 'There is no timeout of its own: a client without one waits for ever.',
    play: (stage) => {
      const socket = stage.connectSecurely({ to: 'plain' });
      socket.setTimeout(IDLE_MS, () => socket.destroy());
    },
  },
  {
    name: 'a TLS socket destroyed in its connect handler shakes no hands',
    why: 'A cancelled call must not finish its handshake.',
    play: (stage) => {
      const socket = stage.connectSecurely();
      socket.on('connect', () => socket.destroy());
    },
  },
  {
    name: 'a TLS socket destroyed as it becomes secure tells nobody else',
    why: 'A call that was cancelled while the handshake came in.',
    play: (stage) => {
      stage.serve(answer);
      const socket = stage.connectSecurely();
      socket.write('request', (error) => stage.log(`callback ${String(error?.name)}`));
      socket.prependListener('secureConnect', () => socket.destroy());
    },
  },
  {
    name: 'a TLS connect that is refused is an error, then a close',
    why: 'The error is the one of TCP.',
    play: (stage) => {
      stage.connectSecurely({ to: 'nobody' });
    },
  },
];
