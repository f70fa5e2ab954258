// Which part of a run this is: by the flag, by the variables of a CI, or the whole.
import { describe, expect, test } from 'vitest';
import { ClosecallError } from '../model/closecall-error.ts';
import { chooseShard, parseShard } from './choose-shard.ts';

const choose = (variables: Record<string, string>, flag?: string): string => {
  const { shard, origin } = chooseShard(
    flag === undefined ? undefined : parseShard(flag),
    (name) => variables[name],
  );
  return `${shard.nth}/${shard.of} by ${origin}`;
};
const refusal = (ask: () => unknown): string => {
  try {
    ask();
  } catch (error) {
    if (error instanceof ClosecallError) return `${error.exitCode} ${error.code}: ${error.message}`;
  }
  throw new Error('nothing was refused');
};

describe('a shard', () => {
  test('is the whole when nobody says otherwise', () => {
    expect(choose({})).toBe('1/1 by nobody');
    // GitLab sets the total of every job, the index of parallel ones.
    expect(choose({ CI_NODE_TOTAL: '1' })).toBe('1/1 by nobody');
  });

  test('comes from the variables of a CI, counted from where that CI counts', () => {
    expect(choose({ CI_NODE_INDEX: '2', CI_NODE_TOTAL: '5' })).toBe(
      '2/5 by CI_NODE_INDEX and CI_NODE_TOTAL of GitLab',
    );
    expect(choose({ CIRCLE_NODE_INDEX: '0', CIRCLE_NODE_TOTAL: '3' })).toBe(
      '1/3 by CIRCLE_NODE_INDEX and CIRCLE_NODE_TOTAL of CircleCI',
    );
    expect(choose({ BUILDKITE_PARALLEL_JOB: '3', BUILDKITE_PARALLEL_JOB_COUNT: '4' })).toBe(
      '4/4 by BUILDKITE_PARALLEL_JOB and BUILDKITE_PARALLEL_JOB_COUNT of Buildkite',
    );
    expect(choose({ JOB_COMPLETION_INDEX: '7', CLOSECALL_SHARD_TOTAL: '16' })).toBe(
      '8/16 by JOB_COMPLETION_INDEX and CLOSECALL_SHARD_TOTAL of Kubernetes',
    );
  });

  test('is what the flag says, whatever a CI says', () => {
    expect(choose({ CI_NODE_INDEX: '2', CI_NODE_TOTAL: '5' }, '1/2')).toBe('1/2 by --shard');
    expect(choose({ JOB_COMPLETION_INDEX: '7' }, '1/1')).toBe('1/1 by --shard');
  });

  test.each(['0/3', '4/3', '1', '1/', '/2', 'a/b', '1/0', '1/10001', '-1/2', '1/2/3', '1.5/2'])(
    'is refused as %s',
    (text) => {
      expect(refusal(() => parseShard(text))).toBe(
        `2 ERR_BAD_SHARD: --shard ${text}: expected which part of how many, as in 1/4: the first from 1 to the second, at most 10000.`,
      );
    },
  );

  test('is refused when variables make no sense', () => {
    expect(refusal(() => choose({ JOB_COMPLETION_INDEX: '7' }))).toMatchInlineSnapshot(
      `"2 ERR_BAD_SHARD: JOB_COMPLETION_INDEX=7 says that this is one of several jobs of Kubernetes, and CLOSECALL_SHARD_TOTAL, how many there are, is not set. Set both right, or say --shard I/N (1/1 for the whole)."`,
    );
    expect(refusal(() => choose({ CI_NODE_INDEX: '6', CI_NODE_TOTAL: '5' }))).toMatchInlineSnapshot(
      `"2 ERR_BAD_SHARD: CI_NODE_INDEX=6 says that this is one of several jobs of GitLab, and CI_NODE_TOTAL=5 does not fit: it counts from 1, and there are at most 10000. Set both right, or say --shard I/N (1/1 for the whole)."`,
    );
    expect(refusal(() => choose({ CI_NODE_INDEX: '0', CI_NODE_TOTAL: '5' }))).toContain('counts from 1');
    expect(refusal(() => choose({ CIRCLE_NODE_INDEX: 'x', CIRCLE_NODE_TOTAL: '5' }))).toContain(
      'does not fit',
    );
  });
});
