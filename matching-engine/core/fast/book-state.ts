import type { BookRules, Tunnel } from '../book-rules.ts';
import { UNBOUNDED, tunnelAround } from '../book-rules.ts';
import { BUY, isCall, MAX_QUANTITY, PHASE, STP, TIF, TYPE } from '../codes.ts';
import type { EntryFacts } from '../entry-rules.ts';
import { EVENT, highBits, lowBits, type EventRing } from '../event-ring.ts';
import {
  DISPLAY_QUANTITY,
  EXPIRES_DAY,
  FILLED,
  INVESTOR,
  KIND,
  kindOf,
  LEVEL,
  LIMIT_TICKS,
  MINIMUM_QUANTITY,
  PROTECTION_TICKS,
  QUANTITY,
  selfTradeOfKind,
  SHOWN,
  sideOfKind,
  STATE,
  STOP_TICKS,
  type OrderPool,
} from '../order-pool.ts';
import { CallDemand } from './auction/call-demand.ts';
import { BUY_MASK, Ladder, SELL_MASK } from './levels/ladder.ts';
import { SlotQueue } from './slot-queue.ts';
import { StopBook } from './stops/stop-book.ts';
import { TouchedLevels } from './levels/touched-levels.ts';

/** The queue that holds an open order, in the low bits of its STATE; the bits above hold the book's number. 0 for none. */
export const RESTING = 1;
export const IN_CALL = 2;
export const WAITING_STOP = 3;
export const TRIGGERED = 4;
export const QUEUE_BITS = 3;

/** The bits of KIND that hold type and time in force; all 0 for LIMIT and DAY. */
const TYPE_AND_TIME_BITS = kindOf(0, 3, 7, 0);
const LIMIT_IOC = kindOf(0, TYPE.LIMIT, TIF.IOC, 0);

/** State of a fast book, with the changes of a resting order that several of its parts make. */
export class FastBookState implements EntryFacts {
  readonly pool: OrderPool;
  readonly ring: EventRing;
  /** The bits of this book's number in the STATE of its orders. */
  readonly bookBits: number;
  readonly bids = new Ladder(BUY_MASK);
  readonly asks = new Ladder(SELL_MASK);
  readonly callOrders: SlotQueue;
  readonly stops: StopBook;
  readonly triggered: SlotQueue;
  readonly touched = new TouchedLevels(this.bids, this.asks);
  readonly demand = new CallDemand();

  rules: BookRules;
  phase: number = PHASE.CLOSED;
  isInCall = false;
  tradeDay = 0;
  lastTicks = 0;
  previousCloseTicks = 0;
  auctionTicks = 0;
  /** As emitted last. */
  theoreticalTicks = 0;
  theoreticalQuantity = 0;
  /** Price range of the present operation's trades, until its stops are triggered; 0 for no trade. */
  tradedLowTicks = 0;
  tradedHighTicks = 0;
  /** Limits for `isPlain`; no order is plain while the largest quantity is 0. */
  private plainMaxQuantity = 0;
  private plainLotSize = 1;
  private plainLowestTicks = 0;
  private plainHighestTicks = 0;
  private staticTunnel: Tunnel = UNBOUNDED;
  private dynamicTunnel: Tunnel = UNBOUNDED;
  private dynamicReferenceTicks = 0;

  constructor(pool: OrderPool, ring: EventRing, rules: BookRules) {
    this.pool = pool;
    this.ring = ring;
    this.rules = rules;
    this.bookBits = pool.numberBook() << QUEUE_BITS;
    this.callOrders = new SlotQueue(pool);
    this.triggered = new SlotQueue(pool);
    this.stops = new StopBook(pool);
  }

  setPhase(phase: number): void {
    this.phase = phase;
    this.isInCall = isCall(phase);
    this.demand.clear();
    this.updatePlainLimits();
  }

  setRules(rules: BookRules): void {
    this.rules = rules;
    this.updateTunnels();
    this.updatePlainLimits();
  }

