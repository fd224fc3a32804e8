import { vi } from 'vitest';

/** How long a test waits for a condition in the worst case: a busy machine, a server that comes back. */
export const PATIENCE_MS = 20_000;

/** Tries assertions until they hold. */
export const eventually = <T>(assertions: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(assertions, { timeout: PATIENCE_MS, interval: 25 });
