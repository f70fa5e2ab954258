// closecall's own undici → the parts of it that the world uses; undefined under a Node.js that it does not load on, where
// clients bring releases of their own.
import './node-undici.ts';
import { createRequire } from 'node:module';

/** The first Node.js that the release in package.json loads on. */
const FIRST_MAJOR = 22;

const isLoadable = Number(process.versions.node.split('.')[0]) >= FIRST_MAJOR;

/** Node's own undici is loaded before it, whoever imports this first. */
export const ownUndici = isLoadable
  ? (createRequire(import.meta.url)('undici') as typeof import('undici'))
  : undefined;
