// docs/ci/open-issues.sh with a gh that only writes down what it is asked: one issue per fingerprint that has none, and nothing of what
// a run has seen counts as markup or as a command.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { badResult, sampleFinding } from '../model/tests/sample-result.ts';
import { ROOT } from './explore-for-test.ts';

const hasJq = spawnSync('jq', ['--version']).status === 0;

/** Says how many issues there are for a fingerprint (`known`), and keeps the arguments of every call. */
const GH = `#!/usr/bin/env bash
printf '%s\\0' "$@" >> "$GH_LOG"; printf '\\n' >> "$GH_LOG"
if [[ "$2" == list ]]; then [[ "$*" == *"$GH_KNOWN"* ]] && echo 1 || echo 0; fi
`;

function openIssues(
  findings: object[],
  known = 'none',
): { code: number | null; out: string; created: string[][] } {
  const folder = mkdtempSync(join(tmpdir(), 'closecall-test-'));
  const [report, log] = [join(folder, 'result.json'), join(folder, 'log')];
  writeFileSync(report, JSON.stringify({ ...badResult, findings }));
  writeFileSync(join(folder, 'gh'), GH);
  chmodSync(join(folder, 'gh'), 0o755);
  const { status, stdout } = spawnSync('bash', [join(ROOT, 'docs/ci/open-issues.sh'), report], {
    encoding: 'utf8',
    env: { PATH: `${folder}:${process.env['PATH']}`, GH_LOG: log, GH_KNOWN: known },
  });
  const calls = existsSync(log)
    ? readFileSync(log, 'utf8')
        .split('\0\n')
        .filter(Boolean)
        .map((line) => line.split('\0'))
    : [];
  return { code: status, out: stdout, created: calls.filter(([, verb]) => verb === 'create') };
}

const unexpected = { ...sampleFinding, isExpected: false };

test.runIf(hasJq)(
  'an unexpected finding gets an issue, an expected one and one that has an issue do not',
  () => {
    const { code, created } = openIssues([unexpected, { ...sampleFinding, isExpected: true }]);
    expect(code).toBe(0);
    expect(created).toMatchSnapshot();
    expect(openIssues([unexpected], unexpected.fingerprint)).toMatchObject({
      code: 0,
      out: `known: ${unexpected.fingerprint}\n`,
      created: [],
    });
  },
);

test.runIf(hasJq)('what a run has seen stays text', () => {
  const message = '$(touch /tmp/x) `id`\n# Heading\n@somebody ![](http://x)';
  const [[, , , title, , body] = []] = openIssues([
    { ...unexpected, code: 'E\u001B[31m\nX', message },
  ]).created;
  expect(title).not.toMatch(/\p{Cc}/u);
  expect(body).toContain('    $(touch /tmp/x) `id`\n    # Heading\n    @somebody ![](http://x)');
});

test.runIf(hasJq)('a report that is not there is named', () => {
  const { status, stderr } = spawnSync('bash', [join(ROOT, 'docs/ci/open-issues.sh'), 'gone.json'], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([2, expect.stringContaining('gone.json: there is no such report')]);
});
