// Stops with one line on stderr and exit code 2 when this Node.js is too old; does nothing otherwise.
// Everything that starts closecall passes here first, so the syntax stays what Node 14 can parse.

import { existsSync } from 'fs';

const needed = [22, 19];
const found = process.versions.node.split('.').map(Number);

if (found[0] < needed[0] || (found[0] === needed[0] && found[1] < needed[1])) {
  // The lock file is never published: where it lies next to bin/, this is the repository.
  const inRepository = existsSync(new URL('../package-lock.json', import.meta.url));
  const inScript = inRepository && process.env.npm_lifecycle_event !== undefined;
  const problem = 'closecall needs Node >= ' + needed.join('.') + ', this is ' + process.version + '.';
  let remedy = 'Install a newer Node, or pin one for your npm scripts: `npm install --save-dev node@24`.';
  if (inScript) {
    remedy =
      'npm scripts here use the pinned Node 24 (dev dependency `node`), but it is not installed: run `npm ci`' +
      ' (with install scripts enabled; if npm still blocks this one,' +
      ' `npm install-scripts approve node && npm rebuild node`), or install a newer Node.';
  } else if (inRepository) {
    remedy =
      'In this repository run `npm ci` once, then `npm run closecall -- …` (npm scripts use the pinned Node 24),' +
      ' or install a newer Node.';
  }
  console.error(problem + ' ' + remedy);
  process.exit(2);
}
