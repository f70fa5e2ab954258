// A client as people write it: it forgets the body of an answer that it does not like.

/** Reads server-sent events; hands on the data of each. */
export async function streamAnswer(
  url: string,
  { signal, onText }: { signal: AbortSignal; onText: (text: string) => void },
): Promise<void> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`status ${response.status}`);
  let text = '';
  const decoder = new TextDecoder();
  for await (const bytes of response.body!) {
    text += decoder.decode(bytes, { stream: true });
    const events = text.split('\n\n');
    text = events.pop()!;
    for (const event of events) onText(event.replace(/^data: /, ''));
  }
}
