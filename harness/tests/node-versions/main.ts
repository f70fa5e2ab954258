// Binaries of Node.js → a table that says where their traces differ, as they are and where their streams are read as Node 24
// reads them. `node main.ts BINARY...` compares, and with --write it also keeps the digests of this process's own Node.js as
// those that the test expects.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { COMPARED, digest, hashCases, READ_AS_24 } from './hash-scenarios.ts';

const isWriting = process.argv.includes('--write');
const binaries = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const nameOf = (binary: string): string => execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim();
const places = binaries.flatMap((execPath) => [
  { name: nameOf(execPath), execPath },
  { name: `${nameOf(execPath)}, read as 24`, execPath, env: READ_AS_24 },
]);
const expected: Record<string, string> = {};
process.stdout.write(
  `${['scenario/variant', nameOf(process.execPath), ...places.map(({ name }) => name)].join('\t')}\n`,
);
for (const pair of COMPARED) {
  const own = await hashCases(pair);
  expected[pair.join('/')] = digest(own);
  const cells: string[] = [];
  for (const place of places) {
    const hashes = await hashCases(pair, place);
    const differing = hashes.flatMap((hash, index) => (hash === own[index] ? [] : [`#${index}`]));
    cells.push(
      differing.length === 0 ? 'the same' : `${differing.length} differ: ${differing.slice(0, 5).join(' ')}`,
    );
  }
  process.stdout.write(`${[pair.join('/'), digest(own), ...cells].join('\t')}\n`);
}
if (isWriting)
  writeFileSync(
    new URL('./expected-digests.json', import.meta.url),
    `${JSON.stringify(expected, undefined, 2)}\n`,
  );
