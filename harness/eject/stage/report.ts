// What the script saw → its lines, and what it came to. Part of an ejected script.

/** What it came to: whether the promise was broken, and by what that was seen. */
export type Outcome = { reproduced: boolean; what: string };

const begun = performance.now();
let conclusion: ((outcome: Outcome) => void) | undefined;

/** Settles once it is known. */
export const outcome = new Promise<Outcome>((resolve) => {
  conclusion = resolve;
});

/** What was seen, as data. */
export const seen: { kind: string; ms: number; [key: string]: unknown }[] = [];

/** The ms since the script began. */
export function elapsedMs(): number {
  return Math.round(performance.now() - begun);
}

/** Puts down what was seen, as data. */
export function see(kind: string, event: object): void {
  seen.push({ kind, ms: elapsedMs(), ...event });
}

/** Puts down what was seen, for people. */
export function say(what: string): void {
  if (conclusion !== undefined) process.stdout.write(`${String(elapsedMs()).padStart(6)} ms  ${what}\n`);
}

/** It is known what it came to. The first word counts. */
export function conclude(reproduced: boolean, what: string): void {
  conclusion?.({ reproduced, what });
  conclusion = undefined;
}

/** An error on one line, its causes with it. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { name, message, cause } = error;
  const { code } = error as { code?: string | number };
  const head = `${name}${code === undefined ? '' : ` [${code}]`}: ${message.split('\n')[0]}`;
  return cause === undefined ? head : `${head}, caused by ${describe(cause)}`;
}

/** True when the error, or one that caused it, has that code, or that name where it has no code. */
export function hasCode(error: unknown, wanted: string): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: string | number };
  return (code ?? error.name) === wanted || error.name === wanted || hasCode(error.cause, wanted);
}

/**
 * An error that nobody catches ends it; one with the code `wanted` is what the script is about, and of those without a code the
 * one that says `wanted`: any mistake is a TypeError.
 */
export function watchUncaught(wanted: string | undefined): void {
  process.on('uncaughtException', (error: unknown, origin: string) => {
    const what = `${origin === 'uncaughtException' ? 'uncaught exception' : 'unhandled rejection'}: ${describe(error)}`;
    say(what);
    conclude(wanted !== undefined && (hasCode(error, wanted) || what.endsWith(`: ${wanted}`)), what);
  });
}
