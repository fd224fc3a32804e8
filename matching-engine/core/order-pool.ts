/**
 * The open orders of an exchange as rows of sixteen integers, one cache line each. A row (slot) is taken by whoever
 * hands an order to a book and given back when a book has told the order's end, so a slot means one order from
 * `take` until `giveBack`. The caller writes the terms; a book reads them on entry and may keep its own figures in
 * the working fields, which nobody else reads.
 */
export const STRIDE = 16;

/** Terms, written by the caller before `enter`. Zero stands for "none" in all that are optional. */
export const KIND = 0;
export const QUANTITY = 1;
export const LIMIT_TICKS = 2;
export const STOP_TICKS = 3;
/** The most a market or stop buy may pay, the least a sell takes; 0 for any price. */
export const PROTECTION_TICKS = 4;
export const DISPLAY_QUANTITY = 5;
export const MINIMUM_QUANTITY = 6;
/** Orders of one investor (not 0) do not trade with each other when the incoming one asks for prevention. */
export const INVESTOR = 7;
/** Days since 1970-01-01; 0 for none. */
export const EXPIRES_DAY = 8;
/** Working fields of the book. */
export const FILLED = 9;
export const SHOWN = 10;
export const NEXT = 11;
export const PREVIOUS = 12;
export const LEVEL = 13;
export const STATE = 14;
/** The caller's own mark; books leave it alone. */
export const TAG = 15;

/** Side, type, time in force and self-trade prevention in one integer. */
export const kindOf = (side: number, type: number, timeInForce: number, selfTrade: number): number =>
  side | (type << 1) | (timeInForce << 3) | (selfTrade << 6);
export const sideOfKind = (kind: number): number => kind & 1;
export const typeOfKind = (kind: number): number => (kind >> 1) & 3;
export const timeInForceOfKind = (kind: number): number => (kind >> 3) & 7;
export const selfTradeOfKind = (kind: number): number => (kind >> 6) & 3;

/** The rows. Slot 0 is never given out, so that 0 can mean "no order". */
export class OrderPool {
  /** Replaced by a longer copy when the rows run out: read it anew in each operation. */
  fields: Int32Array;
  private freed: Int32Array;
  private freedCount = 0;
  private used = 1;
  private books = 0;

  constructor(capacity = 1_024) {
    this.fields = new Int32Array(capacity * STRIDE);
    this.freed = new Int32Array(capacity);
  }

  /** Slots that are taken. */
  get size(): number {
    return this.used - 1 - this.freedCount;
  }

  /** Bytes that the rows and the list of free ones take. */
  get bytes(): number {
    return this.fields.byteLength + this.freed.byteLength;
  }

  /** A number, from 1, that no other book of this pool has: so a book can tell its own orders from another's. */
  numberBook(): number {
    this.books++;
    return this.books;
  }

  /** A free slot; its fields hold what the last owner left there. */
  take(): number {
    if (this.freedCount > 0) {
      this.freedCount--;
      return this.freed[this.freedCount] ?? 0;
    }
    if ((this.used + 1) * STRIDE > this.fields.length) this.grow();
    return this.used++;
  }

  /** Gives a slot back, after its order's end has been read. */
  giveBack(slot: number): void {
    this.freed[this.freedCount++] = slot;
  }

  private grow(): void {
    const fields = new Int32Array(this.fields.length * 2);
    fields.set(this.fields);
    this.fields = fields;
    const freed = new Int32Array(this.freed.length * 2);
    freed.set(this.freed);
    this.freed = freed;
  }
}
