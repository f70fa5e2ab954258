// Which undici this is: the installed one, or the one under test.
import { createRequire } from 'node:module';

const { version } = createRequire(import.meta.url)('undici/package.json') as { version: string };

/** Its major version. */
export const MAJOR = Number(version.split('.')[0]);
