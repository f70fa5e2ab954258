// The address of a view within the page, both ways: `#/` and `#/finding/FINGERPRINT/SCENARIO/VARIANT?step=N&run=original`.
import { formatRoute } from '../format-route.ts';

/** What is shown. `step` 0: wherever the finding shows; `isOriginal`: the case as it was drawn. */
export type PageRoute =
  | { view: 'overview' }
  | { view: 'finding'; key: string[]; step: number; isOriginal: boolean };

/** Reads it; whatever is no finding's is the overview. */
export function parseRoute(hash: string): PageRoute {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  const [, view, ...key] = path.split('/');
  if (view !== 'finding' || key.length !== 3) return { view: 'overview' };
  const options = new URLSearchParams(query);
  const step = Number(options.get('step') ?? 0);
  return {
    view,
    key: key.map(decodePart),
    step: Number.isSafeInteger(step) && step > 0 ? step : 0,
    isOriginal: options.get('run') === 'original',
  };
}

/** Writes it. */
export function formatPageRoute({
  key,
  step = 0,
  isOriginal = false,
}: {
  key: readonly string[];
  step?: number;
  isOriginal?: boolean;
}): string {
  const options = new URLSearchParams();
  if (step > 0) options.set('step', String(step));
  if (isOriginal) options.set('run', 'original');
  const query = options.toString();
  return `${formatRoute(key)}${query === '' ? '' : `?${query}`}`;
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
