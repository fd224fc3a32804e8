import type { BookRules } from '#engine/core/book-rules.ts';
import { CANCEL, PHASE, TIF, TYPE } from '#engine/core/codes.ts';
import { EVENT, EVENT_STRIDE, EventRing } from '#engine/core/event-ring.ts';
import type { BookFactory, MatchingBook } from '#engine/core/matching-book.ts';
import {
  DISPLAY_QUANTITY,
  EXPIRES_DAY,
  INVESTOR,
  kindOf,
  KIND,
  LIMIT_TICKS,
  MINIMUM_QUANTITY,
  OrderPool,
  PROTECTION_TICKS,
  QUANTITY,
  STOP_TICKS,
  STRIDE,
  TAG,
} from '#engine/core/order-pool.ts';
import { FLAG, sideOfFlags, type Flash1Messages } from './messages.ts';
import { IdMap } from './id-map.ts';
import { OPEN_RULES } from '../flow/open-rules.ts';
import { REPORT, ReportRows } from './reports.ts';

/**
 * Replays messages of the public flash1 benchmark in a book: limit orders, some of them IOC, cancels and modifies, without
 * protections. A caller passes messages one by one or all at once; `reports` grows with them.
 */
export class Flash1Replay {
  readonly reports: ReportRows;
  trades = 0;
  readonly book: MatchingBook;
  readonly pool: OrderPool;
  readonly ring: EventRing;
  private readonly ids: IdMap;

  /**
   * @param expectedMessages number of messages to reserve memory for
   * @param rules of the book; by default none restricts an order
   */
  constructor(factory: BookFactory, expectedMessages: number, rules: BookRules = OPEN_RULES) {
    this.reports = new ReportRows(expectedMessages);
    this.pool = new OrderPool();
    this.ring = new EventRing();
    this.ids = new IdMap();
    this.book = factory(this.pool, this.ring, rules);
    this.book.startTradingDay(1, 0);
    this.book.setPhase(PHASE.CONTINUOUS);
    this.ring.clear();
  }

  /** Number of open orders. */
  get openOrders(): number {
    return this.ids.size;
  }

  /** Replays the messages with indexes from `from` up to but not including `to`. An index is the message's sequence. */
  run(messages: Flash1Messages, from = 0, to = messages.count): void {
    const { flags, quantities, ids, prices } = messages;
    for (let sequence = from; sequence < to; sequence++) {
      const flag = flags[sequence]!;
      const id = ids[sequence]!;
      const type = flag & FLAG.TYPE;
      if (type === FLAG.CANCEL) this.cancel(sequence, id);
      else if (type === FLAG.NEW) this.add(sequence, flag, id, prices[sequence]!, quantities[sequence]!);
      else this.modify(sequence, flag, id, prices[sequence]!, quantities[sequence]!);
    }
  }

  private add(sequence: number, flag: number, id: number, priceTicks: number, quantity: number): void {
    const slot = this.pool.take();
    this.reports.push(REPORT.ACCEPTED, sequence, sideOfFlags(flag), id, priceTicks, quantity);
    this.enter(sequence, slot, flag, id, priceTicks, quantity);
    if (this.book.isOpen(slot)) this.ids.set(id, slot);
    else this.pool.giveBack(slot);
  }

  private cancel(sequence: number, id: number): void {
    const slot = this.ids.take(id);
    if (slot === 0) return this.reports.push(REPORT.CANCEL_OF_UNKNOWN, sequence, id);
    this.book.cancel(slot, CANCEL.REQUESTED);
    this.ring.clear();
    const { fields } = this.pool;
    const at = slot * STRIDE;
    this.reports.push(REPORT.CANCELED, sequence, fields[at + KIND]! & 1, id, fields[at + LIMIT_TICKS]);
    this.pool.giveBack(slot);
  }

  private modify(sequence: number, flag: number, id: number, priceTicks: number, quantity: number): void {
    const slot = this.ids.get(id);
    if (slot === 0) return this.reports.push(REPORT.MODIFY_OF_UNKNOWN, sequence, id);
    this.book.cancel(slot, CANCEL.REQUESTED);
    this.ring.clear();
    this.enter(sequence, slot, flag, id, priceTicks, quantity);
    this.reports.push(REPORT.MODIFIED, sequence, sideOfFlags(flag), id, priceTicks, quantity);
    if (this.book.isOpen(slot)) return;
    this.ids.take(id);
    this.pool.giveBack(slot);
  }

  private enter(
    sequence: number,
    slot: number,
    flag: number,
    id: number,
    priceTicks: number,
    quantity: number,
  ): void {
    const { fields } = this.pool;
    const at = slot * STRIDE;
    const timeInForce = (flag & FLAG.IOC) === 0 ? TIF.DAY : TIF.IOC;
    fields[at + KIND] = kindOf(sideOfFlags(flag), TYPE.LIMIT, timeInForce, 0);
    fields[at + QUANTITY] = quantity;
    fields[at + LIMIT_TICKS] = priceTicks;
    fields[at + STOP_TICKS] = 0;
    fields[at + PROTECTION_TICKS] = 0;
    fields[at + DISPLAY_QUANTITY] = 0;
    fields[at + MINIMUM_QUANTITY] = 0;
    fields[at + INVESTOR] = 0;
    fields[at + EXPIRES_DAY] = 0;
    fields[at + TAG] = id;
    this.book.enter(slot);
    this.readEvents(sequence);
  }

  /** Reads the events of an order's entry. */
  private readEvents(sequence: number): void {
    const { rows, length } = this.ring;
    for (let at = 0; at < length; at += EVENT_STRIDE) {
      const type = rows[at]!;
      if (type === EVENT.TRADE) this.readTrade(sequence, rows, at);
      else if (type === EVENT.EXPIRED) {
        const { fields } = this.pool;
        const row = rows[at + 1]! * STRIDE;
        const ticks = fields[row + LIMIT_TICKS]!;
        this.reports.push(REPORT.CANCELED, sequence, fields[row + KIND]! & 1, fields[row + TAG], ticks);
      }
    }
    this.ring.clear();
  }

  private readTrade(sequence: number, rows: Int32Array, at: number): void {
    const { fields } = this.pool;
    const maker = rows[at + 1]!;
    const makerId = fields[maker * STRIDE + TAG]!;
    const takerId = fields[rows[at + 2]! * STRIDE + TAG]!;
    this.trades++;
    this.reports.push(REPORT.TRADE, sequence, rows[at + 3]!, rows[at + 4], makerId, takerId);
    if (rows[at + 5] !== fields[maker * STRIDE + QUANTITY]) return;
    this.ids.take(makerId);
    this.pool.giveBack(maker);
  }
}
