// Programs whose path leads over other threads and files: each is a variant, and notes what came of it, in the order it came.
import { AsyncLocalStorage } from 'node:async_hooks';
import threads from 'node:worker_threads';
import dns from 'node:dns';
import crypto, { generateKeyPair, hkdf, pbkdf2, randomBytes, scrypt, sign } from 'node:crypto';
import fs, { openAsBlob, readFile } from 'node:fs';
import fsPromises from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import zlib, { createGunzip, gunzip, gzip } from 'node:zlib';
import { fetch as undiciFetch, request } from 'undici';
import { gzipped, plain, wait } from '../../gateway/script.ts';
import { defineScenario, type ActorContext } from '../../simulate/scenario.ts';

type Context = ActorContext<{ origin: string; variant: string }>;
type Codec = (bytes: Buffer | string, done: (error: Error | null, result: Buffer) => void) => void;

const { subtle } = crypto.webcrypto;
const HERE = new URL(import.meta.url);
const LONG = Array.from({ length: 3_000 }, (_, index) => `line ${index * 7919}\n`).join('');

const hex = (bytes: ArrayBuffer | Uint8Array): string =>
  Buffer.from(bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes).toString('hex');

async function digest(what: string): Promise<string> {
  return hex(await subtle.digest('SHA-256', Buffer.from(what))).slice(0, 8);
}

