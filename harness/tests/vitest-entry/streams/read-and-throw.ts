// A client whose listener throws into nowhere.

/** Reads an answer; given up, it rejects a promise that nobody holds. */
export async function readAndThrow(url: string, signal: AbortSignal): Promise<void> {
  const onAbort = (): void => {
    void failLater();
  };
  signal.addEventListener('abort', onAbort);
  try {
    const response = await fetch(url, { signal });
    await response.text();
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

async function failLater(): Promise<void> {
  await Promise.resolve();
  throw new RangeError('nobody catches this');
}
