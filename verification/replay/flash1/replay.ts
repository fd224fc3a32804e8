import { createHash } from 'node:crypto';
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
import type { Flash1Messages } from './messages.ts';
import { IdMap } from './id-map.ts';
import { OPEN_RULES } from '../flow/open-rules.ts';

/**
 * The public workload of the flash1 benchmark through any book: limit orders, IOC among them, cancels and modifies,
 * with no protections in the way. Reports are rows of six integers; their text is made afterwards.
 */
export const REPORT_STRIDE = 6;

/** What a report begins with; the fields behind type and sequence are told at each. */
export const REPORT = {
  /** side, id, price, quantity */
  ACCEPTED: 0,
  /** price, quantity, maker's id, taker's id */
  TRADE: 1,
  /** side, id, price; the rest of an IOC too */
  CANCELED: 2,
  /** side, id, price, quantity; behind the trades that it made */
  MODIFIED: 3,
  /** id */
  CANCEL_OF_UNKNOWN: 4,
  /** id */
  MODIFY_OF_UNKNOWN: 5,
} as const;

const FIELDS_OF_REPORT = [5, 5, 4, 5, 2, 2];

/** Trades and ends of orders for now come on top; where they are more the array grows. */
const REPORTS_A_MESSAGE = 1.25;

const NEW = 0;
const CANCEL_ORDER = 1;
const TYPE_BITS = 3;

/** One run through one book. Messages are given one by one or all at once; `reports` grows with them. */
export class Flash1Replay {
  /** Rows of REPORT_STRIDE integers, `length` integers of them. Replaced by a longer copy when it is full. */
  reports: Int32Array;
  length = 0;
  trades = 0;
  readonly book: MatchingBook;
  readonly pool: OrderPool;
  readonly ring: EventRing;
  private readonly ids: IdMap;

  /**
   * @param expectedMessages for whose reports there is room at first
   * @param rules of the book, when others than none are to be tried
   */
  constructor(factory: BookFactory, expectedMessages: number, rules: BookRules = OPEN_RULES) {
    this.reports = new Int32Array(Math.ceil((expectedMessages + 1_024) * REPORTS_A_MESSAGE) * REPORT_STRIDE);
    this.pool = new OrderPool();
    this.ring = new EventRing();
    this.ids = new IdMap();
    this.book = factory(this.pool, this.ring, rules);
    this.book.startSession(1, 0);
    this.book.setPhase(PHASE.CONTINUOUS);
    this.ring.clear();
  }

  /** Orders that are open. */
  get openOrders(): number {
    return this.ids.size;
  }

  /** Takes the messages from one place to another, the second not included. The sequence is the place. */
  run(messages: Flash1Messages, from = 0, to = messages.count): void {
    const { flags, quantities, ids, prices } = messages;
    for (let sequence = from; sequence < to; sequence++) {
      const flag = flags[sequence]!;
      const id = ids[sequence]!;
      const type = flag & TYPE_BITS;
      if (type === CANCEL_ORDER) this.cancel(sequence, id);
      else if (type === NEW) this.add(sequence, flag, id, prices[sequence]!, quantities[sequence]!);
      else this.modify(sequence, flag, id, prices[sequence]!, quantities[sequence]!);
    }
  }

  private add(sequence: number, flag: number, id: number, priceTicks: number, quantity: number): void {
    const slot = this.pool.take();
    this.report(REPORT.ACCEPTED, sequence, (flag >> 2) & 1, id, priceTicks, quantity);
    this.enter(sequence, slot, flag, id, priceTicks, quantity);
    if (this.book.isOpen(slot)) this.ids.set(id, slot);
    else this.pool.giveBack(slot);
  }

  private cancel(sequence: number, id: number): void {
    const slot = this.ids.take(id);
    if (slot === 0) return this.report(REPORT.CANCEL_OF_UNKNOWN, sequence, id);
    this.book.cancel(slot, CANCEL.REQUESTED);
    this.ring.clear();
    const { fields } = this.pool;
    const at = slot * STRIDE;
    this.report(REPORT.CANCELED, sequence, fields[at + KIND]! & 1, id, fields[at + LIMIT_TICKS]);
    this.pool.giveBack(slot);
  }

  private modify(sequence: number, flag: number, id: number, priceTicks: number, quantity: number): void {
    const slot = this.ids.get(id);
    if (slot === 0) return this.report(REPORT.MODIFY_OF_UNKNOWN, sequence, id);
    this.book.cancel(slot, CANCEL.REQUESTED);
    this.ring.clear();
    this.enter(sequence, slot, flag, id, priceTicks, quantity);
    this.report(REPORT.MODIFIED, sequence, (flag >> 2) & 1, id, priceTicks, quantity);
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
    const timeInForce = (flag & 8) === 0 ? TIF.DAY : TIF.IOC;
    fields[at + KIND] = kindOf((flag >> 2) & 1, TYPE.LIMIT, timeInForce, 0);
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
    this.readOut(sequence);
  }

  /** The events of an order that has entered. */
  private readOut(sequence: number): void {
    const { rows, length } = this.ring;
    for (let at = 0; at < length; at += EVENT_STRIDE) {
      const type = rows[at]!;
      if (type === EVENT.TRADE) this.readTrade(sequence, rows, at);
      else if (type === EVENT.EXPIRED) {
        const { fields } = this.pool;
        const row = rows[at + 1]! * STRIDE;
        const ticks = fields[row + LIMIT_TICKS]!;
        this.report(REPORT.CANCELED, sequence, fields[row + KIND]! & 1, fields[row + TAG], ticks);
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
    this.report(REPORT.TRADE, sequence, rows[at + 3]!, rows[at + 4], makerId, takerId);
    if (rows[at + 5] !== fields[maker * STRIDE + QUANTITY]) return;
    this.ids.take(makerId);
    this.pool.giveBack(maker);
  }

  private report(type: number, sequence: number, first: number, second = 0, third = 0, fourth = 0): void {
    if (this.length === this.reports.length) this.grow();
    const { reports, length } = this;
    reports[length] = type;
    reports[length + 1] = sequence;
    reports[length + 2] = first;
    reports[length + 3] = second;
    reports[length + 4] = third;
    reports[length + 5] = fourth;
    this.length = length + REPORT_STRIDE;
  }

  private grow(): void {
    const reports = new Int32Array(this.reports.length * 2);
    reports.set(this.reports);
    this.reports = reports;
  }
}

/** SHA-256 of the reports as text: fields joined by commas, reports by newlines without a last one. */
export function hashReports(reports: Int32Array, length: number): string {
  const hash = createHash('sha256');
  const lines: string[] = [];
  for (let at = 0; at < length; at += REPORT_STRIDE) {
    lines.push(textOf(reports, at));
    if (lines.length < 65_536) continue;
    hash.update(lines.join('\n'));
    lines.length = 0;
    if (at + REPORT_STRIDE < length) lines.push('');
  }
  return hash.update(lines.join('\n')).digest('hex');
}

/** One report as text. Ids and prices are unsigned. */
export function textOf(reports: Int32Array, at: number): string {
  const type = reports[at]!;
  let text = `${type}`;
  for (let field = 1; field <= FIELDS_OF_REPORT[type]!; field++) text += `,${reports[at + field]! >>> 0}`;
  return text;
}
