// A certificate → a file that says by its name what it is about.
import { join } from 'node:path';
import { parseCertificate, type Certificate } from '../model/certificate.ts';
import { toJson } from './to-json.ts';
import { writeFile } from './write-file.ts';

/**
 * Writes it into `folder` as `SCENARIO-VARIANT-bound-N.certificate.json` (slashes as dashes) and returns the path, below
 * `folder` as given. One with the same name is replaced. Throws a ClosecallError with ERR_UNWRITABLE.
 */
export function writeCertificate(folder: string, certificate: Certificate): string {
  const { scenario, variant, bound } = certificate;
  const name = `${scenario}-${variant}-bound-${bound}`.replaceAll(/[^a-zA-Z0-9._-]+/g, '-');
  const path = join(folder, `${name}.certificate.json`);
  const text = toJson(certificate);
  // Whatever was scrubbed from it: what is written can be read.
  parseCertificate(text, path);
  writeFile(path, text);
  return path;
}
