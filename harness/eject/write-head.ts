// What is known of a script → the comment at its head: what it shows, how often it did, on what, and how it is run.
import { formatCase } from '../model/case.ts';
import type { ScriptForm } from '../model/eject-outcome.ts';
import type { Recording } from '../model/recording.ts';
import type { Repro } from '../model/repro.ts';
import { idleMs } from './idle-tail.ts';
import { partOf } from './part-of.ts';

/** What the head tells. */
export type HeadFacts = {
  repro: Repro;
  recording: Recording;
  form: ScriptForm;
  tries: number;
  reproduced: number;
  scriptName: string;
  version: string;
  /** As npm takes them. */
  packages: readonly string[];
};

const COLUMNS = 118;

/** Writes the head, ending with a line break. */
export function writeHead(facts: HeadFacts): string {
  const { repro, recording, tries, reproduced, scriptName, version, packages, form } = facts;
  const { finding } = recording;
  const on = [`Node.js ${process.version}`, ...packages].join(', ');
  const installed = form === 'vitest' ? [...packages, 'vitest'] : packages;
  const run = form === 'vitest' ? `npx vitest run ${scriptName}` : `node ${scriptName}`;
  const ends =
    form === 'vitest'
      ? 'The test fails as long as it shows.'
      : 'It prints what it sees, and ends with "REPRODUCED" (exit code 1) or "not reproduced" (exit code 0).';
  const lines = [
    ...wrap(`${finding.oracle} ${finding.code}: ${finding.message.split('\n')[0]!}`),
    '',
    ...wrap(
      `Everything happens on 127.0.0.1: a server writes what is listed at the end, and the client reacts. It showed in ${reproduced} of ${tries} tries${form === 'vitest' ? ', as a plain program,' : ''} before this file was written, on ${on}.`,
    ),
    ...tellIdle(recording),
    '',
    ...(installed.length === 0 ? [] : [`  npm install ${installed.join(' ')}`]),
    `  ${run}`,
    '',
    ...wrap(ends),
    ...wrap(`Ejected by closecall ${version} from: ${formatCase(repro.case)}`),
  ];
  return `${lines.map((line) => (line === '' ? '//' : `// ${line}`)).join('\n')}\n`;
}

/** What the script leaves out. */
function tellIdle(recording: Recording): string[] {
  const ms = idleMs(recording.trace, partOf(recording));
  if (ms === 0) return [];
  const seconds = Math.round(ms / 1000);
  return wrap(
    `In closecall's virtual time the client's own timers ran on for ${seconds} s, and nothing came of it; this script does not wait for that.`,
  );
}

function wrap(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= COLUMNS) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
