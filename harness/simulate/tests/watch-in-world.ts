// A process in the world that holds watched runs against unwatched ones: `file`, `variant` and `action` → hashes of the natural run's
// trace, what was observed, and whether an action any later than the last turn of a step is the same as in that turn.
import '../install.ts';
import { pathToFileURL } from 'node:url';
import { naturalCase, type Injection } from '../../model/case.ts';
import type { ObservedStep } from '../../model/observation.ts';
import { hashTrace, listLines } from '../../model/trace.ts';
import { runCase } from '../run-case.ts';
import { RunWatch } from '../run-watch.ts';
import type { Scenario } from '../scenario.ts';

/** What it answers. `late` are the steps at which an action behind the last turn came to something else. */
export type WatchedRuns = { hashes: string[]; steps: ObservedStep[]; late: string[]; compared: number };

/** Turns behind the last one that are tried. */
const LATER = 3;

async function watch(file: string, variant: string, action: string): Promise<WatchedRuns> {
  const scenario = ((await import(pathToFileURL(file).href)) as { default: Scenario }).default;
  const natural = naturalCase(scenario.name, variant);
  const run = async (actions: Injection[], watching?: RunWatch): Promise<Parameters<typeof hashTrace>[0]> =>
    (await runCase(scenario, { ...natural, actions }, 'lean', undefined, watching)).trace;
  for (let nth = 0; nth < 3; nth++) await run([]);
  const counting = new RunWatch(true);
  const hashes = [await run([]), await run([], new RunWatch(false)), await run([], counting), await run([])];
  const late: string[] = [];
  let compared = 0;
  for (const { event, turns } of counting.steps) {
    const linesAt = async (turn: number): Promise<string> =>
      listLines(await run([{ do: action, at: event, turns: turn }]))
        .join('\n')
        .replaceAll(/,"turns":\d+/g, '');
    const last = Math.max(1, turns);
    const expected = await linesAt(last);
    for (let turn = last + 1; turn <= last + LATER; turn++) {
      compared++;
      if ((await linesAt(turn)) !== expected) late.push(`${event} +${turn}`);
    }
  }
  return { hashes: hashes.map(hashTrace), steps: counting.steps, late, compared };
}

process.on('message', ([file, variant, action]: [string, string, string]) => {
  void watch(file, variant, action).then((answer) => process.send!(answer, () => process.exit(0)));
});
