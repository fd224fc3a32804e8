import { decimal } from '#sdk/src/index.ts';

/** Places of a price under the pointer: finer than any tick, and without the noise of floating point. */
const PLACES = 6;

/** A price of the chart's scale, which lies anywhere, on the instrument's grid: the price that an order there could have. */
export const tickPrice = (price: number, tickSize: string): string =>
  decimal.toTick(price.toFixed(PLACES), tickSize);
