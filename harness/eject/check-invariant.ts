// A broken invariant → the lines that ask the same invariant about what the script saw. Only when it says the same again is
// the failure shown.
import type { InvariantReading, Recording } from '../model/recording.ts';
import { dataLiteral, quote } from './literal.ts';
import { notEjectable } from './not-ejectable.ts';

/** Writes them; `limitMs` is how long calls may be pending. */
export function checkInvariant(
  { finding, trace, actors }: Recording,
  { before, kinds, message, isTimed, readsCase }: InvariantReading,
  limitMs: number,
): string[] {
  const names = before === 'probe' ? `[${actors.map(quote).join(', ')}]` : '[...calls.keys()]';
  const routes = kinds.includes('wire request') ? dataLiteral(routesOf(finding.code, trace)) : '{}';
  const given = [
    ...(readsCase ? [`case: ${dataLiteral(trace.case)}`] : []),
    `end: 'completed'`,
    `events: listEvents(whose)`,
    `virtualMs: elapsedMs()`,
  ];
  // Times are never the same twice.
  const [said, wanted] = isTimed
    ? [`said?.replaceAll(/\\d+/g, '#')`, message.replaceAll(/\d+/g, '#')]
    : ['said', message];
  return [
    `await settle(${names}, ${limitMs});`,
    `const whose = ${routes};`,
    `const said = invariant({ ${given.join(', ')} });`,
    `conclude(${said} === ${quote(wanted)}, said ?? 'there is nothing to complain of');`,
  ];
}

/** Whose each request is, by its method and path: the server of a script knows no more of it. */
function routesOf(name: string, { events }: Recording['trace']): Record<string, object> {
  const routes = new Map<string, string>();
  for (const { kind, ...event } of events) {
    if (kind !== 'wire' || !('route' in event) || event.event.what !== 'request') continue;
    const key = `${event.event.method} ${event.event.path}`;
    const whose = JSON.stringify({ call: event.call, route: event.route });
    if ((routes.get(key) ?? whose) !== whose)
      throw notEjectable(`"${name}" has to know whose a request is, and "${key}" is that of several.`);
    routes.set(key, whose);
  }
  return Object.fromEntries([...routes].map(([key, whose]) => [key, JSON.parse(whose) as object]));
}
