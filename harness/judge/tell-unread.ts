// What was left open → the answers behind it that the gateway had sent whole and that the client never read to their end: the usual
// cause, which neither the open connection nor the close that waits for it tells.
import type { RunView } from './run-view.ts';

/** Answers that are named; of more, how many there are. */
const NAMED_MAX = 3;

/**
 * A clause to put behind a message: `; sent whole and never read to its end: the answer with status 401 on c0`. Empty where no
 * connection that is open at the end has such an answer.
 */
export function tellUnread({ trace, exchanges }: RunView): string {
  const open = new Set(trace.open.filter(({ resource }) => resource === 'socket').map(({ id }) => id));
  const unread = exchanges.filter(
    ({ connection, status, completed, cut, readWhole, clientClosed, isTunnel }) =>
      open.has(`c${connection}`) &&
      status !== undefined &&
      completed !== undefined &&
      cut === undefined &&
      clientClosed === undefined &&
      !isTunnel &&
      readWhole === undefined,
  );
  if (unread.length === 0) return '';
  const named = unread
    .slice(0, NAMED_MAX)
    .map(({ status, connection }) => `the answer with status ${status} on c${connection}`);
  const more = unread.length - named.length;
  const all = more === 0 ? named : [...named, `${more} more`];
  return `; sent whole and never read to ${unread.length === 1 ? 'its' : 'their'} end: ${all.join(', ')}`;
}
