// Events as they are usually written → the same events in another of the forms that servers may give them: with other ends of
// lines, with comments between them that keep the connection alive (HTML standard, section 9.2.6). What they say stays the same.
import type { BodyItem } from '../../harness/index.ts';

/** How a stream of events is written. Default: lines end in LF, and there are no comments. */
export const EVENT_FORMS = ['crlf', 'comments', 'tight'] as const;

export type EventForm = (typeof EVENT_FORMS)[number];

/** Writes the events of a body in the program's form. */
export function formEvents({ form }: { form?: EventForm }, items: readonly BodyItem[]): BodyItem[] {
  if (form === undefined) return [...items];
  return items.map((item) =>
    'wire' in item && typeof item.wire === 'string' ? { ...item, wire: write(item.wire, form) } : item,
  );
}

function write(events: string, form: EventForm): string {
  if (form === 'crlf') return events.replaceAll('\n', '\r\n');
  return form === 'comments' ? `: keep-alive\n\n${events}` : events.replaceAll(/^(\w+): /gm, '$1:');
}
