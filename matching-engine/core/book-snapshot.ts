import {
  DISPLAY_QUANTITY,
  EXPIRES_DAY,
  FILLED,
  INVESTOR,
  KIND,
  LIMIT_TICKS,
  MINIMUM_QUANTITY,
  PROTECTION_TICKS,
  QUANTITY,
  SHOWN,
  STOP_TICKS,
  STRIDE,
} from './order-pool.ts';
import type { OrderTerms } from './order-terms.ts';

/**
 * An open order as plain integers. `limitTicks` is the price at which it rests, or will once triggered; 0 for a market
 * order that waits for a call.
 */
export interface BookOrder extends OrderTerms {
  readonly slot: number;
  readonly filled: number;
  /** Displayed quantity now: of an iceberg the displayed part, of any other resting order its open quantity, else 0. */
  readonly shown: number;
}

/** A book as plain data. Equal for every implementation after the same operations. */
export interface BookSnapshot {
  readonly phase: number;
  /** Price of the last trade of this trading day; 0 before the first. */
  readonly lastTicks: number;
  readonly previousCloseTicks: number;
  /** Price of the last auction of this trading day that traded; 0 before the first. */
  readonly auctionTicks: number;
  /** The theoretical price and quantity emitted last; 0 outside a call and if nothing crosses. */
  readonly theoreticalTicks: number;
  readonly theoreticalQuantity: number;
  /** By priority: best price first, then time. */
  readonly bids: readonly BookOrder[];
  readonly asks: readonly BookOrder[];
  /** Orders for a call (AUCTION, AT_CLOSE), in order of entry. */
  readonly callOrders: readonly BookOrder[];
  /** Stops that wait for their price, in order of entry. */
  readonly stops: readonly BookOrder[];
  /** Triggered stops that have not entered the book yet, in the order in which they will. */
  readonly triggered: readonly BookOrder[];
}

/** Reads the order in a slot of the pool. */
export function readOrder(fields: Int32Array, slot: number): BookOrder {
  const at = slot * STRIDE;
  const field = (offset: number): number => fields[at + offset] ?? 0;
  return {
    slot,
    kind: field(KIND),
    quantity: field(QUANTITY),
    filled: field(FILLED),
    limitTicks: field(LIMIT_TICKS),
    stopTicks: field(STOP_TICKS),
    protectionTicks: field(PROTECTION_TICKS),
    displayQuantity: field(DISPLAY_QUANTITY),
    shown: field(SHOWN),
    minimumQuantity: field(MINIMUM_QUANTITY),
    investor: field(INVESTOR),
    expiresDay: field(EXPIRES_DAY),
  };
}
