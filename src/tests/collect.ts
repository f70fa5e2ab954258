// Turns an async iterable into the list of what it gives out.

/** Reads to the end. Rejects where the iterable does. */
export async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const value of values) collected.push(value);
  return collected;
}
