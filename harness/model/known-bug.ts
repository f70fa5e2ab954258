// The list of known bugs as it is kept on disk: what each is, and a release that has it beside one that does not.
import * as v from 'valibot';
import { ClosecallError } from './closecall-error.ts';
import { ORACLES } from './finding.ts';
import { parseNodeSpec } from './package-spec.ts';

/** Whether workers may run on it. */
function isNodeSpec(text: string): boolean {
  try {
    parseNodeSpec(text);
    return true;
  } catch {
    return false;
  }
}

const bugSchema = v.strictObject({
  /** Where it is told of upstream, `PACKAGE#ISSUE`. */
  id: v.string(),
  /** The battery that has to find it; the package has the same name unless `package` says otherwise. */
  client: v.string(),
  package: v.exactOptional(v.string()),
  /** Promises that it breaks: a finding of another kind is another bug. */
  oracles: v.pipe(v.array(v.picklist(ORACLES)), v.minLength(1)),
  /** Releases to hunt on; `node`: the Node.js that both run on, whole or in part, where it has to be another than ours. */
  pairs: v.pipe(
    v.array(
      v.strictObject({
        bad: v.string(),
        good: v.string(),
        node: v.exactOptional(
          v.pipe(v.string(), v.check(isNodeSpec, 'no version of Node.js that clients run on')),
        ),
      }),
    ),
    v.minLength(1),
  ),
  what: v.string(),
});

/** A bug that is known. */
export type KnownBug = v.InferOutput<typeof bugSchema>;

/** Reads the list from the text of `file`. Throws a ClosecallError that names the file and what is wrong with it. */
export function parseKnownBugs(text: string, file: string): KnownBug[] {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new ClosecallError('ERR_BUGS_BROKEN', `${file}: not valid JSON: ${(error as Error).message}`);
  }
  const parsed = v.safeParse(v.array(bugSchema), data);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  throw new ClosecallError(
    'ERR_BUGS_BROKEN',
    `${file}: not a list of known bugs: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`,
  );
}
