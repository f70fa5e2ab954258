// A request for a part of what a route has → that part (RFC 9110, section 14). Where parts are given the text is the same for
// everybody who asks: an answer that broke off can be gone on with.
import { wait, type Answer, type BodyItem, type GatewayRequest } from '../../harness/index.ts';

/** What the server says of the version that it has (RFC 9110, section 8.8.3). */
export type Tag = 'strong' | 'weak' | 'none';

const TAGS = { strong: { etag: '"v1"' }, weak: { etag: 'W/"v1"' }, none: {} };

/** What there is of it: so many items of so many bytes with pauses between them. `isStingy`: of what is asked for, the first half is given. */
type Ranged = {
  ranges: Tag;
  items?: number;
  bytes?: number;
  waitMs?: number;
  framing?: 'length' | 'close';
  closes?: true;
  isStingy?: true;
};

/** All that there is of it. */
export function wholeOf(name: string, program: Omit<Ranged, 'ranges'>): string {
  return textsOf(name, program).join('');
}

function textsOf(name: string, { items = 1, bytes = 40 }: Omit<Ranged, 'ranges'>): string[] {
  return Array.from({ length: items }, (_, nth) => `${name} has ${nth};`.padEnd(bytes, name).slice(0, bytes));
}

/** The whole, or what was asked for of it. */
export function answerRange(name: string, program: Ranged, { headers }: GatewayRequest): Answer {
  const { ranges, waitMs, framing, closes, isStingy } = program;
  const texts = textsOf(name, program);
  const whole = texts.join('');
  const given = {
    'content-type': 'text/plain; charset=utf-8',
    'accept-ranges': 'bytes',
    ...TAGS[ranges],
    ...(closes && { connection: 'close' }),
  };
  const asked = /^bytes=(\d+)-(\d*)$/.exec(headers['range'] ?? '');
  const first = Number(asked?.[1] ?? 0);
  const end = Math.min(Number(asked?.[2] || Infinity), whole.length - 1);
  // A part may be smaller than what was asked for, and says so (RFC 9110, section 15.3.7).
  const last = isStingy && asked !== null ? first + ((end - first) >> 1) : end;
  const isPart = asked !== null && first <= end;
  if (asked !== null && !isPart)
    return { status: 416, headers: { 'content-range': `bytes */${whole.length}` }, framing: 'length' };
  let offset = 0;
  const body = texts.flatMap((text, nth): BodyItem[] => {
    const from = Math.max(first - offset, 0);
    const to = Math.min(last + 1 - offset, text.length);
    offset += text.length;
    const part = text.slice(from, Math.max(from, to));
    if (part === '') return [];
    const item = { text: part, wire: part };
    return nth > 0 && waitMs !== undefined ? [wait(waitMs), item] : [item];
  });
  return {
    status: isPart ? 206 : 200,
    headers: { ...given, ...(isPart && { 'content-range': `bytes ${first}-${last}/${whole.length}` }) },
    ...(framing && { framing }),
    ...(isPart && { before: whole.slice(0, first) }),
    body,
  };
}
