// In the thread in which versions of Node.js without `module.registerHooks` resolve imports: a package under test → its copy.
// Decides as the main thread does, and tells it.
import type { InitializeHook, ResolveHook } from 'node:module';
import { pathToFileURL } from 'node:url';
import { findCopy, isOurs } from './find-copy.ts';
import type { ThreadData, ThreadMessage } from './redirect-in-thread.ts';

let data: ThreadData;

function tell(message: ThreadMessage): void {
  data.port.postMessage(message, []);
}

/** Called by Node.js with what was registered. */
export const initialize: InitializeHook<ThreadData> = (given) => {
  data = given;
};

/** Called by Node.js for every import. */
export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  const { parentURL } = context;
  const copy = findCopy(data.copies, specifier, parentURL);
  if (copy !== undefined) {
    tell({ used: copy.name });
    return nextResolve(specifier, { ...context, parentURL: pathToFileURL(copy.manifest).href });
  }
  const result = await nextResolve(specifier, context);
  if (specifier === 'undici' && parentURL !== undefined && !isOurs(parentURL)) tell({ undici: result.url });
  return result;
};
