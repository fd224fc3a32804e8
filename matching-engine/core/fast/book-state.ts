import type { BookRules, Tunnel } from '../book-rules.ts';
import { EVERYWHERE, tunnelAround } from '../book-rules.ts';
import { BUY, isCall, PHASE, STP } from '../codes.ts';
import type { EntryFacts } from '../entry-rules.ts';
import { EVENT, highBits, lowBits, type EventRing } from '../event-ring.ts';
import {
  DISPLAY_QUANTITY,
  FILLED,
  INVESTOR,
  KIND,
  LEVEL,
  LIMIT_TICKS,
  QUANTITY,
  selfTradeOfKind,
  SHOWN,
  sideOfKind,
  STATE,
  type OrderPool,
} from '../order-pool.ts';
import { CallDemand } from './call-demand.ts';
import { BUY_MASK, Ladder, SELL_MASK } from './ladder.ts';
import { SlotQueue } from './slot-queue.ts';
import { StopBook } from './stop-book.ts';
import { TouchedLevels } from './touched-levels.ts';

/** Where an open order is, in the low bits of its STATE; above them the book's number. 0 for none. */
export const RESTING = 1;
export const IN_CALL = 2;
export const WAITING_STOP = 3;
export const TRIGGERED = 4;
export const PLACE_BITS = 3;

/** All that a fast book knows, and the moves of an order that more than one of its parts makes. */
export class BookState implements EntryFacts {
  readonly pool: OrderPool;
  readonly ring: EventRing;
  /** This book's mark in the STATE of its orders. */
  readonly mark: number;
  readonly bids = new Ladder(BUY_MASK);
  readonly asks = new Ladder(SELL_MASK);
  readonly callOrders: SlotQueue;
  readonly stops: StopBook;
  readonly triggered: SlotQueue;
  readonly touched = new TouchedLevels(this.bids, this.asks);
  readonly demand = new CallDemand();

  rules: BookRules;
  phase: number = PHASE.CLOSED;
  /** True in a call. */
  isGathering = false;
  tradeDay = 0;
  lastTicks = 0;
  previousCloseTicks = 0;
  auctionTicks = 0;
  /** What was told last. */
  theoreticalTicks = 0;
  theoreticalQuantity = 0;
  /** What the present step has traded between; 0 for nothing. */
  tradedLowTicks = 0;
  tradedHighTicks = 0;
  private staticTunnel: Tunnel = EVERYWHERE;
  private dynamicTunnel: Tunnel = EVERYWHERE;
  private dynamicAround = 0;

  constructor(pool: OrderPool, ring: EventRing, rules: BookRules) {
    this.pool = pool;
    this.ring = ring;
    this.rules = rules;
    this.mark = pool.numberBook() << PLACE_BITS;
    this.callOrders = new SlotQueue(pool);
    this.triggered = new SlotQueue(pool);
    this.stops = new StopBook(pool);
  }

  goTo(phase: number): void {
    this.phase = phase;
    this.isGathering = isCall(phase);
    this.demand.clear();
  }

  /** What prices are compared with where no trade is near. */
  get referenceTicks(): number {
    return this.lastTicks === 0 ? this.previousCloseTicks : this.lastTicks;
  }

  /** As they lie before an order comes. */
  staticTunnelNow(): Tunnel {
    return this.staticTunnel;
  }

  dynamicTunnelNow(): Tunnel {
    if (this.dynamicAround !== this.lastTicks) {
      this.dynamicAround = this.lastTicks;
      this.dynamicTunnel = tunnelAround(this.lastTicks, this.rules.tunnels.dynamicPpm);
    }
    return this.dynamicTunnel;
  }

  /** After the rules or a reference of the tunnels has changed. */
  drawTunnels(): void {
    const { staticPpm, dynamicPpm } = this.rules.tunnels;
    this.staticTunnel = tunnelAround(this.auctionTicks || this.previousCloseTicks, staticPpm);
    this.dynamicTunnel = tunnelAround(this.lastTicks, dynamicPpm);
    this.dynamicAround = this.lastTicks;
  }

  ladderOf(side: number): Ladder {
    return side === BUY ? this.bids : this.asks;
  }

  /** Puts an order behind all others at its limit, among other things that an operation does. */
  rest(slot: number): void {
    const { fields } = this.pool;
    const at = slot << 4;
    const side = sideOfKind(fields[at + KIND]!);
    const ladder = side === BUY ? this.bids : this.asks;
    const key = fields[at + LIMIT_TICKS]! ^ ladder.mask;
    const level = ladder.levelAt(key);
    if (level === 0) this.touched.touchEmpty(side, key);
    else this.touched.touch(side, level);
    this.put(fields, slot, ladder, key);
    if (this.isGathering)
      this.demand.change(side, fields[at + LIMIT_TICKS]!, fields[at + QUANTITY]! - fields[at + FILLED]!);
  }

