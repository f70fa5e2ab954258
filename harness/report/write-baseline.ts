// A baseline → its file, in a form that people can read, change and merge.
import { parseBaseline, type Baseline } from '../model/baseline.ts';
import { toJson } from './to-json.ts';
import { writeFile } from './write-file.ts';

/** Writes it to `path`, making its folder. Throws a ClosecallError with ERR_UNWRITABLE. */
export function writeBaseline(path: string, baseline: Baseline): void {
  const text = toJson(baseline);
  // Whatever was scrubbed from it: what is written can be read.
  parseBaseline(text, path);
  writeFile(path, text);
}
