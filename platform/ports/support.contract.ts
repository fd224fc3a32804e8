import { expect, vi } from 'vitest';

/** The longest wait of a test: for a real server that restarts. */
const MAX_WAIT_MS = 20_000;

/** Waits until a condition holds. Tests do not sleep. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  timeout = MAX_WAIT_MS,
): Promise<void> {
  await vi.waitFor(async () => expect(await condition()).toBe(true), { timeout, interval: 5 });
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const text = (body: Uint8Array): string => new TextDecoder().decode(body);

/** The texts `PREFIX0`, `PREFIX1` and so on. */
export const numbered = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

/** A promise with the function that resolves it, for handlers that a test holds up. */
export function gate(): { open: () => void; opened: Promise<void> } {
  let open: () => void = () => undefined;
  return { opened: new Promise<void>((resolve) => (open = resolve)), open: () => open() };
}
