// The machine → a Chromium that tests can start, and what to say where there is none.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Said once by the tests that need one. */
export const NO_CHROMIUM = `no Chromium was found: the tests of the HTML report in a browser are left out. Install one (apt-get install chromium), or name one in CHROME_PATH.\n`;

/** The file that CHROME_PATH names, or the first of ${NAMES} on the path; undefined where there is none. */
export function findChromium(): string | undefined {
  const { CHROME_PATH: named, PATH: path = '' } = process.env;
  if (named !== undefined && named !== '') return named;
  const files = path.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return files.find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
