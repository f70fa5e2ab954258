// leaked-handle: after the end and a drain, nothing stays open.
import type { Finding } from '../model/finding.ts';
import type { RunView } from './run-view.ts';
import { tellUnread } from './tell-unread.ts';

/** One finding per kind and description of what stayed open. */
export function judgeLeakedHandle(view: RunView): Finding[] {
  const byWhat = new Map<string, { finding: Finding; count: number }>();
  for (const { resource, what, origin } of view.trace.open) {
    const key = `${resource} ${what}`;
    const known = byWhat.get(key);
    if (known !== undefined) {
      known.count++;
      continue;
    }
    const finding: Finding = {
      oracle: 'leaked-handle',
      code: resource,
      evidence: resource === 'session' ? 'model' : 'native',
      message: what,
      step: view.trace.steps,
      subject: what,
      places: origin.length > 0 ? [{ label: 'opened', frames: origin }] : [],
    };
    byWhat.set(key, { finding, count: 1 });
  }
  return [...byWhat.values()].map(({ finding, count }) => ({
    ...finding,
    message: `still open after the end: ${count === 1 ? '' : `${count} × `}${finding.message}${finding.code === 'socket' ? tellUnread(view) : ''}`,
  }));
}
