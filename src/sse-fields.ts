// Turns lines of server-sent events into field values, and a value into a JSON object (WHATWG HTML, "Server-sent
// events"). Invariant: what is none gives undefined; nothing here throws.

/** The value of `field` if this line is one, without its line end. One space after the colon belongs to the syntax. */
export function sseField(line: string, field: string): string | undefined {
  if (!line.startsWith(`${field}:`)) return undefined;
  const value = line.slice(field.length + 1);
  return value.startsWith(' ') ? value.slice(1) : value;
}

/** The object that `text` is in JSON, undefined when it is anything else. */
export function parseJsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
