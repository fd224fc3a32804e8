import { expect, vi } from 'vitest';

/** What a test waits for, in the longest case of a real server that comes back. */
const PATIENCE_MS = 20_000;

/** Waits for a condition; there is no sleeping in tests. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  timeout = PATIENCE_MS,
): Promise<void> {
  await vi.waitFor(async () => expect(await condition()).toBe(true), { timeout, interval: 5 });
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const text = (body: Uint8Array): string => new TextDecoder().decode(body);

/** The texts from `PREFIX0` on. */
export const numbered = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

/** A promise and the way to keep it: for handlers that a test holds. */
export function gate(): { open: () => void; opened: Promise<void> } {
  let open: () => void = () => undefined;
  return { opened: new Promise<void>((resolve) => (open = resolve)), open: () => open() };
}
