/** What one instrument's book is ruled by. Prices in ticks. All of it is data: the exchange hands it in. */
export interface BookRules {
  /** False for an instrument that is suspended or delisted. */
  readonly isActive: boolean;
  readonly lotSize: number;
  /** At most MAX_QUANTITY. */
  readonly maxOrderQuantity: number;
  /** Rejection tunnel, both ends included and within 1 to MAX_PRICE_TICKS: an order priced outside it is refused. */
  readonly lowestTicks: number;
  readonly highestTicks: number;
  readonly tunnels: AuctionTunnels;
}

/**
 * When a trade would start an auction instead of happening. Widths in parts per million of the reference price; 0
 * switches one off.
 */
export interface AuctionTunnels {
  /** Around the price of the day's last auction, before one around the previous close. */
  readonly staticPpm: number;
  /** Around the last trade before the incoming order. */
  readonly dynamicPpm: number;
  /** How long an auction lasts that a price started. */
  readonly priceCallMs: number;
  /** Mean traded shares a session; 0 when it is not known, and then no quantity starts an auction. */
  readonly meanQuantity: number;
  /** Multiples of the mean, rising, each with the length of the auction that an order starts which would trade as much. */
  readonly quantitySteps: readonly { readonly multiple: number; readonly callMs: number }[];
}

export const NO_TUNNELS: AuctionTunnels = {
  staticPpm: 0,
  dynamicPpm: 0,
  priceCallMs: 0,
  meanQuantity: 0,
  quantitySteps: [],
};

/** Prices between which a trade needs no auction, both included. */
export interface Tunnel {
  readonly lowestTicks: number;
  readonly highestTicks: number;
}

export const EVERYWHERE: Tunnel = { lowestTicks: 0, highestTicks: 0x7fffffff };

/** A tunnel of a width around a reference, drawn in to whole ticks; everywhere when it is off or nothing is known. */
export function tunnelAround(referenceTicks: number, widthPpm: number): Tunnel {
  if (widthPpm === 0 || referenceTicks === 0) return EVERYWHERE;
  // Exact: a price is below 2^31 and a width below 2^21, so the products are safe integers.
  return {
    lowestTicks: Math.ceil((referenceTicks * (1_000_000 - widthPpm)) / 1_000_000),
    highestTicks: Math.floor((referenceTicks * (1_000_000 + widthPpm)) / 1_000_000),
  };
}
