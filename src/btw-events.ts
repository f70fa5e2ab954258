// Turns lines of a BTW answer into its events. Invariant: what cannot be decoded yields nothing, and never throws.

import { parseJsonObject, sseField } from './sse-fields.ts';

/** One event of a BTW answer. */
export type BtwEvent =
  | { readonly kind: 'delta'; readonly text: string }
  | { readonly kind: 'complete' }
  | { readonly kind: 'error'; readonly message: string };

/**
 * Decodes server-sent events line by line (WHATWG HTML, "Server-sent events"). A data line is one JSON object that names
 * its `type`; where it does not, the `event:` line before it does. Each data line is an event of its own.
 */
export class BtwEventDecoder {
  #eventName: string | undefined;

  /** Takes one line without its end. Returns the event that it completes. */
  push(line: string): BtwEvent | undefined {
    if (line === '') {
      this.#eventName = undefined;
      return undefined;
    }
    const eventName = sseField(line, 'event');
    if (eventName !== undefined) this.#eventName = eventName;
    const data = sseField(line, 'data');
    return data === undefined ? undefined : decode(data, this.#eventName);
  }
}

function decode(data: string, eventName: string | undefined): BtwEvent | undefined {
  const message = parseJsonObject(data);
  if (message === undefined) return undefined;
  switch (message['type'] ?? eventName) {
    case 'btw_text_delta':
      return typeof message['text'] === 'string' ? { kind: 'delta', text: message['text'] } : undefined;
    case 'btw_complete':
      return { kind: 'complete' };
    case 'btw_error':
      return { kind: 'error', message: firstString(message['message'], message['error']) };
    default:
      return undefined;
  }
}

function firstString(...values: unknown[]): string {
  return values.find((value) => typeof value === 'string') ?? 'the gateway named no reason';
}
