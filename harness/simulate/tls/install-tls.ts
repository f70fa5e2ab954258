// Every TLS socket of this process → Node's own TLS over a simulated connection. What is replaced is the one place where a
// TLSSocket takes hold of the stream below it, so clients that captured tls.connect or TLSSocket early are met as well.
import { createRequire } from 'node:module';
import type net from 'node:net';
import type tls from 'node:tls';
import { UnsupportedError } from '../install-refusals.ts';
import { SimHandle, attachOwner } from '../sim-handle.ts';
import type { TLSWrap } from '../stream-binding.ts';
import { TlsCarrier, type TlsHost } from './tls-carrier.ts';

type WrapHandle = (this: tls.TLSSocket, wrap: net.Socket | null, handle: unknown, isBusy: boolean) => TLSWrap;
type SecureSocket = { _wrapHandle: WrapHandle; _tlsOptions: { pipe?: boolean; isServer?: boolean } };

/** What TLS needs of a run's network. */
export interface TlsNetwork {
  readonly host: TlsHost;
  /** A handle that has not connected. */
  createHandle(): SimHandle;
}

/** Where Node keeps the wrapper of streams that are no sockets; it takes setImmediate when it loads. */
const WRAPPER = 'NativeModule internal/js_stream_socket';

/** True when that was before this module, and so before the world's setImmediate: TLS would use the real one. */
const isTooLate = (process as unknown as { moduleLoadList: string[] }).moduleLoadList.includes(WRAPPER);

/** Puts the trampoline in place; `current` tells the network of the case that runs. */
export function installTls(current: () => TlsNetwork | undefined): void {
  const { TLSSocket } = createRequire(import.meta.url)('node:tls') as typeof tls;
  const prototype = TLSSocket.prototype as unknown as SecureSocket;
  const wrapHandle = prototype._wrapHandle;
  prototype._wrapHandle = function (wrap, handle, isBusy) {
    const network = current();
    if (network !== undefined && isTooLate)
      throw new UnsupportedError('TLS in a process that loaded node:tls before the world');
    const { pipe, isServer } = (this as unknown as SecureSocket)._tlsOptions;
    const isNew = handle === undefined && pipe !== true && isServer !== true;
    const carried = handle instanceof SimHandle ? handle : isNew ? network?.createHandle() : undefined;
    if (network === undefined || carried === undefined) return wrapHandle.call(this, wrap, handle, isBusy);
    const carrier = new TlsCarrier(carried, network.host);
    if (isNew) attachOwner(this, carried);
    const made = wrapHandle.call(this, wrap, carrier.stream, isBusy);
    (made as unknown as { _parent: unknown })._parent = carried;
    carrier.join(made);
    return made;
  };
}

/** The simulated handle below a TLS socket, undefined when it has none. */
export function carriedHandle(socket: net.Socket): SimHandle | undefined {
  const { _handle: handle } = socket as unknown as { _handle: { _parent?: unknown } | null };
  return handle?._parent instanceof SimHandle ? handle._parent : undefined;
}
