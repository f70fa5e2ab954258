// A run's trace → what is wrong with answers that came under a content coding: a client that decodes gives its caller the text,
// never the coded bytes. The oracles cannot ask for that: of some clients nobody knows whether they decode.
import type { Trace } from '../../harness/index.ts';
import type { AnswerProgram } from './answers.ts';

/** A message when a call was given the coded bytes of its answer. */
export function checkDecoding(
  { events }: Trace,
  calls: Readonly<Record<string, { answer?: AnswerProgram }>>,
): string | undefined {
  for (const [name, { answer: { encoding, gzip } = {} }] of Object.entries(calls)) {
    if (encoding === undefined && gzip === undefined) continue;
    const received = events
      .map((event) => (event.kind === 'delivered' && event.call === name ? event.text : ''))
      .join('');
    if (received === '') continue;
    for (const event of events) {
      if (event.kind !== 'wire' || event.call !== name || event.event.what !== 'item') continue;
      const { text, wire } = event.event;
      // A failure or a redirect before it is not coded.
      if (wire === undefined) continue;
      const isCoded = isOneBegunWith(received, wire) && !isOneBegunWith(received, text);
      if (isCoded) return `${name} was given its answer as it was coded, and not decoded`;
      // Only the first says how an answer begins.
      break;
    }
  }
  return undefined;
}

function isOneBegunWith(received: string, sent: string): boolean {
  return received.startsWith(sent) || sent.startsWith(received);
}