  private updatePlainLimits(): void {
    const { isActive, maxOrderQuantity, lotSize, lowestTicks, highestTicks } = this.rules;
    const isOpen = isActive && this.phase === PHASE.CONTINUOUS;
    this.plainMaxQuantity = isOpen ? Math.min(maxOrderQuantity, MAX_QUANTITY) : 0;
    this.plainLotSize = lotSize;
    this.plainLowestTicks = Math.max(lowestTicks, 1);
    this.plainHighestTicks = highestTicks;
  }

  /**
   * Fast path for most orders: true for a limit order, DAY or IOC, without optional terms, in continuous trading, that
   * breaks no rule. `entry-rules.ts` checks any other order.
   */
  isPlain(fields: Int32Array, at: number, kind: number): boolean {
    const terms = kind & TYPE_AND_TIME_BITS;
    const quantity = fields[at + QUANTITY]!;
    const limitTicks = fields[at + LIMIT_TICKS]!;
    return (
      (terms === 0 || terms === LIMIT_IOC) &&
      (fields[at + DISPLAY_QUANTITY]! |
        fields[at + STOP_TICKS]! |
        fields[at + PROTECTION_TICKS]! |
        fields[at + MINIMUM_QUANTITY]! |
        fields[at + EXPIRES_DAY]!) ===
        0 &&
      quantity > 0 &&
      quantity <= this.plainMaxQuantity &&
      limitTicks >= this.plainLowestTicks &&
      limitTicks <= this.plainHighestTicks &&
      (this.plainLotSize === 1 || quantity % this.plainLotSize === 0)
    );
  }

  /** Reference price: the last trade, before the first trade the previous close; 0 without either. */
  get referenceTicks(): number {
    return this.lastTicks === 0 ? this.previousCloseTicks : this.lastTicks;
  }

  /** The tunnels for the next order that enters. */
  currentStaticTunnel(): Tunnel {
    return this.staticTunnel;
  }

  currentDynamicTunnel(): Tunnel {
    if (this.dynamicReferenceTicks !== this.lastTicks) {
      this.dynamicReferenceTicks = this.lastTicks;
      this.dynamicTunnel = tunnelAround(this.lastTicks, this.rules.tunnels.dynamicPpm);
    }
    return this.dynamicTunnel;
  }

  /** Computes the tunnels again after the rules or a reference price has changed. */
  updateTunnels(): void {
    const { staticPpm, dynamicPpm } = this.rules.tunnels;
    this.staticTunnel = tunnelAround(this.auctionTicks || this.previousCloseTicks, staticPpm);
    this.dynamicTunnel = tunnelAround(this.lastTicks, dynamicPpm);
    this.dynamicReferenceTicks = this.lastTicks;
  }

  ladderOf(side: number): Ladder {
    return side === BUY ? this.bids : this.asks;
  }

  /** Rests an order behind all others at its limit, as one step of an operation. */
  rest(slot: number): void {
    const { fields } = this.pool;
    const at = slot << 4;
    const side = sideOfKind(fields[at + KIND]!);
    const ladder = side === BUY ? this.bids : this.asks;
    const key = fields[at + LIMIT_TICKS]! ^ ladder.mask;
    const level = ladder.levelAt(key);
    if (level === 0) this.touched.touchEmpty(side, key);
    else this.touched.touch(side, level);
    this.appendToLevel(fields, slot, ladder, key);
    if (this.isInCall)
      this.demand.change(side, fields[at + LIMIT_TICKS]!, fields[at + QUANTITY]! - fields[at + FILLED]!);
  }

  /** Accepts an order that only rests, outside a call. No further step follows, so its level is emitted at once. */
  acceptResting(fields: Int32Array, slot: number, side: number, ladder: Ladder, key: number): void {
    const level = this.appendToLevel(fields, slot, ladder, key);
    this.emitWithLevel(EVENT.ACCEPTED, slot, key ^ ladder.mask, 0, side, key ^ ladder.mask, ladder, level);
  }

  private appendToLevel(fields: Int32Array, slot: number, ladder: Ladder, key: number): number {
    const at = slot << 4;
    const open = fields[at + QUANTITY]! - fields[at + FILLED]!;
    const display = fields[at + DISPLAY_QUANTITY]!;
    const shown = display === 0 || display > open ? open : display;
    fields[at + SHOWN] = shown;
    fields[at + STATE] = this.bookBits | RESTING;
    return ladder.append(fields, slot, key, shown, open - shown);
  }

