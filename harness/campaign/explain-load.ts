// What a module threw while it was loaded → one line that also says which package could not cope with which Node.js, where
// the stack leads to one that asks for another.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A frame inside an installed package: the path or URL of its folder, and its name. */
const FRAME = /((?:file:\/\/)?\/[^\s()]*\/node_modules\/((?:@[^/\s]+\/)?[^/\s]+))\//;

/** The error, with the package that threw it if that says what Node.js it asks for. */
export function explainLoad(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const what = `${error.name}: ${error.message}`;
  const [, folder, name] = FRAME.exec(error.stack?.replace(error.message, '') ?? '') ?? [];
  if (folder === undefined || name === undefined) return what;
  const asked = readManifest(folder);
  if (asked === undefined) return what;
  return `${what}. That was in ${name} ${asked.version}, which asks for Node ${asked.node}; this is ${process.versions.node}`;
}

function readManifest(folder: string): { version: string; node: string } | undefined {
  try {
    const path = folder.startsWith('file:') ? fileURLToPath(folder) : folder;
    const { version, engines } = JSON.parse(readFileSync(`${path}/package.json`, 'utf8')) as {
      version: string;
      engines?: { node?: string };
    };
    return engines?.node === undefined ? undefined : { version, node: engines.node };
  } catch {
    return undefined;
  }
}
