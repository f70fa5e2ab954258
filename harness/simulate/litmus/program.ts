// What a litmus program is, and the stage it plays on: one small use of sockets, written once, whose observable events
// must come in the same order on simulated and on real sockets.
import type net from 'node:net';
import type tls from 'node:tls';
import type { ConnectionHandler, GatewayConnection } from '../../gateway/transport.ts';
import type { ServerIdentity } from '../tls/server-identity.ts';

/** What was observed, line by line, at either end. The order between the two ends is not compared. */
export type Observation = { client: string[]; server: string[] };

/** How a program makes a client's socket. */
export type ClientOptions = {
  /** As net.Socket's. Default false. */
  allowHalfOpen?: boolean;
  /** False: no 'data' listener, so nothing flows until the program asks. Default true. */
  reads?: boolean;
  /** Connects to a port where nobody listens. Default false. */
  refused?: boolean;
  /** As net.connect's. */
  onread?: net.OnReadOpts;
  /** Put before every line this socket logs. */
  label?: string;
};

/** How a program makes a client's TLS socket: as tls.connect's options, over what `connect` would make. */
export type SecureOptions = Pick<
  tls.ConnectionOptions,
  'rejectUnauthorized' | 'servername' | 'session' | 'socket' | 'maxVersion' | 'ALPNProtocols'
> & {
  /** As net.Socket's. Default false. */
  allowHalfOpen?: boolean;
  /** Which server: the one that speaks TLS, one that does not, or none. Default `secure`. */
  to?: 'secure' | 'plain' | 'nobody';
  /** As ClientOptions'. */
  label?: string;
};

/** The server's side of a program: what it does not handle is handled by closing at the client's FIN. */
export type ServerPart = (connection: GatewayConnection) => Partial<ConnectionHandler>;

/** What a transport gives to a program. Timers and immediates are the global ones, real or virtual. */
export interface Stage {
  /** Notes something that the client observed. */
  log(line: string): void;
  /** Notes something that the server observed. */
  logServer(line: string): void;
  /** Says what the server does with connections from now on. */
  serve(part: ServerPart): void;
  /** Which certificate the server that speaks TLS shows from now on; `trusted` at first. */
  identify(identity: ServerIdentity): void;
  /** Connects a socket whose events are logged. */
  connect(options?: ClientOptions): net.Socket;
  /** Connects a TLS socket whose events are logged, to the server that speaks TLS. It trusts the test CA. */
  connectSecurely(options?: SecureOptions): tls.TLSSocket;
  /** Connects a socket to the server that speaks TLS, without a word of it; nothing is logged. */
  connectBelow(): net.Socket;
  /** Runs `job` in a turn of its own once everything under way has been seen by whoever looks. */
  whenQuiet(job: () => void): void;
}

/** One program. */
export interface Program {
  /** A sentence about the client: the name of its test. */
  readonly name: string;
  /** What a wrong order would hide or invent. */
  readonly why: string;
  readonly play: (stage: Stage) => void;
  /** True when a socket must stay open for good; otherwise all must close in the end. */
  readonly leavesOpen?: true;
}

/** Real milliseconds that loopback gets to settle before a program goes on. Turns of the loop follow, so none is missed. */
const QUIET_MS = 4;
const QUIET_TURNS = 3;

/** A timer, then whole turns of the event loop: the timer alone may fire before a poll that is already due. */
export function runWhenQuiet(job: () => void): void {
  let turns = QUIET_TURNS;
  const turn = (): void => {
    if (turns-- > 0) setImmediate(turn);
    else job();
  };
  setTimeout(turn, QUIET_MS);
}

/** Writes `bytes` bytes (or a text) and logs what the call returns and when its callback comes. */
export function writeLogged(stage: Stage, socket: net.Socket, name: string, data: string | Uint8Array): void {
  const isTaken = socket.write(data, (error) => {
    stage.log(
      error === null || error === undefined ? `written ${name}` : `not written ${name}: ${codeOf(error)}`,
    );
  });
  stage.log(`write ${name} returns ${isTaken}`);
}

/** An error's code, or its name where it has none. */
function codeOf(error: unknown): string {
  const { code, name } = error as NodeJS.ErrnoException;
  return code ?? name;
}
