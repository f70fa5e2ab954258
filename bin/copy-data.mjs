// Build: what the compiler leaves behind and the package needs → below the output folder. Run by `npm run build`.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';

const [out] = process.argv.slice(2);
if (out === undefined)
  throw new Error('copy-data needs the output folder of the compiler: copy-data.mjs DIST');
for (const file of ['scenarios/lab/known-bugs.json']) copyFileSync(file, join(out, file));
