import { NO_TUNNELS, type BookRules } from '#engine/core/book-rules.ts';
import { MAX_PRICE_TICKS, MAX_QUANTITY } from '#engine/core/codes.ts';

/** Rules that accept every order of a recorded flow: any price, any quantity, no protections. */
export const OPEN_RULES: BookRules = {
  isActive: true,
  lotSize: 1,
  maxOrderQuantity: MAX_QUANTITY,
  lowestTicks: 1,
  highestTicks: MAX_PRICE_TICKS,
  tunnels: NO_TUNNELS,
};
