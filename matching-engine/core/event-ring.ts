/**
 * Events of a book as rows of eight integers in one preallocated array, so that an event allocates nothing. The book
 * fills it; the caller reads and clears it. It grows if one operation (an auction of a long book) emits more events than
 * fit.
 *
 * Field 0 is the type, field 1 the order's slot if the event concerns an order:
 *
 * | type            | 1     | 2        | 3        | 4           | 5           | 6           | 7         |
 * | --------------- | ----- | -------- | -------- | ----------- | ----------- | ----------- | --------- |
 * | ACCEPTED        | slot  | limit    |          |             |             |             |           |
 * | REJECTED        | slot  | rule     |          |             |             |             |           |
 * | TRADE           | maker | taker    | price    | quantity    | makerFilled | takerFilled | aggressor |
 * | CANCELED        | slot  | filled   | reason   |             |             |             |           |
 * | EXPIRED         | slot  | filled   | reason   |             |             |             |           |
 * | REPLACED        | slot  | quantity | filled   | limit       | stop        | display     |           |
 * | REPLACE_REFUSED | slot  | rule     |          |             |             |             |           |
 * | TRIGGERED       | slot  | limit    |          |             |             |             |           |
 * | LEVEL           | side  | price    | orders   | quantityLow | quantityHigh|             |           |
 * | THEORETICAL     |       | price    |          | quantityLow | quantityHigh|             |           |
 * | AUCTION_STARTED |       | cause    | durationMs |           |             |             |           |
 *
 * Prices in ticks, 0 for none. Filled counts all fills of the order so far, this one included. In a trade of an auction
 * the maker is the buyer, the taker is the seller and the aggressor is NO_AGGRESSOR. An order ends with REJECTED,
 * CANCELED, EXPIRED, or the TRADE that fills it whole.
 */
export const EVENT_STRIDE = 8;

export const EVENT = {
  ACCEPTED: 0,
  REJECTED: 1,
  TRADE: 2,
  CANCELED: 3,
  EXPIRED: 4,
  REPLACED: 5,
  REPLACE_REFUSED: 6,
  TRIGGERED: 7,
  LEVEL: 8,
  THEORETICAL: 9,
  AUCTION_STARTED: 10,
} as const;

/** Aggressor of an auction's TRADE, instead of a side. */
export const NO_AGGRESSOR = 2;

const TWO_32 = 0x1_0000_0000;

/** The two integers of a quantity that may exceed 32 bits: the total of a level, the theoretical quantity. */
export const lowBits = (quantity: number): number => quantity | 0;
export const highBits = (quantity: number): number => (quantity < TWO_32 ? 0 : Math.floor(quantity / TWO_32));
export const wideQuantity = (low: number, high: number): number => high * TWO_32 + (low >>> 0);

export class EventRing {
  /** A longer copy replaces it when it is full: read the property again after each operation. */
  rows: Int32Array;
  /** Integers written since the last `clear`; later ones are stale. */
  length = 0;

  constructor(capacity = 1_024) {
    this.rows = new Int32Array(capacity * EVENT_STRIDE);
  }

  clear(): void {
    this.length = 0;
  }

  /** Writes one row. */
  push(
    type: number,
    first: number,
    second = 0,
    third = 0,
    fourth = 0,
    fifth = 0,
    sixth = 0,
    seventh = 0,
  ): void {
    if (this.length === this.rows.length) this.grow();
    const { rows, length } = this;
    rows[length] = type;
    rows[length + 1] = first;
    rows[length + 2] = second;
    rows[length + 3] = third;
    rows[length + 4] = fourth;
    rows[length + 5] = fifth;
    rows[length + 6] = sixth;
    rows[length + 7] = seventh;
    this.length = length + EVENT_STRIDE;
  }

  /** Appends rows for the caller to write whole; returns the index of the first. */
  reserve(rows: number): number {
    const at = this.length;
    if (at + rows * EVENT_STRIDE > this.rows.length) this.grow();
    this.length = at + rows * EVENT_STRIDE;
    return at;
  }

  private grow(): void {
    const rows = new Int32Array(this.rows.length * 2);
    rows.set(this.rows);
    this.rows = rows;
  }
}
