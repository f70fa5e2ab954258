// A finding's key → its permalink within the page.

/** `#/finding/FINGERPRINT/SCENARIO/VARIANT`, each part fit for an address. */
export function formatRoute(key: readonly string[]): string {
  return `#/finding/${key.map(encodePart).join('/')}`;
}

/** A lone surrogate is nothing that an address could have. */
function encodePart(part: string): string {
  return encodeURIComponent(part.toWellFormed());
}
