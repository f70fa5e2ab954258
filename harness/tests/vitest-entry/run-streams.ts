// Run by vitest-entry.test.ts in a vitest of its own.
import { scenarioTest } from '../../vitest/scenario-test.ts';
import scenario from './streams/scenario.ts';

scenarioTest(scenario, { cases: 60, out: process.env['OUT_FOR_TEST']! });
