// Clients that leave the world: each variant in its own way.
import fs from 'node:fs';
import { Worker } from 'node:worker_threads';
import { defineScenario, type ActorContext } from '../../simulate/scenario.ts';
import { realSetImmediate } from '../../simulate/immediates.ts';

type Note = (text: string) => void;

/** As code would that took the real function before the world was there. */
function tickForEver(): void {
  realSetImmediate(tickForEver);
}

const CLIENTS: Record<string, (note: Note) => unknown> = {
  'starts a worker': async () => {
    const worker = new Worker('0', { eval: true });
    await new Promise((resolve) => worker.once('exit', resolve));
  },
  'tries a worker in a callback': async (note) => {
    setTimeout(() => new Worker('0', { eval: true }), 5);
    await new Promise<never>(() => note('waits for ever'));
  },
  'reads files': (note) => note(fs.readFileSync(import.meta.filename, 'utf8').slice(0, 10)),
  'reads a folder': async (note) => {
    const names: string[] = [];
    for await (const entry of await fs.promises.opendir(import.meta.dirname)) names.push(entry.name);
    note(names.join());
  },
  'has a real timer': () => tickForEver(),
};

export default defineScenario<{ variant: string }, Record<string, never>>({
  name: 'escapes',
  description: 'Clients that leave the world.',
  variants: Object.fromEntries(Object.keys(CLIENTS).map((name) => [name, { params: {} }])),
  gateway: [],
  // None of them listens.
  cancellable: false,
  subject: ({ variant }) => ({ variant }),
  actors: {
    client: async ({ subject, note }: ActorContext<{ variant: string }>) => CLIENTS[subject.variant]!(note),
  },
});
