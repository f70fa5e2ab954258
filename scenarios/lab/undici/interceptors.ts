// The names of interceptors → those of the release under test around a dispatcher. One that it does not have is left out.
import fc, { type Arbitrary } from 'fast-check';
import * as undici from 'undici';
import { oneOf, seldom } from '../draw.ts';

const INTERCEPTORS = [
  'retry',
  'redirect',
  'responseError',
  'dns',
  'decompress',
  'cache',
  'dump',
  'deduplicate',
] as const;

export type InterceptorName = (typeof INTERCEPTORS)[number];

/** One of them, or two, the first beneath the second. */
export const interceptorPrograms: Arbitrary<InterceptorName[]> = seldom(
  25,
  oneOf(...INTERCEPTORS).map((name) => [name]),
  fc.uniqueArray(oneOf(...INTERCEPTORS), { minLength: 2, maxLength: 2 }).filter(isSensible),
);

/** Who retries has to see the answer, and what was thrown away beneath cannot be decoded. */
function isSensible(names: readonly InterceptorName[]): boolean {
  return !names.includes('dump') || !(names.includes('retry') || names.at(-1) === 'decompress');
}

type Options = Record<string, unknown>;

/** What some do nothing without. */
const OPTIONS: Readonly<Record<string, Options>> = { redirect: { maxRedirections: 5 } };

const { interceptors } = undici as unknown as {
  interceptors?: Record<string, ((options?: Options) => unknown) | undefined>;
};

/** Puts the interceptor of that name around `dispatcher`; `retry` are the options of the one that retries. */
export function compose(dispatcher: undici.Dispatcher, name: string, retry: Options): undici.Dispatcher {
  const make = interceptors?.[name];
  const composable = dispatcher as { compose?: (interceptor: unknown) => undici.Dispatcher };
  if (make === undefined || composable.compose === undefined) return dispatcher;
  return composable.compose(make(name === 'retry' ? retry : OPTIONS[name]));
}

/** Whether the release under test has it. */
export function hasInterceptor(name: InterceptorName): boolean {
  return interceptors?.[name] !== undefined;
}

/** Whether answers are read and thrown away: their callers are given an empty body. */
export function dumps(names: readonly InterceptorName[] = []): boolean {
  return names.includes('dump');
}

/** Whether who asks for the same may be given the same answer. */
export function joins(names: readonly InterceptorName[] = []): boolean {
  return names.includes('cache') || names.includes('deduplicate');
}
