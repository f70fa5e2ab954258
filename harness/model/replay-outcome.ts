// What trying a saved failure again came to.
import type { Timeline } from './timeline.ts';
import type { Interleaving } from './campaign-result.ts';
import type { Confirmation } from './confirmation.ts';
import type { Finding } from './finding.ts';
import type { Repro } from './repro.ts';

/**
 * Strict replay. `reproduced`: same trace hash, same fingerprint. `diverged`: the trace changed though versions and
 * source are the same, first at `difference`. `stale`: versions or source changed (`reasons`), so a strict replay would
 * mean nothing; use retry.
 */
export type ReplayOutcome = {
  file: string;
  repro: Repro;
  outcome: 'reproduced' | 'not reproduced' | 'diverged' | 'stale';
  reasons: string[];
  difference?: { step: number; expected: string; actual: string };
  traceHash: string;
  /** Packages that it ran on instead of the installed ones, as `name@version`. */
  with?: string[];
  /** Those of them that nothing asked for. */
  notImported?: string[];
  finding?: Finding;
  interleaving?: Interleaving;
  timeline?: Timeline;
};

/** Lenient retry: the case itself, then `neighbours` seeded variations of it. */
export type RetryOutcome = {
  file: string;
  repro: Repro;
  outcome: 'reproduced' | 'not reproduced' | 'inconclusive';
  /** How it was reproduced: by the case itself or by the n-th neighbour (from 1). */
  reproducedBy?: { neighbour: number };
  neighbours: number;
  inconclusive: number;
  /** As in a ReplayOutcome. */
  with?: string[];
  notImported?: string[];
  finding?: Finding;
  interleaving?: Interleaving;
};

/**
 * A saved failure on real sockets. `confirmed`: at least one try showed it; `not confirmable`: no try could be brought
 * through the case. `changes`: what a strict replay depends on and has changed; then the promise and the code decide.
 */
export type LoopbackOutcome = Confirmation & {
  file: string;
  repro: Repro;
  outcome: 'confirmed' | 'not confirmed' | 'not confirmable';
  changes: string[];
};
