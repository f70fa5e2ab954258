// Which listeners only wait for a garbage collection.
import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { installFinalizers, isHeldByFinalizer } from './install-finalizers.ts';

test("the listener that fetch leaves on its caller's signal is one, a listener of the caller's own is not", () => {
  const { prototype } = FinalizationRegistry;
  const register = Object.getOwnPropertyDescriptor(prototype, 'register')!;
  installFinalizers();
  try {
    const { signal } = new AbortController();
    signal.addEventListener('abort', () => {});
    const request = new Request('http://gateway.test', { signal });
    expect(getEventListeners(signal, 'abort').map(isHeldByFinalizer)).toEqual([false, true]);
    expect(request.signal.aborted).toBe(false);
  } finally {
    Object.defineProperty(prototype, 'register', register);
  }
});
