// This very Node.js → one that says it is an older version and lacks what that lacks: it reads no TypeScript, and resolves
// imports in another thread. What runs on it needs no network.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binaryPackage } from '../node-binary.ts';
import { makeFolder, type FakeNpm } from './fake-npm.ts';

/** A program to be started in place of Node.js `version`. */
function fakeNode(version: string): string {
  const preload = join(makeFolder(), 'older.cjs');
  const versions = `Object.freeze({ ...process.versions, node: ${JSON.stringify(version)} })`;
  writeFileSync(
    preload,
    `const nodeModule = require('node:module');
Object.defineProperty(process, 'version', { value: 'v${version}', enumerable: true });
Object.defineProperty(process, 'versions', { value: ${versions}, enumerable: true });
nodeModule.registerHooks = undefined;
nodeModule.stripTypeScriptTypes = undefined;
nodeModule.findPackageJSON = undefined;
Promise.withResolvers = undefined;
nodeModule.syncBuiltinESMExports();
`,
  );
  return `#!/bin/sh\nexec ${JSON.stringify(process.execPath)} --no-experimental-strip-types --require ${preload} "$@"\n`;
}

/** Puts such a Node.js into the registry of `npm`, as the package of this platform. */
export function publishNode(npm: FakeNpm, version: string, program = fakeNode(version)): void {
  npm.publish(binaryPackage(), version, { 'bin/node': program });
}
