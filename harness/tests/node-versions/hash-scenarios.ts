// Some scenarios with npm clients over plain HTTP → a digest of their trace hashes, as some Node.js binary makes them.
import { createHash } from 'node:crypto';
import { askWorker } from '../../campaign/worker-process.ts';
import { scenarioFile } from '../explore-for-test.ts';

/** Scenarios and variants whose traces have to be the same under every version of Node.js that is supported. */
export const COMPARED: readonly [scenario: string, variant: string][] = [
  ['btw/left-midway', 'shared'],
  ['btw/unauthorized', 'per-call'],
  ['btw/refresh-slow', 'safe-bytes'],
  ['event-stream/server-trouble', 'guarded'],
  ['event-stream/rotation', 'per-call'],
  ['together/session-lost', 'safe-bytes'],
  ['plain-undici/agents', 'shared-agent'],
  ['plain-undici/read-late', 'late'],
  ['plain-undici/surface/calls', 'request'],
  ['plain-undici/unauthorized-undrained', '401-undrained'],
  ['undici-history/unread-body', '6.21.1'],
  ['undici-history/unread-body', '7.26.0'],
  ['undici-history/unread-body', '8.6.0'],
];

/**
 * Actors that read Node's own streams with `for await`: they see how Node 26 reads streams, which no world can hide from
 * them. Where they are given the reading of Node 24 (`READ_AS_24`), their traces are the same.
 */
export function readsNodeStreams([scenario]: readonly [string, string]): boolean {
  return scenario.startsWith('plain-undici/');
}

/** Cases of each. */
const COMPARED_CASES = 100;

/** Environment of a worker whose streams are read as Node 24 reads them. */
export const READ_AS_24: NodeJS.ProcessEnv = {
  ...process.env,
  NODE_OPTIONS: `--import ${new URL('./streams-of-node-24.ts', import.meta.url).href}`,
};

/**
 * Trace hashes of the first cases of a scenario's variant. `execPath` is the Node.js that runs them, by default this one;
 * `env` is its environment, by default that of this process.
 */
export async function hashCases(
  [scenario, variant]: readonly [string, string],
  place: { execPath?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string[]> {
  const picks = Array.from({ length: COMPARED_CASES }, (_, index) => index);
  const job = {
    kind: 'hash',
    file: scenarioFile(scenario),
    variant,
    draw: { seed: 1, explore: 'portfolio' },
    picks,
  } as const;
  const { runs } = await askWorker(job, 'hashed', { execPath: process.execPath, ...place });
  return runs.map(({ traceHash }) => traceHash);
}

/** 16 hex digits over hashes. */
export function digest(hashes: readonly string[]): string {
  return createHash('sha256').update(hashes.join('\n')).digest('hex').slice(0, 16);
}
