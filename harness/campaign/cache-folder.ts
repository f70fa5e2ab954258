// Environment and platform → the folder that packages under test are kept in, by the conventions of the platform.
import { homedir } from 'node:os';
import { join } from 'node:path';

/** `CLOSECALL_CACHE`, or where this platform keeps what can be fetched again. An empty variable counts as none. */
export function cacheFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home = homedir(),
): string {
  const chosen = env['CLOSECALL_CACHE'];
  if (chosen !== undefined && chosen !== '') return chosen;
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'closecall');
  if (platform === 'win32')
    return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'closecall', 'Cache');
  return join(env['XDG_CACHE_HOME'] || join(home, '.cache'), 'closecall');
}
