// Cases → their whole traces, run one after the other in a process of their own.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Case, EventId } from '../../model/case.ts';
import type { Trace } from '../../model/trace.ts';
import type { Detail } from '../run-case.ts';

/** What the process is asked to do. */
export type WorldRequest = { file: string; runs: RunRequest[] };

/** One case, and how it is run: in detail, or with the microtask turns of its events counted. */
type RunRequest = { case: Case; detail: Detail; isMetered?: true };

/** One run: its trace, the hash of that, and whether the process was fit for another case. */
export type WorldRun = { trace: Trace; hash: string; isClean: boolean; turns?: ReadonlyMap<EventId, number> };

/** Runs `cases` of the scenario module `file`, in this order, in one new process, with `options` of Node's command line. */
export async function runInWorld(
  file: string,
  cases: (Case | RunRequest)[],
  ...options: string[]
): Promise<WorldRun[]> {
  const child = fork(fileURLToPath(new URL('./run-in-world.ts', import.meta.url)), [], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: ['--no-deprecation', '--disable-warning=ExperimentalWarning', ...options],
    serialization: 'advanced',
  });
  let stderr = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const runs = cases.map((entry) => ('case' in entry ? entry : { case: entry, detail: 'frames' as const }));
  return new Promise((resolve, reject) => {
    let answer: WorldRun[] | undefined;
    child.on('message', (message) => (answer = message as WorldRun[]));
    child.on('close', (code) =>
      answer === undefined
        ? reject(new Error(`the world ended with code ${code}: ${stderr}`))
        : resolve(answer),
    );
    child.send({ file, runs } satisfies WorldRequest);
  });
}

/** What the actors of a run noted, each with the virtual time it was noted at. */
export function listNotes({ events }: Trace): string[] {
  return events.flatMap((event) => (event.kind === 'note' ? [`${event.ms} ${event.text}`] : []));
}