  /** The same as all that an operation does to the book, outside a call: so its level is told at once. */
  restAlone(slot: number): void {
    const { fields } = this.pool;
    const at = slot << 4;
    const side = sideOfKind(fields[at + KIND]!);
    const ladder = side === BUY ? this.bids : this.asks;
    const key = fields[at + LIMIT_TICKS]! ^ ladder.mask;
    const level = this.put(fields, slot, ladder, key);
    this.tellLevel(side, key ^ ladder.mask, ladder.ordersOf(level), ladder.displayedOf(level));
  }

  private put(fields: Int32Array, slot: number, ladder: Ladder, key: number): number {
    const at = slot << 4;
    const open = fields[at + QUANTITY]! - fields[at + FILLED]!;
    const display = fields[at + DISPLAY_QUANTITY]!;
    const shown = display === 0 || display > open ? open : display;
    const level = ladder.openLevel(key);
    fields[at + SHOWN] = shown;
    fields[at + LEVEL] = level;
    fields[at + STATE] = this.mark | RESTING;
    ladder.append(fields, slot, level, shown, open - shown);
    return level;
  }

  /** Takes a resting order out of its level, with whatever it has open, among other things that an operation does. */
  unrest(slot: number): void {
    const { fields } = this.pool;
    const at = slot << 4;
    const side = sideOfKind(fields[at + KIND]!);
    this.touched.touch(side, fields[at + LEVEL]!);
    this.pull(fields, slot, side === BUY ? this.bids : this.asks);
    if (this.isGathering)
      this.demand.change(side, fields[at + LIMIT_TICKS]!, fields[at + FILLED]! - fields[at + QUANTITY]!);
  }

  /** Ends a resting order as all that an operation does to the book, outside a call. */
  cancelAlone(slot: number, reason: number): void {
    const { fields } = this.pool;
    const at = slot << 4;
    const side = sideOfKind(fields[at + KIND]!);
    const ladder = side === BUY ? this.bids : this.asks;
    const level = fields[at + LEVEL]!;
    const isLeft = this.pull(fields, slot, ladder);
    this.tellCanceled(slot, reason);
    const orders = isLeft ? ladder.ordersOf(level) : 0;
    this.tellLevel(side, fields[at + LIMIT_TICKS]!, orders, isLeft ? ladder.displayedOf(level) : 0);
  }

  private pull(fields: Int32Array, slot: number, ladder: Ladder): boolean {
    const at = slot << 4;
    const shown = fields[at + SHOWN]!;
    const hidden = fields[at + QUANTITY]! - fields[at + FILLED]! - shown;
    fields[at + SHOWN] = 0;
    return ladder.remove(fields, slot, fields[at + LEVEL]!, shown, hidden);
  }

  private tellLevel(side: number, priceTicks: number, orders: number, displayed: number): void {
    this.ring.push(EVENT.LEVEL, side, priceTicks, orders, lowBits(displayed), highBits(displayed));
  }

  /** Notes a trade's price for what follows from it. */
  noteTrade(priceTicks: number): void {
    this.lastTicks = priceTicks;
    if (this.tradedLowTicks === 0 || priceTicks < this.tradedLowTicks) this.tradedLowTicks = priceTicks;
    if (priceTicks > this.tradedHighTicks) this.tradedHighTicks = priceTicks;
  }

  forgetTraded(): void {
    this.tradedLowTicks = 0;
    this.tradedHighTicks = 0;
  }

  /** The investor with whom an incoming order may not trade; 0 for none. */
  preventedInvestor(slot: number): number {
    const { fields } = this.pool;
    return selfTradeOfKind(fields[(slot << 4) + KIND]!) === STP.NONE ? 0 : fields[(slot << 4) + INVESTOR]!;
  }

  /** The end of an order that is in no queue any more. */
  tellExpired(slot: number, reason: number): void {
    const { fields } = this.pool;
    fields[(slot << 4) + STATE] = 0;
    this.ring.push(EVENT.EXPIRED, slot, fields[(slot << 4) + FILLED], reason);
  }

  tellCanceled(slot: number, reason: number): void {
    const { fields } = this.pool;
    fields[(slot << 4) + STATE] = 0;
    this.ring.push(EVENT.CANCELED, slot, fields[(slot << 4) + FILLED], reason);
  }
}
