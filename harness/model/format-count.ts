// Numbers → words for people, the same in every locale.

/** A whole number with commas: `20,000`. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** A count with its noun: `1 case`, `1,000 cases`. */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
