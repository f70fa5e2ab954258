// A case of a program → what it consists of, whatever its calls are called and wherever it strikes: a failing case in which a
// smallest one is contained is taken for another sight of the same defect.
import { createHash } from 'node:crypto';
import type { Case, Program, ProgramValue } from './case.ts';

/**
 * Features of a case, sorted: parts of the program (values only where they are words, `calls.*.read.how=late`), kinds of faults
 * and of actions, and how many calls there are at least.
 */
export function featuresOf({ program = {}, faults, actions }: Case): string[] {
  const features = new Set<string>();
  const calls = new Set(Object.keys((program['calls'] ?? {}) as Program));
  const isCall = (word: string): boolean => calls.has(word);
  collect(program, '', isCall, features);
  for (let count = 1; count <= calls.size; count++) features.add(`calls>=${count}`);
  for (const { kind } of faults) features.add(`fault ${kind}`);
  for (const { do: name } of actions)
    features.add(
      `do ${name
        .split(' ')
        .filter((word) => !isCall(word))
        .join(' ')}`,
    );
  return [...features].toSorted();
}

function collect(
  value: ProgramValue,
  path: string,
  isCall: (word: string) => boolean,
  features: Set<string>,
): void {
  if (Array.isArray(value)) for (const element of value) features.add(`${path}=${String(element)}`);
  else if (typeof value === 'object')
    for (const [key, inner] of Object.entries(value as Program))
      collect(inner, `${path}.${path === '.calls' && isCall(key) ? '*' : key}`, isCall, features);
  else if (typeof value === 'number') features.add(path);
  else features.add(`${path}=${isCall(String(value)) ? '*' : String(value)}`);
}

/** True when everything that `smallest` consists of is in `features` too. */
export function isWithin(smallest: readonly string[], features: readonly string[]): boolean {
  const all = new Set(features);
  return smallest.every((feature) => all.has(feature));
}

/** Four hex digits over the features. */
export function hashFeatures(features: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(features)).digest('hex').slice(0, 4);
}
