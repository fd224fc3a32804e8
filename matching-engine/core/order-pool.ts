/**
 * Open orders of an exchange as rows of sixteen integers, one cache line each. The caller takes a slot (a row) before it
 * enters an order into a book and gives it back after the book has emitted the order's end, so a slot identifies one
 * order from `take` until `giveBack`. The caller writes the terms. The book reads them on entry and keeps its own state
 * in the working fields, which are private to it.
 */
export const STRIDE = 16; // A power of two: `fast/` computes a row's index as `slot << 4`.

/** Terms, which the caller writes before `enter`. An absent optional one is 0. */
export const KIND = 0;
export const QUANTITY = 1;
export const LIMIT_TICKS = 2;
export const STOP_TICKS = 3;
/** The highest price of a market or stop buy, the lowest of a sell; 0 for any price. */
export const PROTECTION_TICKS = 4;
export const DISPLAY_QUANTITY = 5;
export const MINIMUM_QUANTITY = 6;
/** Number of the investor for self-trade prevention; 0 for none. */
export const INVESTOR = 7;
/** Days since 1970-01-01; 0 for none. */
export const EXPIRES_DAY = 8;
/** Working fields of the book. SHOWN is the quantity displayed now. */
export const FILLED = 9;
export const SHOWN = 10;
export const NEXT = 11;
export const PREVIOUS = 12;
export const LEVEL = 13;
export const STATE = 14;
/** The caller's own value; books leave it alone. */
export const TAG = 15;

/** Side, type, time in force and self-trade prevention in one integer. */
export const kindOf = (side: number, type: number, timeInForce: number, selfTrade: number): number =>
  side | (type << 1) | (timeInForce << 3) | (selfTrade << 6);
export const sideOfKind = (kind: number): number => kind & 1;
export const typeOfKind = (kind: number): number => (kind >> 1) & 3;
export const timeInForceOfKind = (kind: number): number => (kind >> 3) & 7;
export const selfTradeOfKind = (kind: number): number => (kind >> 6) & 3;

/** The rows. Slot 0 is never taken, so that 0 means "no order". */
export class OrderPool {
  /** A longer copy replaces it when the rows run out: read the property again in each operation. */
  fields: Int32Array;
  private freed: Int32Array;
  private freedCount = 0;
  private used = 1;
  private books = 0;

  constructor(capacity = 1_024) {
    this.fields = new Int32Array(capacity * STRIDE);
    this.freed = new Int32Array(capacity);
  }

  /** Taken slots. */
  get size(): number {
    return this.used - 1 - this.freedCount;
  }

  /** Memory of the rows and of the list of free ones, in bytes. */
  get bytes(): number {
    return this.fields.byteLength + this.freed.byteLength;
  }

  /** Assigns a book its number in this pool, from 1, by which it distinguishes its orders from those of other books. */
  numberBook(): number {
    this.books++;
    return this.books;
  }

  /** Takes a free slot. Its fields still hold the values of its last order. */
  take(): number {
    if (this.freedCount > 0) {
      this.freedCount--;
      return this.freed[this.freedCount] ?? 0;
    }
    if ((this.used + 1) * STRIDE > this.fields.length) this.grow();
    return this.used++;
  }

  /** Gives a slot back, after the caller has read the order's end. */
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
