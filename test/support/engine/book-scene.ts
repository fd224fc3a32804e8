import type { OrderType, Side, TimeInForce } from '#domain/orders/order.ts';
import { PHASES, type Phase } from '#domain/market/phase.ts';
import { SIDES } from '#domain/orders/order.ts';
import { BookRunner } from '#verification/compare/books/book-runner.ts';
import { PLAIN_RULES } from '#verification/compare/books/compare-books.ts';
import type { BookRules } from '#engine/core/book-rules.ts';
import {
  AUCTION_CAUSES,
  CANCEL,
  CANCEL_REASONS,
  EXPIRY,
  EXPIRY_REASONS,
  ruleOf,
  sideOf,
  STP,
  TIF,
  TYPE,
  type CancelReason,
  type ExpiryReason,
} from '#engine/core/codes.ts';
import { EVENT, EVENT_STRIDE, NO_AGGRESSOR, wideQuantity } from '#engine/core/event-ring.ts';
import type { BookFactory } from '#engine/core/matching-book.ts';
import { kindOf } from '#engine/core/order-pool.ts';

/** Optional terms of an order, by the names of the domain. */
export interface SceneTerms {
  readonly type?: OrderType;
  readonly timeInForce?: TimeInForce;
  readonly stop?: number;
  readonly protection?: number;
  readonly display?: number;
  readonly minimum?: number;
  readonly investor?: number;
  readonly selfTrade?: keyof typeof STP;
  readonly expiresDay?: number;
}

export interface SceneChange {
  readonly quantity: number;
  readonly limit?: number;
  readonly stop?: number;
  readonly display?: number;
  readonly minimum?: number;
}

/** Trade day of the scenes. */
export const DAY = 20_000;

/** A book for tests, with names for its slots and lines of text for its events. */
export class BookScene {
  readonly runner: BookRunner;
  private slots = new Map<string, number>();
  private names = new Map<number, string>();
  private lines: string[] = [];

  /** Starts in continuous trading, without a trade. A previous close of 0 means none. */
  constructor(factory: BookFactory, rules: Partial<BookRules> = {}, previousCloseTicks = 0) {
    this.runner = new BookRunner(factory, { ...PLAIN_RULES, ...rules });
    this.apply({ type: 'START_TRADING_DAY', tradeDay: DAY, previousCloseTicks });
    this.phase('CONTINUOUS');
    this.lines = [];
  }

  buy(name: string, quantity: number, limit: number | null, terms: SceneTerms = {}): this {
    return this.enter(name, 'BUY', quantity, limit, terms);
  }

  sell(name: string, quantity: number, limit: number | null, terms: SceneTerms = {}): this {
    return this.enter(name, 'SELL', quantity, limit, terms);
  }

  replace(name: string, change: SceneChange): this {
    const { quantity, limit = 0, stop = 0, display = 0, minimum = 0 } = change;
    return this.apply({
      type: 'REPLACE',
      slot: this.slotOf(name),
      quantity,
      limitTicks: limit,
      stopTicks: stop,
      displayQuantity: display,
      minimumQuantity: minimum,
    });
  }

  cancel(name: string, reason: CancelReason = 'REQUESTED'): this {
    return this.apply({ type: 'CANCEL', slot: this.slotOf(name), reason: CANCEL[reason] });
  }

  expire(name: string, reason: ExpiryReason = 'END_OF_DAY'): this {
    return this.apply({ type: 'EXPIRE', slot: this.slotOf(name), reason: EXPIRY[reason] });
  }

  phase(phase: Phase): this {
    return this.apply({ type: 'SET_PHASE', phase: PHASES.indexOf(phase) });
  }

  session(tradeDay: number, previousCloseTicks: number): this {
    return this.apply({ type: 'START_TRADING_DAY', tradeDay, previousCloseTicks });
  }

  rules(rules: Partial<BookRules>): this {
    return this.apply({ type: 'SET_RULES', rules: { ...PLAIN_RULES, ...rules } });
  }

  /** A trade of one share at a price, from an empty book. */
  tradeAt(priceTicks: number): this {
    return this.sell('seller', 1, priceTicks).buy('buyer', 1, priceTicks);
  }

  /** Returns the events since the last call as lines, without acceptances, levels and theoretical prices. */
  takeOutcomes(): string[] {
    return this.takeEvents().filter((line) => !/ accepted at |^(bid|ask|theoretical) \d+@/.test(line));
  }

  /** Returns the events since the last call as lines. */
  takeEvents(): string[] {
    const { lines } = this;
    this.lines = [];
    return lines;
  }

