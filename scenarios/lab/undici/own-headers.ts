// A header of the caller's own, in one of the forms in which undici takes headers → what arrives of it: every request that is made for
// a call carries it, the first as well as those that follow a redirect or ask again.
import * as undici from 'undici';
import type { Trace } from '../../../harness/index.ts';
import { MAJOR } from './release.ts';

/** An object, a list of names and values (of a fetch: of pairs), or what is iterated (of a fetch: Headers). */
export const HEADER_FORMS = ['object', 'list', 'iterable'] as const;

export type HeaderForm = (typeof HEADER_FORMS)[number];

const NAME = 'authorization';

function valueOf(actor: string): string {
  return `Bearer of-${actor}`;
}

/** The headers of that actor's call. Releases before 7 iterate none for a request: theirs is an object. */
export function makeHeaders(form: HeaderForm, actor: string, isFetch: boolean): object {
  const pair = [NAME, valueOf(actor)];
  if (form === 'list') return isFetch ? [pair] : pair;
  if (form === 'iterable' && isFetch) return new undici.Headers([pair as [string, string]]);
  if (form === 'iterable' && MAJOR >= 7) return new Map([pair as [string, string]]);
  return Object.fromEntries([pair]);
}

/** A message when a request came in without the header that its caller gave. */
export function checkHeaders(
  { events }: Trace,
  calls: Readonly<Record<string, { headers?: HeaderForm }>>,
): string | undefined {
  for (const event of events) {
    if (event.kind !== 'wire' || event.event.what !== 'request') continue;
    if (calls[event.call]?.headers === undefined) continue;
    const { method, authorization } = event.event;
    if (authorization !== valueOf(event.call))
      return `${method} of ${event.call} came in with "${authorization}" in the place of its caller's authorization`;
  }
  return undefined;
}
