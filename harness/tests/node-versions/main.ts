// Binaries of Node.js → a table that says where their traces differ. `node main.ts BINARY...` compares, and with --write it
// also keeps the digests of this process's own Node.js as those that the test expects.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { COMPARED, digest, hashCases } from './hash-scenarios.ts';

const isWriting = process.argv.includes('--write');
const binaries = [process.execPath, ...process.argv.slice(2).filter((word) => !word.startsWith('--'))];
const versions = binaries.map((binary) => execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim());
const expected: Record<string, string> = {};
process.stdout.write(`${['scenario/variant', ...versions].join('\t')}\n`);
for (const pair of COMPARED) {
  const [own, ...others] = await Promise.all(binaries.map((binary) => hashCases(pair, binary)));
  expected[pair.join('/')] = digest(own!);
  const cells = others.map((hashes) => {
    const differing = hashes.flatMap((hash, index) => (hash === own![index] ? [] : [`#${index}`]));
    return differing.length === 0
      ? 'the same'
      : `${differing.length} differ: ${differing.slice(0, 5).join(' ')}`;
  });
  process.stdout.write(`${[pair.join('/'), digest(own!), ...cells].join('\t')}\n`);
}
if (isWriting)
  writeFileSync(
    new URL('./expected-digests.json', import.meta.url),
    `${JSON.stringify(expected, undefined, 2)}\n`,
  );
