// Measurements ↔ a JSON file, one measurement a line, written anew after each attempt: a measurement that was interrupted goes on
// where the file ends. What was measured with another cap is not comparable, and is made anew.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { addAlarms, type AlarmCounts } from './alarms.ts';
import type { Attempt, ContenderName, Measurement } from './attempt.ts';

/** On disk an attempt is `[runs, CPU ms, 1 when it was found]`. */
type Stored = Omit<Measurement, 'attempts'> & { attempts: [number, number, 0 | 1][] };

/** All measurements, by target and contender. */
export class ResultsFile {
  readonly #path: string;
  readonly #measurements: Measurement[];

  constructor(path: string) {
    this.#path = path;
    this.#measurements = existsSync(path) ? readMeasurements(path) : [];
  }

  /** Everything measured so far. */
  get measurements(): readonly Measurement[] {
    return this.#measurements;
  }

  /** The attempts that are done. */
  attemptsOf(target: string, contender: ContenderName, cap: number): readonly Attempt[] {
    return this.#find(target, contender, cap)?.attempts ?? [];
  }

  /** Keeps one more attempt, and what told of it. */
  add(about: Omit<Measurement, 'attempts' | 'alarms'>, attempt: Attempt, alarms?: AlarmCounts): void {
    const known = this.#open(about);
    known.attempts.push(attempt);
    if (alarms !== undefined) known.alarms = addAlarms(known.alarms ?? {}, alarms);
    this.#write();
  }

  /** Keeps that a contender cannot look for a target at all: a measurement without an attempt. */
  addUnfit(about: Omit<Measurement, 'attempts' | 'alarms'>): void {
    this.#open(about);
    this.#write();
  }

  /** True when something is known with this cap, also that the contender is unfit. */
  has(target: string, contender: ContenderName, cap: number): boolean {
    return this.#find(target, contender, cap) !== undefined;
  }

  /** What told of a target, or raised a false alarm. */
  alarmsOf(target: string, contender: ContenderName, cap: number): AlarmCounts {
    return this.#find(target, contender, cap)?.alarms ?? {};
  }

  /** What is known with this cap; what is known with another is let go. */
  #open(about: Omit<Measurement, 'attempts' | 'alarms'>): Measurement {
    const { target, contender, cap } = about;
    let known = this.#find(target, contender, cap);
    if (known === undefined) {
      const stale = this.#measurements.findIndex(
        (other) => other.target === target && other.contender === contender,
      );
      if (stale >= 0) this.#measurements.splice(stale, 1);
      known = { ...about, attempts: [] };
      this.#measurements.push(known);
    }
    return known;
  }

  #find(target: string, contender: ContenderName, cap: number): Measurement | undefined {
    return this.#measurements.find(
      (known) => known.target === target && known.contender === contender && known.cap === cap,
    );
  }

  #write(): void {
    const lines = this.#measurements.map((measurement) => {
      const attempts = measurement.attempts.map(({ runs, cpuMs, isFound }): Stored['attempts'][number] => [
        runs,
        Math.round(cpuMs * 10) / 10,
        isFound ? 1 : 0,
      ]);
      const startCpuMs = Math.round(measurement.startCpuMs);
      return JSON.stringify({ ...measurement, startCpuMs, attempts } satisfies Stored);
    });
    writeFileSync(`${this.#path}.part`, `[\n${lines.join(',\n')}\n]\n`);
    renameSync(`${this.#path}.part`, this.#path);
  }
}

/** Reads what a measurement has left. */
export function readMeasurements(path: string): Measurement[] {
  const stored = JSON.parse(readFileSync(path, 'utf8')) as Stored[];
  return stored.map((measurement) => ({
    ...measurement,
    attempts: measurement.attempts.map(([runs, cpuMs, found]) => ({ runs, cpuMs, isFound: found === 1 })),
  }));
}
