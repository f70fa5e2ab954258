// `--shard`, or the variables of a CI that runs a job several times → the part of the run that is this process's.
import { ClosecallError } from '../model/closecall-error.ts';
import { SHARDS_MAX, WHOLE, type Shard } from '../model/shard.ts';

/** A part of a run, and who said so. */
export type ChosenShard = { shard: Shard; origin: string };

/** Reads a variable of the environment; undefined where it is not set. */
export type ReadVariable = (name: string) => string | undefined;

/** Variables with the number of one job among equal ones, and with how many there are; `first` is the number of the first. */
type Variables = { ci: string; index: string; total: string; first: 0 | 1 };

/** In the order in which they are looked for. */
const VARIABLES: readonly Variables[] = [
  { ci: 'GitLab', index: 'CI_NODE_INDEX', total: 'CI_NODE_TOTAL', first: 1 },
  { ci: 'CircleCI', index: 'CIRCLE_NODE_INDEX', total: 'CIRCLE_NODE_TOTAL', first: 0 },
  { ci: 'Buildkite', index: 'BUILDKITE_PARALLEL_JOB', total: 'BUILDKITE_PARALLEL_JOB_COUNT', first: 0 },
  // Kubernetes tells an indexed job its number, and nobody how many there are.
  { ci: 'Kubernetes', index: 'JOB_COMPLETION_INDEX', total: 'CLOSECALL_SHARD_TOTAL', first: 0 },
];

/** Understands `I/N`. Throws a ClosecallError. */
export function parseShard(text: string): Shard {
  const [, nth, of] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (nth !== undefined && of !== undefined && nth >= 1 && nth <= of && of <= SHARDS_MAX) return { nth, of };
  throw new ClosecallError(
    'ERR_BAD_SHARD',
    `--shard ${text}: expected which part of how many, as in 1/4: the first from 1 to the second, at most ${SHARDS_MAX}.`,
  );
}

/** The flag, else what a CI says, else the whole. Throws a ClosecallError for variables that make no sense. */
export function chooseShard(flag: Shard | undefined, read: ReadVariable): ChosenShard {
  if (flag !== undefined) return { shard: flag, origin: '--shard' };
  for (const variables of VARIABLES) {
    const [index, total] = [read(variables.index), read(variables.total)];
    if (index === undefined || index === '') continue;
    return { shard: readVariables(variables, index, total), origin: sayOrigin(variables) };
  }
  return { shard: WHOLE, origin: 'nobody' };
}

function sayOrigin({ ci, index, total }: Variables): string {
  return `${index} and ${total} of ${ci}`;
}

function readVariables(
  { ci, index: name, total: totalName, first }: Variables,
  index: string,
  total = '',
): Shard {
  const refuse = (why: string): ClosecallError =>
    new ClosecallError(
      'ERR_BAD_SHARD',
      `${name}=${index} says that this is one of several jobs of ${ci}, and ${why}. Set both right, or say --shard I/N (1/1 for the whole).`,
    );
  if (total === '') throw refuse(`${totalName}, how many there are, is not set`);
  const [nth, of] = [index, total].map((text) => (/^\d+$/.test(text) ? Number(text) : Number.NaN)) as [
    number,
    number,
  ];
  const shard = { nth: nth + 1 - first, of };
  if (shard.nth >= 1 && shard.nth <= of && of <= SHARDS_MAX) return shard;
  throw refuse(
    `${totalName}=${total} does not fit: it counts from ${first}, and there are at most ${SHARDS_MAX}`,
  );
}
