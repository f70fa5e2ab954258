// Versions that a result, a repro or a certificate depends on, and what they are in a file.
import * as v from 'valibot';

/** Of closecall, of Node.js, and of packages by name. */
export type Versions = v.InferOutput<typeof versionsSchema>;

/** As files have them. */
export const versionsSchema = v.strictObject({
  closecall: v.string(),
  node: v.string(),
  packages: v.record(v.string(), v.string()),
});
