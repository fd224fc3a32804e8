/** An open order as plain integers, in the order of the fields of `order-pool.ts`. */
export interface BookOrder {
  readonly slot: number;
  readonly kind: number;
  readonly quantity: number;
  readonly filled: number;
  /** Where it stands, or would once triggered; 0 for none (a market order that waits). */
  readonly limitTicks: number;
  readonly stopTicks: number;
  readonly protectionTicks: number;
  readonly displayQuantity: number;
  /** Of an iceberg what it shows now; of any other order its open quantity; 0 where it does not rest. */
  readonly shown: number;
  readonly minimumQuantity: number;
  readonly investor: number;
  readonly expiresDay: number;
}

/** A book as plain data, the same for every implementation that was told the same. */
export interface BookSnapshot {
  readonly phase: number;
  /** Of the last trade of this session; 0 before the first. */
  readonly lastTicks: number;
  readonly previousCloseTicks: number;
  /** Of the last auction of this session that traded; 0 before the first. */
  readonly auctionTicks: number;
  /** The theoretical price and quantity that were told last; 0 outside a call and where nothing crosses. */
  readonly theoreticalTicks: number;
  readonly theoreticalQuantity: number;
  /** Best first, at a price first come first. */
  readonly bids: readonly BookOrder[];
  readonly asks: readonly BookOrder[];
  /** Orders for a call (AUCTION, AT_CLOSE), in order of entry. */
  readonly callOrders: readonly BookOrder[];
  /** Stops that wait for their price, in order of entry. */
  readonly stops: readonly BookOrder[];
  /** Stops whose price has come and which have not entered the book yet, in the order in which they will. */
  readonly triggered: readonly BookOrder[];
}