async function derive(cost: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt('secret', 'salt', 16, { N: cost }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

function nameOf(error: unknown): string {
  const { name, code } = error as { name: string; code?: string };
  return `${name} ${code}`;
}

/** Compresses and expands by callbacks, and says whether it came back whole. */
async function roundTrip(pack: Codec | undefined, unpack: Codec | undefined): Promise<boolean | undefined> {
  if (pack === undefined || unpack === undefined) return undefined;
  return (await promisify(unpack)(await promisify(pack)(LONG))).toString() === LONG;
}

type PortEvent<T> = { data: T; ports: object[] };

/** Made before any case, as a client does that yields by messages. */
const MODULE_CHANNEL = new threads.MessageChannel();

const PROGRAMS: Record<string, (context: Context) => unknown> = {
  // The slowest comes first.
  'work of every kind': async ({ note }) => {
    await Promise.all([
      promisify(pbkdf2)('secret', 'salt', 5_000, 16, 'sha256').then((key) => note(`pbkdf2 ${hex(key)}`)),
      digest('fast').then((hash) => note(`digest ${hash}`)),
      derive(1_024).then((key) => note(`scrypt ${hex(key)}`)),
      promisify(hkdf)('sha256', 'key', 'salt', 'info', 8).then((key) => note(`hkdf ${hex(key)}`)),
      promisify(generateKeyPair)('ed25519').then((keys) => note(`keys ${keys.publicKey.type}`)),
      promisify(randomBytes)(4).then((bytes) => note(`random ${hex(bytes)}`)),
      promisify(gzip)('short').then((bytes) => note(`gzip ${bytes.length}`)),
      promisify(readFile)(HERE, 'utf8').then((file) => note(`file ${file.slice(0, 11)}`)),
      fsPromises.stat(HERE).then((stat) => note(`stat ${stat.isFile()}`)),
      text(new Blob(['blob']).stream()).then((blob) => note(`blob ${blob}`)),
    ]);
  },
  'a hash and a timer': async ({ note }) => {
    await Promise.all([
      digest('one').then(() => note('hash')),
      digest('other').then(() => note('other hash')),
      new Promise<void>((resolve) => {
        setTimeout(() => resolve(note('timer')), 1);
      }),
    ]);
  },
  'signatures and keys': async ({ note }) => {
    const key = await subtle.importKey('raw', Buffer.from('key'), { name: 'HMAC', hash: 'SHA-256' }, false, [
      'sign',
      'verify',
    ]);
    const mac = await subtle.sign('HMAC', key, Buffer.from('data'));
    note(`hmac ${hex(mac).slice(0, 8)} ${await subtle.verify('HMAC', key, mac, Buffer.from('data'))}`);
    const { privateKey } = await promisify(generateKeyPair)('ed25519');
    const signature = await new Promise<Buffer>((resolve, reject) => {
      sign(null, Buffer.from('data'), privateKey, (error, bytes) =>
        error === null ? resolve(bytes) : reject(error),
      );
    });
    note(`signature of ${signature.length} bytes`);
    await subtle.digest('no such hash', Buffer.from('')).catch((error: unknown) => note(nameOf(error)));
    await derive(3).catch((error: unknown) => note(nameOf(error)));
  },
  'every compression': async ({ note }) => {
    const all = zlib as unknown as Record<string, Codec | undefined>;
    for (const [pack, unpack] of [
      ['gzip', 'gunzip'],
      ['deflate', 'unzip'],
      ['deflateRaw', 'inflateRaw'],
      ['brotliCompress', 'brotliDecompress'],
      ['zstdCompress', 'zstdDecompress'],
    ] as const)
      note(`${pack} ${(await roundTrip(all[pack], all[unpack])) ?? true}`);
    const stream = new Blob([LONG]).stream().pipeThrough(new CompressionStream('deflate'));
    const back = await text(stream.pipeThrough(new DecompressionStream('deflate')));
    note(`streams ${back === LONG}`);
  },
  'broken compression': async ({ note }) => {
    const failed = (what: string) => (error: unknown) => note(`${what} ${nameOf(error)}`);
    await promisify(gunzip)(Buffer.from('no gzip at all')).catch(failed('callback'));
    await text(new Blob(['nor this']).stream().pipeThrough(new DecompressionStream('gzip'))).catch(
      failed('stream'),
    );
    const left = createGunzip();
    left.on('close', () => note('closed'));
    left.on('data', () => note('never comes'));
    left.write(zlib.gzipSync(LONG), () => note('written'));
    left.destroy();
    const reset = zlib.createDeflate();
    reset.write('before', () => {
      reset.reset();
      reset.end('after');
    });
    note(`after reset ${hex(await new Response(reset as never).bytes())}`);
  },
  'async context': async ({ note }) => {
    const storage = new AsyncLocalStorage<string>();
    const within = async (what: string, ask: (done: () => void) => unknown): Promise<void> =>
      new Promise((resolve) => {
        storage.run(what, () => ask(() => resolve(note(`${what} in ${storage.getStore()}`))));
      });
    await within('pbkdf2', (done) => pbkdf2('a', 'b', 1, 8, 'sha1', done));
    await within('gzip', (done) => gzip('a', done));
    await within('stat', (done) => fs.stat(HERE, done));
    await within('randomBytes', (done) => randomBytes(8, done));
    await within('lookup', (done) => dns.lookup('127.0.0.1', done));
    await within('digest', async (done) => {
      await digest('a');
      done();
    });
  },
  'messages of ports': async ({ note }) => {
    const { port1, port2 } = new MessageChannel();
    port2.on('message', (message: unknown) => note(`on ${JSON.stringify(message)}`));
    port2.on('close', () => note('the other closed'));
    port1.on('close', () => note('closed'));
    const bytes = new Uint8Array([1, 2, 3]);
    port1.postMessage({ n: 1 });
    port1.postMessage(bytes, [bytes.buffer]);
    port2.emit('message', 'by hand');
    note(`posted, ${bytes.length} bytes left`);
    process.nextTick(() => note('tick'));
    let left = 2;
    await new Promise<void>((resolve) => port2.on('message', () => --left === 0 && resolve()));
    // A port is given away with a message that waits in it, and answers from there.
    const inner = new threads.MessageChannel();
    inner.port1.postMessage('early');
    Object.assign(inner.port1, {
      onmessage: ({ data, ports }: PortEvent<string>) => note(`back ${data}, ${ports.length} ports`),
    });
    port2.removeAllListeners('message');
    port2.addEventListener('message', (({ data, ports }: PortEvent<{ own?: threads.MessagePort }>) => {
      if (data.own === undefined) return note(`then ${JSON.stringify(data)}`);
      note(`given ${ports.length} port, the same ${(ports[0] as unknown) === data.own}`);
      const { own } = data;
      own.on('message', (message: unknown) => {
        note(`in it ${String(message)}`);
        own.postMessage('answer', []);
        own.close();
      });
    }) as never);
    port1.postMessage({ own: inner.port2 }, [inner.port2] as never);
    await new Promise((resolve) => inner.port1.once('close', resolve));
    port1.postMessage('last');
    port2.postMessage('lost');
    (port1 as { close(done: () => void): void }).close(() => note('closed by call'));
    await new Promise((resolve) => port2.once('close', resolve));
    const sync = new MessageChannel();
    sync.port1.postMessage('at once');
    note(JSON.stringify(threads.receiveMessageOnPort(sync.port2)));
    note(JSON.stringify(structuredClone({ map: new Map([[1, 2]]), date: new Date(0) })));
    MODULE_CHANNEL.port2.once('message', (message) => note(`of the module ${String(message)}`));
    MODULE_CHANNEL.port1.postMessage('hello');
    await new Promise((resolve) => MODULE_CHANNEL.port2.once('message', resolve));
    MODULE_CHANNEL.port2.unref();
  },
  'messages and an immediate': async ({ note }) => {
    const [one, two] = [new MessageChannel(), new MessageChannel()];
    for (const { port2 } of [one, two]) port2.on('message', (message) => note(`message ${String(message)}`));
    one.port1.postMessage('1');
    one.port1.postMessage('2');
    two.port1.postMessage('a');
    setImmediate(() => note('immediate'));
    await new Promise((resolve) => setTimeout(resolve, 5));
    one.port1.close();
    two.port1.close();
  },
  'a port that nobody closes': async ({ note }) => {
    const { port1, port2 } = new MessageChannel();
    Object.assign(port2, { onmessage: ({ data }: PortEvent<string>) => note(data) });
    port1.postMessage('message');
    await new Promise((resolve) => setTimeout(resolve, 5));
  },
  files: async ({ note }) => {
    const handle = await fsPromises.open(HERE);
    let bytes = 0;
    for await (const chunk of handle.createReadStream({ highWaterMark: 4_096 }))
      bytes += (chunk as Buffer).length;
    note(`all of it ${bytes === fs.statSync(HERE).size}`);
    await fsPromises.readFile('no/such/file').catch((error: unknown) => note(nameOf(error)));
    await using again = await fsPromises.open(HERE);
    note((await again.readFile('utf8')).slice(0, 11));
    const blob = await openAsBlob(HERE);
    note((await text(blob.stream())).slice(0, 11));
  },
  'gzip by undici': async ({ subject, signal, note, deliver }) => {
    const response = await undiciFetch(`${subject.origin}/zipped`, { signal });
    for await (const chunk of response.body!) deliver(chunk as Uint8Array);
    note(await digest('undici'));
  },
  "gzip by Node's own fetch": async ({ subject, signal, note, deliver }) => {
    const response = await fetch(`${subject.origin}/zipped`, { signal });
    const body = await response.text();
    deliver(body);
    note(await digest(body));
  },
  'gzip by a pipeline': async ({ subject, signal, note, deliver }) => {
    const { body } = await request(`${subject.origin}/zipped`, { signal });
    for await (const chunk of body.pipe(createGunzip())) deliver(chunk as Buffer);
    note(await digest('pipeline'));
  },
};

export default defineScenario<{ origin: string; variant: string }, Record<string, never>>({
  name: 'real-work',
  description: 'Programs whose path leads over other threads.',
  variants: Object.fromEntries(Object.keys(PROGRAMS).map((name) => [name, { params: {} }])),
  gateway: [
    {
      name: 'zipped',
      path: '/zipped',
      answer: (_request, { token }) => ({
        status: 200,
        headers: { 'content-encoding': 'gzip' },
        body: gzipped([plain(`${token}: `), wait(20), plain(LONG), wait(20), plain('end')]),
      }),
    },
  ],
  subject: ({ origin, variant }) => ({ origin, variant }),
  actors: { program: async (context) => PROGRAMS[context.subject.variant]!(context) },
});
