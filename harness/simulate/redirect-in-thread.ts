// Redirected imports for versions of Node.js without `module.registerHooks`: `require` is met in this thread, `import` in
// the thread that Node.js resolves in then, which tells this one what it saw. The message is there before the module is.
import * as nodeModule from 'node:module';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { MessageChannel, receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import { findCopy, isOurs, type Copy } from './find-copy.ts';

/** Who is told of what was asked for. */
export type RedirectSink = { onUndici: (url: string) => void; onUsed: (name: string) => void };

/** What the thread is given, and what it says. */
export type ThreadData = {
  copies: ReadonlyMap<string, Copy>;
  port: MessagePort;
};
export type ThreadMessage = { undici: string } | { used: string };

type Resolve = (
  request: string,
  parent: { filename?: string | null } | undefined,
  ...rest: unknown[]
) => string;

/** Installs both; the function returned passes on what the thread has said meanwhile. */
export function redirectInThread(
  copies: ReadonlyMap<string, Copy>,
  { onUndici, onUsed }: RedirectSink,
): () => void {
  const loader = nodeModule as unknown as { default: { _resolveFilename: Resolve } };
  const resolve = loader.default._resolveFilename;
  loader.default._resolveFilename = function (request, parent, ...rest) {
    const parentUrl = typeof parent?.filename === 'string' ? pathToFileURL(parent.filename).href : undefined;
    const copy = findCopy(copies, request, parentUrl);
    if (copy === undefined) {
      const found = resolve.call(this, request, parent, ...rest);
      if (request === 'undici' && parentUrl !== undefined && !isOurs(parentUrl))
        onUndici(pathToFileURL(found).href);
      return found;
    }
    onUsed(copy.name);
    return createRequire(copy.manifest).resolve(request);
  };
  const { port1, port2 } = new MessageChannel();
  port1.unref();
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  nodeModule.register(new URL(`./redirect-hooks.${extension}`, import.meta.url).href, {
    data: { copies, port: port2 } satisfies ThreadData,
    transferList: [port2],
  });
  return () => {
    for (let next = receiveMessageOnPort(port1); next !== undefined; next = receiveMessageOnPort(port1)) {
      const message = next.message as ThreadMessage;
      if ('used' in message) onUsed(message.used);
      else onUndici(message.undici);
    }
  };
}
