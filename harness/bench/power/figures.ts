// Figures → the words of tables and sentences.
import { failingShare, type Ratio, type Summary } from './summarize.ts';

/** What a failure costs, and the median of the attempts. */
export function describeCpu(summary: Summary | undefined): string {
  if (summary === undefined) return '';
  const { attempts, perFailureMs, medianCpuMs, runs } = summary;
  if (attempts === 0) return 'cannot';
  if (perFailureMs === undefined) return `none in ${grouped(runs)}`;
  return `${number(perFailureMs)} (${medianCpuMs === undefined ? 'more' : number(medianCpuMs)})`;
}

/** The share of runs that fail, behind a comma. */
export function describeShare(summary: Summary): string {
  const share = failingShare(summary);
  return share === 0 ? '' : `, ${(share * 100).toFixed(share < 0.001 ? 3 : share < 0.1 ? 2 : 0)}%`;
}

/** A ratio; one that is a bound says so. */
export function times({ value, isBound }: Ratio): string {
  return `${isBound ? '> ' : ''}${number(value)} times`;
}

/** Two digits that matter, or more; of less than one, one digit. */
export function number(value: number): string {
  if (value > 0 && value < 0.095) return String(Number(value.toPrecision(1)));
  if (value >= 100) return grouped(value);
  return value >= 10 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(1);
}

/** Whole, with separators. */
export function grouped(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
