// Bytes from a client → requests. Keeps the order of arrival; a request is handed over when its body is whole.
import { HTTPParser } from 'http-parser-js';
import type { GatewayRequest } from './script.ts';

/** The part of a request's head that the parser hands over and that is used. */
type Head = { method: number; url: string; headers: string[] };

/** Reads the requests of one connection with http-parser-js; throws what the parser throws on malformed input. */
export class RequestReader {
  readonly #parser = new HTTPParser(HTTPParser.REQUEST);
  readonly #onRequest: (request: GatewayRequest) => void;
  readonly #onHead: (head: GatewayRequest) => void;
  #head: GatewayRequest = { method: '', path: '', headers: {}, body: '' };
  #body: Buffer[] = [];

  /** `onHead` is told of a request whose body is still to come. */
  constructor(
    onRequest: (request: GatewayRequest) => void,
    onHead: (head: GatewayRequest) => void = () => undefined,
  ) {
    this.#onRequest = onRequest;
    this.#onHead = onHead;
    // Bound, no function literals: V8 puts a literal that is assigned to a property into old space, where it keeps the
    // whole run alive until the next full collection.
    this.#parser[HTTPParser.kOnHeadersComplete] = this.#readHead.bind(this);
    this.#parser[HTTPParser.kOnBody] = this.#readBody.bind(this);
    this.#parser[HTTPParser.kOnMessageComplete] = this.#finish.bind(this);
  }

  /** Takes the next bytes of the connection. */
  read(bytes: Uint8Array): void {
    let rest = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    // The parser stops behind a request that may change the protocol, as CONNECT does. What follows is HTTP in any case.
    while (rest.length > 0) {
      const result = this.#parser.execute(rest);
      if (result instanceof Error) throw result;
      rest = rest.subarray(result);
    }
  }

  #readHead(info: Head): void {
    const headers: Record<string, string> = {};
    for (let i = 0; i + 1 < info.headers.length; i += 2)
      headers[info.headers[i]!.toLowerCase()] = info.headers[i + 1]!;
    const method = HTTPParser.methods[info.method] ?? String(info.method);
    this.#head = { method, path: info.url, headers, body: '' };
    this.#body = [];
    const { 'content-length': length = '0', 'transfer-encoding': coding } = headers;
    if (coding !== undefined || Number(length) > 0) this.#onHead(this.#head);
  }

  #readBody(chunk: Uint8Array, offset: number, length: number): void {
    this.#body.push(Buffer.from(chunk.subarray(offset, offset + length)));
  }

  #finish(): void {
    this.#onRequest({ ...this.#head, body: Buffer.concat(this.#body).toString('utf8') });
  }
}
