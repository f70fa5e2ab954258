// What the script saw → events as a rule about runs reads them, with what the server read as requests. Part of an ejected script.
import { seen } from './report.ts';

/** Whose a request is, by its method and path. */
type Routes = Record<string, { call: string; route: string }>;

type Request = { method: string; path: string; authorization: string; body: string; length: number };

/** All that was seen; a request is where its last byte came. */
export function listEvents(routes: Routes): object[] {
  const unread = new Map<unknown, string>();
  return seen.flatMap(({ kind, ms, ...event }) => {
    if (kind !== 'bytes') return [{ kind, ms, ...event }];
    let text = (unread.get(event['connection']) ?? '') + (event['bytes'] as Buffer).toString('latin1');
    const requests: object[] = [];
    for (let request = takeRequest(text); request !== undefined; request = takeRequest(text)) {
      const { length, ...read } = request;
      const whose = routes[`${read.method} ${read.path}`] ?? { call: '', route: '' };
      requests.push({ kind: 'wire', ms, ...whose, event: { what: 'request', ...read } });
      text = text.slice(length);
    }
    unread.set(event['connection'], text);
    return requests;
  });
}

/** The first request in `text`, a character for a byte; undefined while it is not whole. */
function takeRequest(text: string): Request | undefined {
  const end = text.indexOf('\r\n\r\n');
  const [first, ...lines] = text.slice(0, Math.max(end, 0)).split('\r\n');
  const [method, path] = first!.split(' ');
  if (end < 0 || method === undefined || path === undefined) return undefined;
  const header = (name: string): string =>
    lines
      .find((line) => line.toLowerCase().startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim() ?? '';
  const taken = header('transfer-encoding').endsWith('chunked')
    ? takeChunks(text, end + 4)
    : takeLength(text, end + 4, Number(header('content-length')));
  if (taken === undefined) return undefined;
  const body = Buffer.from(taken.body, 'latin1').toString();
  return { method, path, authorization: header('authorization'), body, length: taken.end };
}

function takeLength(text: string, start: number, length: number): { body: string; end: number } | undefined {
  const end = start + length;
  return text.length < end ? undefined : { body: text.slice(start, end), end };
}

/** A body in chunks (RFC 9112, section 7.1), without trailers. */
function takeChunks(text: string, start: number): { body: string; end: number } | undefined {
  let [body, at] = ['', start];
  for (;;) {
    const line = text.indexOf('\r\n', at);
    if (line < 0) return undefined;
    const size = Number.parseInt(text.slice(at, line), 16);
    at = line + 2 + size + 2;
    if (text.length < at) return undefined;
    if (size === 0) return { body, end: at };
    body += text.slice(line + 2, line + 2 + size);
  }
}
