// Mocks of others, set as they set them, in a process that is in the world: told by what they replace.
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

const MODULE = new URL('./foreign-mocks.ts', import.meta.url).href;

/** What is found after `code` has run in the world. */
function findAfter(code: string): string {
  const script = `
    import http from 'node:http';
    import net from 'node:net';
    import { findForeignMock } from ${JSON.stringify(MODULE)};
    ${code}
    console.log(findForeignMock() ?? 'nothing');`;
  const args = ['--no-deprecation', '--no-warnings', '--input-type=module', '--eval', script];
  return execFileSync(process.execPath, args, { encoding: 'utf8' }).trim();
}

test.each([
  ['nothing', ''],
  ['nothing', 'const before = http.request; http.request = (...args) => before(...args);'],
  ['nothing', 'const before = setTimeout; globalThis.setTimeout = (...args) => before(...args);'],
  ['HTTP is mocked', `globalThis[Symbol.for('fetch-interceptor')] = {};`],
  ['HTTP is mocked', 'http.ClientRequest = class extends http.ClientRequest {};'],
  ['connections are mocked', 'net.Socket.prototype.connect = function () { return this; };'],
  ['timers are faked', 'globalThis.setTimeout = Object.assign(() => 1, { clock: {} });'],
  ['timers are faked', 'globalThis.Date = class extends Date { static isFake = true; };'],
])('%s after %j', (found, code) => {
  expect(findAfter(code)).toContain(found);
});
