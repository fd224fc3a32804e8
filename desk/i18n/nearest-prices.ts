import { decimal } from '#sdk/src/index.ts';

/** The prices on both sides of one between two ticks: 28.90 and 28.91 of 28.905; one on a tick alone. None at or below zero. */
export function nearestPrices(price: string, tickSize: string): readonly string[] {
  const both = new Set([decimal.toTick(price, tickSize, 'down'), decimal.toTick(price, tickSize, 'up')]);
  return [...both].filter((one) => decimal.compare(one, '0') > 0);
}
