// The text of a file of ours → what it holds, or an error that names the file, what is wrong with it, and what to do.
import * as v from 'valibot';
import { ClosecallError } from './closecall-error.ts';

/** A kind of file: `closecall-NAME`, errors `ERR_NAME_…`, and how a new one is made. */
export type FileFormat<S extends v.GenericSchema> = {
  name: string;
  version: number;
  schema: S;
  again: string;
};

/** Reads it. Throws a ClosecallError: ERR_NAME_BROKEN, ERR_NAME_FOREIGN for another file, ERR_NAME_FUTURE for a newer version. */
export function readFormat<S extends v.GenericSchema>(
  text: string,
  file: string,
  { name, version: newest, schema, again }: FileFormat<S>,
): v.InferOutput<S> {
  const code = `ERR_${name.toUpperCase()}`;
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    const why = text.trim() === '' ? 'it is empty' : `it is not valid JSON (${(error as Error).message})`;
    throw new ClosecallError(`${code}_BROKEN`, `${file}: not a readable ${name}: ${why}. ${again}`);
  }
  const { format, version } = (data ?? {}) as { format?: unknown; version?: unknown };
  if (format !== `closecall-${name}`)
    throw new ClosecallError(
      `${code}_FOREIGN`,
      `${file}: this JSON file is not a closecall ${name} ("format" must be "closecall-${name}").`,
    );
  if (typeof version === 'number' && version > newest)
    throw new ClosecallError(
      `${code}_FUTURE`,
      `${file}: written by a newer closecall (format ${version}, this one reads up to ${newest}). Update closecall.`,
    );
  const parsed = v.safeParse(schema, data);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new ClosecallError(
    `${code}_BROKEN`,
    `${file}: not a valid ${name}: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`,
  );
}
