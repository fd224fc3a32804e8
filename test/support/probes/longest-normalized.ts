import { vi } from 'vitest';

/** Combining marks: 240 KB in UTF-8. Normalising them takes seconds. */
export const MANY_MARKS = `a${'\u0301\u0323'.repeat(60_000)}`;

/** Runs the work. Returns the length of the longest text that was normalised meanwhile, 0 for none. */
export async function longestNormalized(work: () => unknown): Promise<number> {
  const spy = vi.spyOn(String.prototype, 'normalize').mockImplementation(function (this: string) {
    return String(this);
  });
  try {
    await work();
    return Math.max(0, ...spy.mock.contexts.map((text) => String(text).length));
  } finally {
    spy.mockRestore();
  }
}
