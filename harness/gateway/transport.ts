// The seam between the gateway and what carries its bytes: simulated links or real sockets. The gateway never knows
// which; everything it is told and everything it does is synchronous, so it adds no turn of its own to a run.

/** What a stretch of written bytes completes, so that the world can say when it reached the client. */
export type SegmentTag = { exchange: number; call: string; texts: string[]; complete: boolean };

/** The server's end of one connection. */
export interface GatewayConnection {
  /** Number of the connection, from 0, in the order clients connected. */
  readonly id: number;
  /** Writes bytes; false when the window is full and `onDrain` will follow. */
  write(bytes: Uint8Array, tag?: SegmentTag): boolean;
  /** Sends FIN and goes on reading (half-close). */
  end(): void;
  /** Closes both directions: FIN now, a reset for whatever the client still sends. */
  close(): void;
  /** Closes as a process that dies, where that differs from `close`: without the farewell that TLS asks for. */
  hangUp?(): void;
  /** Aborts the connection: RST behind what was already written. */
  reset(): void;
  /** Stops taking bytes off the wire until `resume`, so that the client meets backpressure. */
  pause(): void;
  /** Takes bytes off the wire again. */
  resume(): void;
}

/** What the server's end is told. */
export interface ConnectionHandler {
  onData(bytes: Uint8Array): void;
  onEnd(): void;
  onReset(): void;
  onDrain(): void;
}
