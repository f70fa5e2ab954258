// Data → JSON text that is safe to write and to show: secrets scrubbed, and every control or format character as an
// escape of JSON.
import { escapeJson } from '../model/escape-json.ts';
import { scrubSecrets } from '../model/scrub.ts';

/** `value` as JSON, indented by two, ending with a line break. */
export function toJson(value: unknown): string {
  return `${escapeJson(JSON.stringify(scrubSecrets(value), undefined, 2))}\n`;
}