  /** Removes a resting order and its open shares from its level, as one step of an operation. */
  removeResting(slot: number): void {
    const { fields } = this.pool;
    const at = slot << 4;
    const side = sideOfKind(fields[at + KIND]!);
    this.touched.touch(side, fields[at + LEVEL]!);
    this.removeFromLevel(fields, slot, side === BUY ? this.bids : this.asks);
    if (this.isInCall)
      this.demand.change(side, fields[at + LIMIT_TICKS]!, fields[at + FILLED]! - fields[at + QUANTITY]!);
  }

  /** Cancels a resting order outside a call. No further step follows, so its level is emitted at once. */
  cancelResting(slot: number, reason: number): void {
    const { fields } = this.pool;
    const at = slot << 4;
    const side = sideOfKind(fields[at + KIND]!);
    const ladder = side === BUY ? this.bids : this.asks;
    const level = fields[at + LEVEL]!;
    this.removeFromLevel(fields, slot, ladder);
    fields[at + STATE] = 0;
    const priceTicks = fields[at + LIMIT_TICKS]!;
    this.emitWithLevel(EVENT.CANCELED, slot, fields[at + FILLED]!, reason, side, priceTicks, ladder, level);
  }

  private removeFromLevel(fields: Int32Array, slot: number, ladder: Ladder): boolean {
    const at = slot << 4;
    const shown = fields[at + SHOWN]!;
    const hidden = fields[at + QUANTITY]! - fields[at + FILLED]! - shown;
    fields[at + SHOWN] = 0;
    return ladder.remove(fields, slot, fields[at + LEVEL]!, shown, hidden);
  }

  /** Emits two rows at once: an event of an order, and its level after it. */
  private emitWithLevel(
    type: number,
    slot: number,
    second: number,
    third: number,
    side: number,
    priceTicks: number,
    ladder: Ladder,
    level: number,
  ): void {
    const { ring } = this;
    const at = ring.reserve(2);
    const { rows } = ring;
    const displayed = ladder.displayedOf(level);
    rows[at] = type;
    rows[at + 1] = slot;
    rows[at + 2] = second;
    rows[at + 3] = third;
    rows[at + 4] = 0;
    rows[at + 5] = 0;
    rows[at + 6] = 0;
    rows[at + 7] = 0;
    rows[at + 8] = EVENT.LEVEL;
    rows[at + 9] = side;
    rows[at + 10] = priceTicks;
    rows[at + 11] = ladder.ordersOf(level);
    rows[at + 12] = lowBits(displayed);
    rows[at + 13] = highBits(displayed);
    rows[at + 14] = 0;
    rows[at + 15] = 0;
  }

  /** Records a trade's price for the reference price and the stops. */
  recordTrade(priceTicks: number): void {
    this.lastTicks = priceTicks;
    if (this.tradedLowTicks === 0 || priceTicks < this.tradedLowTicks) this.tradedLowTicks = priceTicks;
    if (priceTicks > this.tradedHighTicks) this.tradedHighTicks = priceTicks;
  }

  clearTradedRange(): void {
    this.tradedLowTicks = 0;
    this.tradedHighTicks = 0;
  }

  /** The investor whose orders self-trade prevention keeps an incoming order from trading with; 0 for none. */
  preventedInvestor(slot: number): number {
    const { fields } = this.pool;
    return selfTradeOfKind(fields[(slot << 4) + KIND]!) === STP.NONE ? 0 : fields[(slot << 4) + INVESTOR]!;
  }

  /** Expires an order that its queue holds no longer. */
  emitExpired(slot: number, reason: number): void {
    const { fields } = this.pool;
    fields[(slot << 4) + STATE] = 0;
    this.ring.push(EVENT.EXPIRED, slot, fields[(slot << 4) + FILLED], reason);
  }

  /** Cancels an order that its queue holds no longer. */
  emitCanceled(slot: number, reason: number): void {
    const { fields } = this.pool;
    fields[(slot << 4) + STATE] = 0;
    this.ring.push(EVENT.CANCELED, slot, fields[(slot << 4) + FILLED], reason);
  }
}
