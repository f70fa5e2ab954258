// A vitest inside the tests: nothing of it is found by that of the repository.
import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { include: ['run-*.ts'], globalSetup: [] } });
