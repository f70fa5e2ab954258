// The faults of one connection that its server brings about: it says nothing, resets at once, or stops reading for a while.
// What strikes before there is a connection is the network's.
import type { Fault } from '../model/fault.ts';
import type { Gateway } from './gateway.ts';
import type { GatewayConnection } from './transport.ts';

/** What is wrong with one connection, apart from its exchanges. */
export class ConnectionFaults {
  readonly #gateway: Gateway;
  readonly #connection: GatewayConnection;
  #pressures: (Fault & { kind: 'backpressure' })[] = [];
  #readBytes = 0;
  readonly #accept: (Fault & { kind: 'accept' }) | undefined;

  constructor(gateway: Gateway, connection: GatewayConnection) {
    this.#gateway = gateway;
    this.#connection = connection;
    for (const fault of gateway.faultsOfConnection(connection.id))
      if (fault.kind === 'accept') this.#accept ??= fault;
      else if (fault.kind === 'backpressure') this.#pressures.push(fault);
    if (this.#pressures.length > 0) this.countRead(0);
  }

  /** Requests are read and never answered. */
  get silence(): Fault | undefined {
    return this.#accept?.form === 'silence' ? this.#accept : undefined;
  }

  /** Resets the connection right behind the accept, and says so to `onReset`; an event of its own, as the kernel's is. */
  strikeAccept(onReset: () => void): void {
    const fault = this.#accept;
    if (fault?.form !== 'reset') return;
    const { host } = this.#gateway;
    host.schedule(`k${this.#connection.id}`, 0, 'reset at accept', () => {
      host.recordFault(fault, fault.on);
      onReset();
      this.#connection.reset();
    });
  }

  /** `bytes` more were read: a server that has had enough stops reading. */
  countRead(bytes: number): void {
    this.#readBytes += bytes;
    const { host } = this.#gateway;
    for (const fault of this.#pressures.filter((pressure) => pressure.bytes <= this.#readBytes)) {
      this.#pressures = this.#pressures.filter((other) => other !== fault);
      host.recordFault(fault, fault.on);
      this.#connection.pause();
      const resume = (): void => this.#connection.resume();
      host.schedule(`k${this.#connection.id}`, fault.ms, 'the server reads on', resume);
    }
  }
}
