// A name nobody knows → the message that says so and offers the nearest, or all when none is near.
import { suggestName } from '../model/closecall-error.ts';

/** Names listed at most when none is near. */
const NAMES_LISTED = 12;

/** `unknown variant "shard". Did you mean "shared"?` */
export function nameUnknown(what: string, name: string, known: readonly string[]): string {
  const nearest = suggestName(name, known);
  if (nearest !== undefined) return `unknown ${what} "${name}". Did you mean "${nearest}"?`;
  const listed = known.slice(0, NAMES_LISTED);
  const more = known.length > listed.length ? ` and ${known.length - listed.length} more` : '';
  return `unknown ${what} "${name}". Known: ${listed.join(', ')}${more}.`;
}
