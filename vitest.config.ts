// Which tests run and how: each file in a process of its own, since the harness patches Node.js globals.
// Two at a time, because tests that start child processes and real sockets must not starve each other.

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,harness,scenarios}/**/*.test.ts'],
    pool: 'forks',
    globalSetup: ['harness/tests/temp-folder.ts'],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
