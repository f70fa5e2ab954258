// Where to look, and for what → the first case that shows it. Worker processes hunt one after the other; one whose client
// left something behind is replaced.
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { OracleName } from '../../model/finding.ts';
import type { CaseDraw } from '../../model/strategy.ts';

/** What a worker is told: cases [from, to) of a variant, until the first finding that is wanted (undefined: any). */
export type HuntOrder = {
  file: string;
  variant: string;
  draw: CaseDraw;
  from: number;
  to: number;
  wanted: { oracle: OracleName; code: string } | undefined;
  isShrinking: boolean;
};

/** What was found. `size` counts the elements of the shrunk case, which is `shown` on one line. */
type Catch = {
  kind: 'found';
  firstCase: number;
  oracle: OracleName;
  code: string;
  message: string;
  size: number;
  /** Elements before shrinking, candidates that it ran, and the processor time that took. */
  originalSize: number;
  shrinkRuns: number;
  shrinkCpuMs: number;
  shown: string;
  others: string[];
};

/** What a worker answers. `others` are findings that were not wanted, as `oracle code`. */
export type HuntAnswer =
  | Catch
  | { kind: 'not found'; next: number; others: string[] }
  | { kind: 'replace me'; next: number; others: string[] }
  | { kind: 'failed'; message: string };

/** What a hunt came to. */
export type HuntResult = Catch | { kind: 'not found'; others: string[] };

/** Hunters: each a process, made when it is needed and kept for the next hunt. */
export class Hunter {
  #worker: ChildProcess | undefined;

  /** Rejects when the scenario can't be loaded or the process dies. */
  async hunt(order: Omit<HuntOrder, 'from' | 'draw'> & Partial<CaseDraw>): Promise<HuntResult> {
    const { seed = 1, explore = 'portfolio', ...rest } = order;
    const others = new Set<string>();
    let from = 0;
    for (;;) {
      const answer = await this.#ask({ ...rest, draw: { seed, explore }, from });
      if (answer.kind === 'failed') throw new Error(answer.message);
      for (const other of answer.others) others.add(other);
      if (answer.kind === 'found') return { ...answer, others: [...others] };
      if (answer.kind === 'not found') return { kind: 'not found', others: [...others] };
      this.release();
      from = answer.next;
    }
  }

  /** Lets the process go. */
  release(): void {
    this.#worker?.disconnect();
    this.#worker = undefined;
  }

  #ask(order: HuntOrder): Promise<HuntAnswer> {
    const worker = (this.#worker ??= startWorker());
    return new Promise((resolve, reject) => {
      const onExit = (code: number | null): void => {
        this.#worker = undefined;
        reject(new Error(`the client took its process down (exit code ${code}) in ${order.file}`));
      };
      worker.once('exit', onExit);
      worker.once('message', (answer) => {
        worker.off('exit', onExit);
        resolve(answer as HuntAnswer);
      });
      worker.send(order);
    });
  }
}

function startWorker(): ChildProcess {
  return fork(fileURLToPath(new URL('./hunt-worker.ts', import.meta.url)), [], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: ['--no-deprecation', '--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
  });
}

/** Runs the jobs on so many hunters at once; results are in the order of the jobs. */
export async function huntAll<T, R>(
  jobs: readonly T[],
  hunters: number,
  run: (job: T, hunter: Hunter) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    const hunter = new Hunter();
    try {
      for (let index = next++; index < jobs.length; index = next++)
        results[index] = await run(jobs[index]!, hunter);
    } finally {
      hunter.release();
    }
  };
  await Promise.all(Array.from({ length: hunters }, work));
  return results;
}
