// Run by vitest-entry.test.ts in a vitest of its own: fake timers are on.
import { beforeEach, vi } from 'vitest';
import { scenarioTest } from '../../vitest/scenario-test.ts';
import scenario from './streams/scenario.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
scenarioTest(scenario, { cases: 1, variants: ['reads'], out: process.env['OUT_FOR_TEST']! });
