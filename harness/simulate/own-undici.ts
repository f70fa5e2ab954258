// closecall's own undici → the parts of it that the world uses; undefined under a Node.js that it does not load on, where
// clients bring releases of their own.
import './node-undici.ts';
import { createRequire } from 'node:module';
import type undici from 'undici';

const require = createRequire(import.meta.url);

/** True where this Node.js is as new as the package asks for; an older one would fail in the middle of loading it. */
function isLoadable(): boolean {
  const { engines } = require('undici/package.json') as { engines: { node: string } };
  const [, major, minor] = /^>=(\d+)\.(\d+)/.exec(engines.node)!.map(Number) as [number, number, number];
  const [ownMajor = 0, ownMinor = 0] = process.versions.node.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}

/** Node's own undici is loaded before it, whoever imports this first. */
export const ownUndici = isLoadable() ? (require('undici') as typeof undici) : undefined;
