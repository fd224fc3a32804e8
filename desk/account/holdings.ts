import { decimal } from '#sdk/src/index.ts';

/** Gain or loss of a position today: the price's change of the day on the present quantity. */
export const dayResult = (quantity: number, change: string | null | undefined): string | null =>
  change === null || change === undefined ? null : decimal.multiply(change, String(quantity));

/** A part of a whole in percent, with one place; null without a whole. */
export function percentOf(part: string | null, whole: string | null | undefined): string | null {
  if (part === null || whole === null || whole === undefined) return null;
  const base = Number(whole);
  return base > 0 ? ((Number(part) / base) * 100).toFixed(1) : null;
}
