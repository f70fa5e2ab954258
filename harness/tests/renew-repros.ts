// `node harness/tests/renew-repros.ts`: the committed repros whose sources or versions have changed, and which run as they did all the
// same → the same files, of today's sources. What runs otherwise is named and left as it is: exit code 1.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { listChanges } from '../campaign/replay.ts';
import { toJson } from '../report/to-json.ts';
import { writeFile } from '../report/write-file.ts';
import { listCommittedRepros, runCommitted, stateOf } from './committed-repros.ts';
import { ROOT } from './explore-for-test.ts';
import { setup } from './temp-folder.ts';

const clear = setup();
try {
  for (const own of listCommittedRepros().values()) {
    const runs = await runCommitted(own);
    for (const [index, committed] of own.entries()) {
      const { file, repro } = committed;
      const state = stateOf(committed);
      if (listChanges(repro, state).length === 0) continue;
      const name = relative(ROOT, file);
      if (runs[index]!.traceHash === repro.traceHash) {
        // In the order that the file has.
        const saved = JSON.parse(readFileSync(file, 'utf8')) as object;
        writeFile(file, toJson({ ...saved, ...state }));
        process.stdout.write(`renewed: ${name}\n`);
      } else {
        process.stdout.write(`runs otherwise, left: ${name}\n`);
        process.exitCode = 1;
      }
    }
  }
} finally {
  clear();
}
