// A header of the caller's own, in one of the forms in which undici takes headers → what arrives of it: every request that is made for
// a call carries it, the first as well as those that follow a redirect or ask again; but no other host is told.
import * as undici from 'undici';
import type { Trace } from '../../../harness/index.ts';
import { isRedirected, type AnswerProgram } from '../answers.ts';
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
  calls: Readonly<Record<string, { headers?: HeaderForm; answer?: AnswerProgram }>>,
): string | undefined {
  for (const event of events) {
    if (event.kind !== 'wire' || event.event.what !== 'request') continue;
    const { headers, answer = {} } = calls[event.call] ?? {};
    if (headers === undefined) continue;
    const { method, authorization, path } = event.event;
    const isElsewhere = answer.elsewhere !== undefined && isRedirected(path);
    if (isElsewhere && authorization !== '')
      return `${method} of ${event.call} told another host its caller's authorization`;
    if (!isElsewhere && authorization !== valueOf(event.call))
      return `${method} of ${event.call} came in with "${authorization}" in the place of its caller's authorization`;
  }
  return undefined;
}
