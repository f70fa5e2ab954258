// Turns bytes into lines of text: UTF-8, ended by \n, \r\n or \r, wherever the chunks are cut.
// Invariant: the lines joined are the text, without their ends; a line is given out as soon as its end is seen.

/**
 * The lines of a body. Malformed UTF-8 becomes U+FFFD and a leading byte order mark is dropped (WHATWG Encoding); a last
 * line without an end is given out if it is not empty. Leaving the iteration leaves `bytes`, at once and even if next()
 * was never called. Errors of `bytes` pass through.
 */
export function lines(bytes: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  return { [Symbol.asyncIterator]: () => iterateLines(bytes[Symbol.asyncIterator]()) };
}

function iterateLines(chunks: AsyncIterator<Uint8Array>): AsyncIterator<string, undefined> {
  const splitter = new LineSplitter();
  const decoder = new TextDecoder();
  const ready: string[] = [];
  let isOver = false;

  return {
    async next() {
      while (ready.length === 0 && !isOver) {
        const { done, value } = await chunks.next();
        // Left meanwhile: whatever came is not for anybody.
        if (isOver) break;
        if (done === true) {
          isOver = true;
          ready.push(...splitter.push(decoder.decode()), ...splitter.end());
        } else {
          ready.push(...splitter.push(decoder.decode(value, { stream: true })));
        }
      }
      const line = ready.shift();
      return line === undefined ? { done: true, value: undefined } : { done: false, value: line };
    },
    async return() {
      const wasOver = isOver;
      isOver = true;
      ready.length = 0;
      if (!wasOver) await chunks.return?.();
      return { done: true, value: undefined };
    },
  };
}

class LineSplitter {
  #rest = '';
  #endedWithCarriageReturn = false;

  push(text: string): string[] {
    if (text === '') return [];
    // A \r ends its line at once, so the \n of a \r\n that was cut in two is still to come: it ends nothing.
    const isSecondHalf = this.#endedWithCarriageReturn && text.startsWith('\n');
    const fresh = isSecondHalf ? text.slice(1) : text;
    this.#endedWithCarriageReturn = text.endsWith('\r');
    const parts = (this.#rest + fresh).split(/\r\n|\n|\r/);
    this.#rest = parts.pop() ?? '';
    return parts;
  }

  end(): string[] {
    const last = this.#rest;
    this.#rest = '';
    return last === '' ? [] : [last];
  }
}
