// What makes the client is given this. Part of an ejected script.
import { say } from './report.ts';

/** What is to be gone in the end, by what it is. */
export const tracked: { resource: string; what: string; isOpen: () => boolean }[] = [];

/** The context for a subject of that variant. */
export function subjectContext(variant: string, params: unknown, origin: string): object {
  return {
    variant,
    params,
    origin,
    ca: '',
    track: (resource: string, what: string, isOpen: () => boolean) =>
      tracked.push({ resource, what, isOpen }),
    note: (text: string) => say(text),
    session: () => ({ sends: () => {}, ends: () => {} }),
  };
}
