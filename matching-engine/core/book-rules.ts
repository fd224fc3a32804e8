/** Rules of one instrument's book, as plain data from the exchange. Prices in ticks. */
export interface BookRules {
  /** False for a suspended or delisted instrument. */
  readonly isActive: boolean;
  readonly lotSize: number;
  /** At most MAX_QUANTITY. */
  readonly maxOrderQuantity: number;
  /** Rejection tunnel, bounds included, within 1 to MAX_PRICE_TICKS: an order priced outside it is rejected. */
  readonly lowestTicks: number;
  readonly highestTicks: number;
  readonly tunnels: AuctionTunnels;
}

/** Limits beyond which a trade starts an auction instead. Widths in parts per million of the reference price; 0 is off. */
export interface AuctionTunnels {
  /** Around the price of the day's last auction, before the first auction around the previous close. */
  readonly staticPpm: number;
  /** Around the last trade before the incoming order. */
  readonly dynamicPpm: number;
  /** Length of an auction that a price starts. */
  readonly priceCallMs: number;
  /** Mean traded shares of a trading day; 0 if unknown, and then no quantity starts an auction. */
  readonly meanQuantity: number;
  /** Multiples of the mean, ascending, each with the length of the auction that a trade of that size starts. */
  readonly quantitySteps: readonly { readonly multiple: number; readonly callMs: number }[];
}

export const NO_TUNNELS: AuctionTunnels = {
  staticPpm: 0,
  dynamicPpm: 0,
  priceCallMs: 0,
  meanQuantity: 0,
  quantitySteps: [],
};

/** Prices at which a trade starts no auction, bounds included. */
export interface Tunnel {
  readonly lowestTicks: number;
  readonly highestTicks: number;
}

export const UNBOUNDED: Tunnel = { lowestTicks: 0, highestTicks: 0x7fffffff };

/** The tunnel of a width around a reference, rounded inwards to whole ticks; unbounded if either is 0. */
export function tunnelAround(referenceTicks: number, widthPpm: number): Tunnel {
  if (widthPpm === 0 || referenceTicks === 0) return UNBOUNDED;
  // Exact: a price is below 2^31 and a width below 2^21, so the products are safe integers.
  return {
    lowestTicks: Math.ceil((referenceTicks * (1_000_000 - widthPpm)) / 1_000_000),
    highestTicks: Math.floor((referenceTicks * (1_000_000 + widthPpm)) / 1_000_000),
  };
}
