// The folder that closecall runs in → where that is in its repository, as the CI has checked it out.
import { relative, sep } from 'node:path';
import type { Host } from './host.ts';

/** Its path below the checkout, with forward slashes; '' where they are one, or nobody says where the checkout is. */
export function placeInRepository({ variable, root }: Pick<Host, 'variable' | 'root'>): string {
  const checkout = variable('GITHUB_WORKSPACE') ?? '';
  if (checkout === '') return '';
  const path = relative(checkout, root).split(sep).join('/');
  return path.startsWith('..') || path === root ? '' : path;
}
