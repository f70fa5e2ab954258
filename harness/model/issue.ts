// What groups findings into issues, as plain data: which failing cases showed which findings together, and the smallest cases of each.
// All of it adds up over the parts of a run, so that the issues of shards together are those of the whole.
import type { Case } from './case.ts';
import { featuresOf, hashFeatures } from './signature.ts';

/** A kind of what is injected into a case. A case with none is the natural one, or another order of its events. */
export type ElementKind = 'fault' | 'action';

/**
 * The smallest case of a finding, of those that were given the same kinds of elements: which of these it takes (of a program, a word
 * for its parts as well), and the symptoms of all that it breaks, sorted.
 */
export type Sign = {
  given: ElementKind[];
  takes: string[];
  breaks: string[];
  /** Index of the case that was shrunk; -1 for one that was kept. */
  firstCase: number;
  case: Case;
};

/** Failing cases that showed the same findings, by their fingerprints in the order of the verdict, and were given the same kinds. */
export type Sight = { findings: string[]; given: ElementKind[]; count: number };

/** Findings of one scenario and variant that are taken for one defect. */
export type Issue = {
  /** 12 hex digits: over what its smallest cases take, and all that they break. */
  id: string;
  scenario: string;
  variant: string;
  /** Fingerprint of the finding that is nearest to the defect: its smallest case takes least. */
  cause: string;
  /** Fingerprints of what was seen with it, in the order of the findings. */
  also: string[];
  /** What its smallest case takes, as in a sign. */
  takes: string[];
  /** Failing cases that are put down to it. */
  count: number;
  /** The smallest case. */
  case: Case;
};

/** The kinds of elements in a case. */
export function listKinds({ faults, actions }: Pick<Case, 'faults' | 'actions'>): ElementKind[] {
  return [
    ...(faults.length > 0 ? (['fault'] as const) : []),
    ...(actions.length > 0 ? (['action'] as const) : []),
  ];
}

/** What a smallest case takes, as a sign has it. */
export function listTaken(shrunk: Case): string[] {
  const ofProgram = shrunk.program === undefined ? [] : [`program ${hashFeatures(featuresOf(shrunk))}`];
  return [...listKinds(shrunk), ...ofProgram];
}

/** The key under which sights of one kind are counted. */
export function keyOfSight({ findings, given }: Pick<Sight, 'findings' | 'given'>): string {
  return `${given.join('+')}: ${findings.join(' ')}`;
}

/** Sights from their counts by key, in the order of the keys. */
export function readSights(counts: Readonly<Record<string, number>>): Sight[] {
  const keys = Object.keys(counts).toSorted();
  return keys.map((key) => {
    const [given = '', findings = ''] = key.split(': ');
    return {
      findings: findings.split(' '),
      given: given === '' ? [] : (given.split('+') as ElementKind[]),
      count: counts[key]!,
    };
  });
}
