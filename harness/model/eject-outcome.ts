// What ejecting a saved failure came to: a script, and how often it showed the failure.
import type { Repro } from './repro.ts';

/** What a script is to be: a program, or a test file for vitest. */
export const SCRIPT_FORMS = ['script', 'vitest'] as const;

/** One of them. */
export type ScriptForm = (typeof SCRIPT_FORMS)[number];

/** A script that showed the failure at least once. */
export type EjectOutcome = {
  file: string;
  repro: Repro;
  form: ScriptForm;
  /** The whole script. */
  text: string;
  /** Tries that showed it, of how many. */
  reproduced: number;
  tries: number;
  /** What those that did not show it said last, each once. */
  missed: string[];
  /** What it runs on besides Node.js, as npm takes it: `undici@7.30.2`. */
  packages: string[];
};
