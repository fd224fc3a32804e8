import { FLAG, sideOfFlags, type Flash1Messages } from '#verification/replay/flash1/messages.ts';
import { REPORT, ReportRows } from '#verification/replay/flash1/reports.ts';

const PRICES = 1 << 16;
const STRIDE = 8;
const NEXT = 0;
const PREVIOUS = 1;
const PRICE = 2;
const OPEN = 3;
const SIDE = 4;
const ID = 5;

/**
 * A book without rules, to measure what the rules of the engine's book cost: limit orders, DAY or IOC, cancels and
 * modifies, with prices below 65,536 ticks as indexes of an array. It makes the same reports as the engine for a flow of
 * flash1 and has no other use.
 */
export class BareBook {
  readonly reports: ReportRows;
  trades = 0;
  private readonly rows: Int32Array;
  /** First and last row of the queue at a price, by side. */
  private readonly first = [new Int32Array(PRICES), new Int32Array(PRICES)] as const;
  private readonly last = [new Int32Array(PRICES), new Int32Array(PRICES)] as const;
  /** Best price of each side; 0 and PRICES if the side is empty. */
  private bid = 0;
  private ask = PRICES;
  private readonly slots = new Map<number, number>();
  private readonly free: Int32Array;
  private freeCount = 0;
  private used = 1;

  constructor(messages: number) {
    this.reports = new ReportRows(messages);
    this.rows = new Int32Array((messages + 2) * STRIDE);
    this.free = new Int32Array(messages + 2);
  }

  run({ flags, quantities, ids, prices, count }: Flash1Messages): void {
    for (let sequence = 0; sequence < count; sequence++) {
      const flag = flags[sequence]!;
      const id = ids[sequence]!;
      const type = flag & FLAG.TYPE;
      if (type === FLAG.CANCEL) this.cancel(sequence, id);
      else this.newOrModify(sequence, type, flag, id, prices[sequence]!, quantities[sequence]!);
    }
  }

  private cancel(sequence: number, id: number): void {
    const slot = this.slots.get(id);
    if (slot === undefined) return this.reports.push(REPORT.CANCEL_OF_UNKNOWN, sequence, id);
    const at = slot * STRIDE;
    this.reports.push(REPORT.CANCELED, sequence, this.rows[at + SIDE]!, id, this.rows[at + PRICE]);
    this.remove(slot);
  }

  private newOrModify(
    sequence: number,
    type: number,
    flag: number,
    id: number,
    price: number,
    quantity: number,
  ): void {
    const side = sideOfFlags(flag);
    if (type === FLAG.NEW) this.reports.push(REPORT.ACCEPTED, sequence, side, id, price, quantity);
    else {
      const slot = this.slots.get(id);
      if (slot === undefined) return this.reports.push(REPORT.MODIFY_OF_UNKNOWN, sequence, id);
      this.remove(slot);
    }
    const rest = this.trade(sequence, side, id, price, quantity);
    if (rest > 0 && (flag & FLAG.IOC) !== 0) this.reports.push(REPORT.CANCELED, sequence, side, id, price);
    else if (rest > 0) this.rest(side, id, price, rest);
    if (type === FLAG.MODIFY) this.reports.push(REPORT.MODIFIED, sequence, side, id, price, quantity);
  }

  private trade(sequence: number, side: number, id: number, price: number, quantity: number): number {
    const { rows } = this;
    const first = this.first[side === 0 ? 1 : 0];
    let rest = quantity;
    while (rest > 0 && (side === 0 ? this.ask <= price : this.bid >= price)) {
      const best = side === 0 ? this.ask : this.bid;
      const maker = first[best]!;
      const at = maker * STRIDE;
      const traded = Math.min(rest, rows[at + OPEN]!);
      rest -= traded;
      rows[at + OPEN] = rows[at + OPEN]! - traded;
      this.trades++;
      this.reports.push(REPORT.TRADE, sequence, best, traded, rows[at + ID], id);
      if (rows[at + OPEN] === 0) this.remove(maker);
    }
    return rest;
  }

  private rest(side: number, id: number, price: number, quantity: number): void {
    const { rows } = this;
    const slot = this.freeCount > 0 ? this.free[--this.freeCount]! : this.used++;
    const at = slot * STRIDE;
    const last = this.last[side as 0 | 1];
    const previous = last[price]!;
    rows[at + NEXT] = 0;
    rows[at + PREVIOUS] = previous;
    rows[at + PRICE] = price;
    rows[at + OPEN] = quantity;
    rows[at + SIDE] = side;
    rows[at + ID] = id;
    if (previous === 0) this.first[side as 0 | 1][price] = slot;
    else rows[previous * STRIDE + NEXT] = slot;
    last[price] = slot;
    this.slots.set(id >>> 0, slot);
    if (side === 0 && price > this.bid) this.bid = price;
    if (side === 1 && price < this.ask) this.ask = price;
  }

  private remove(slot: number): void {
    const { rows } = this;
    const at = slot * STRIDE;
    const side = rows[at + SIDE]! as 0 | 1;
    const price = rows[at + PRICE]!;
    const next = rows[at + NEXT]!;
    const previous = rows[at + PREVIOUS]!;
    if (previous === 0) this.first[side][price] = next;
    else rows[previous * STRIDE + NEXT] = next;
    if (next === 0) this.last[side][price] = previous;
    else rows[next * STRIDE + PREVIOUS] = previous;
    if ((next | previous) === 0) this.updateBest(side, price);
    this.slots.delete(rows[at + ID]! >>> 0);
    this.free[this.freeCount++] = slot;
  }

  private updateBest(side: 0 | 1, emptied: number): void {
    const first = this.first[side];
    if (side === 0 && emptied === this.bid) {
      let price = emptied;
      while (price > 0 && first[price] === 0) price--;
      this.bid = price;
    } else if (side === 1 && emptied === this.ask) {
      let price = emptied;
      while (price < PRICES && first[price] === 0) price++;
      this.ask = price;
    }
  }
}