  /** Displayed levels of a side, best first: `shares@price`. */
  levels(side: Side): string[] {
    const levels = this.runner.book.levels(SIDES.indexOf(side), 100);
    return levels.map(({ priceTicks, quantity, orders }) => `${quantity}@${priceTicks} in ${orders}`);
  }

  /** Names of the resting orders of a side, by priority. */
  queue(side: Side): string[] {
    const { bids, asks } = this.runner.book.capture();
    return (side === 'BUY' ? bids : asks).map(({ slot }) => this.nameOf(slot));
  }

  isOpen(name: string): boolean {
    return this.runner.book.isOpen(this.slotOf(name));
  }

  get theoretical(): string {
    const { priceTicks, quantity } = this.runner.book.theoretical();
    return `${quantity}@${priceTicks}`;
  }

  slotOf(name: string): number {
    const slot = this.slots.get(name);
    if (slot === undefined) throw new Error(`no order is called ${name}`);
    return slot;
  }

  private enter(name: string, side: Side, quantity: number, limit: number | null, terms: SceneTerms): this {
    const stopped = terms.stop !== undefined;
    const type =
      terms.type ??
      (stopped ? (limit === null ? 'STOP' : 'STOP_LIMIT') : limit === null ? 'MARKET' : 'LIMIT');
    const { timeInForce = 'DAY', selfTrade = 'NONE', stop = 0, protection = 0, display = 0 } = terms;
    const { minimum = 0, investor = 0, expiresDay = 0 } = terms;
    this.nextName = name;
    return this.apply({
      type: 'ENTER',
      terms: {
        kind: kindOf(SIDES.indexOf(side), TYPE[type], TIF[timeInForce], STP[selfTrade]),
        quantity,
        limitTicks: limit ?? 0,
        stopTicks: stop,
        protectionTicks: protection,
        displayQuantity: display,
        minimumQuantity: minimum,
        investor,
        expiresDay,
      },
    });
  }

  private nextName = '';

  private apply(command: Parameters<BookRunner['apply']>[0]): this {
    const rows = this.runner.apply(command);
    for (let at = 0; at < rows.length; at += EVENT_STRIDE) {
      const row = [...rows.subarray(at, at + EVENT_STRIDE)];
      if (command.type === 'ENTER' && at === 0) this.nameSlot(this.nextName, row[1] ?? 0);
      this.lines.push(this.textOf(row));
    }
    return this;
  }

  private nameSlot(name: string, slot: number): void {
    this.slots.set(name, slot);
    this.names.set(slot, name);
  }

  private nameOf(slot: number): string {
    return this.names.get(slot) ?? `slot ${slot}`;
  }

  private textOf([
    type,
    first = 0,
    second = 0,
    third = 0,
    fourth = 0,
    fifth = 0,
    sixth = 0,
    seventh = 0,
  ]: number[]): string {
    const name = this.nameOf(first);
    switch (type) {
      case EVENT.ACCEPTED:
        return `${name} accepted at ${second}`;
      case EVENT.REJECTED:
        return `${name} rejected: ${ruleOf(second)}`;
      case EVENT.TRADE:
        return seventh === NO_AGGRESSOR
          ? `${name} buys ${fourth}@${third} from ${this.nameOf(second)}`
          : `${this.nameOf(second)} takes ${fourth}@${third} of ${name}`;
      case EVENT.CANCELED:
        return `${name} canceled: ${CANCEL_REASONS[third] ?? '?'} after ${second}`;
      case EVENT.EXPIRED:
        return `${name} expired: ${EXPIRY_REASONS[third] ?? '?'} after ${second}`;
      case EVENT.REPLACED:
        return `${name} replaced: ${second} filled ${third} limit ${fourth} stop ${fifth} display ${sixth}`;
      case EVENT.REPLACE_REFUSED:
        return `${name} not replaced: ${ruleOf(second)}`;
      case EVENT.TRIGGERED:
        return `${name} triggered at ${second}`;
      case EVENT.LEVEL:
        return `${sideOf(first) === 'BUY' ? 'bid' : 'ask'} ${wideQuantity(fourth, fifth)}@${second} in ${third}`;
      case EVENT.THEORETICAL:
        return `theoretical ${wideQuantity(fourth, fifth)}@${second}`;
      case EVENT.AUCTION_STARTED:
        return `auction: ${AUCTION_CAUSES[second] ?? '?'} for ${third}`;
      default:
        return `unknown event ${type}`;
    }
  }
}
