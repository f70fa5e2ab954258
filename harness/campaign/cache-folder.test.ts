// Where packages under test are kept, by platform and environment.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cacheFolder } from './cache-folder.ts';

test.each([
  ['linux', {}, join('me', '.cache', 'closecall')],
  ['linux', { XDG_CACHE_HOME: 'xdg' }, join('xdg', 'closecall')],
  ['linux', { XDG_CACHE_HOME: '' }, join('me', '.cache', 'closecall')],
  ['darwin', {}, join('me', 'Library', 'Caches', 'closecall')],
  ['win32', {}, join('me', 'AppData', 'Local', 'closecall', 'Cache')],
  ['win32', { LOCALAPPDATA: 'local' }, join('local', 'closecall', 'Cache')],
  ['linux', { CLOSECALL_CACHE: 'chosen', XDG_CACHE_HOME: 'xdg' }, 'chosen'],
  ['linux', { CLOSECALL_CACHE: '' }, join('me', '.cache', 'closecall')],
] as const)('on %s with %o the cache is %s', (platform, env, folder) => {
  expect(cacheFolder(env, platform, 'me')).toBe(folder);
});
