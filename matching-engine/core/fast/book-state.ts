import type { BookRules, Tunnel } from '../book-rules.ts';
import { EVERYWHERE, tunnelAround } from '../book-rules.ts';
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

/** Where an open order is, in the low bits of its STATE; above them the book's number. 0 for none. */
export const RESTING = 1;
export const IN_CALL = 2;
export const WAITING_STOP = 3;
export const TRIGGERED = 4;
export const PLACE_BITS = 3;

/** The bits of KIND that say type and time in force: all 0 is LIMIT and DAY. */
const TYPE_AND_TIME_BITS = kindOf(0, 3, 7, 0);
const LIMIT_IOC = kindOf(0, TYPE.LIMIT, TIF.IOC, 0);

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
  /** What `isPlain` looks at; nothing is plain while the largest quantity is 0. */
  private plainLargest = 0;
  private plainLot = 1;
  private plainLowestTicks = 0;
  private plainHighestTicks = 0;
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
    this.notePlain();
  }

  /** Another set of rules. */
  ruleBy(rules: BookRules): void {
    this.rules = rules;
    this.drawTunnels();
    this.notePlain();
  }

  private notePlain(): void {
    const { isActive, maxOrderQuantity, lotSize, lowestTicks, highestTicks } = this.rules;
    const isOpen = isActive && this.phase === PHASE.CONTINUOUS;
    this.plainLargest = isOpen ? Math.min(maxOrderQuantity, MAX_QUANTITY) : 0;
    this.plainLot = lotSize;
    this.plainLowestTicks = Math.max(lowestTicks, 1);
    this.plainHighestTicks = highestTicks;
  }

  /**
   * True for what most orders are: a limit order, DAY or IOC, without extras, in continuous trading, that breaks no rule
   * of `entry-rules.ts`. Any other order is judged there.
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
      quantity <= this.plainLargest &&
      limitTicks >= this.plainLowestTicks &&
      limitTicks <= this.plainHighestTicks &&
      (this.plainLot === 1 || quantity % this.plainLot === 0)
    );
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

  /** Accepts an order that only rests, outside a call: nothing follows, so its level is told at once. */
  acceptAtRest(fields: Int32Array, slot: number, side: number, ladder: Ladder, key: number): void {
    const level = this.put(fields, slot, ladder, key);
    this.tellWithLevel(EVENT.ACCEPTED, slot, key ^ ladder.mask, 0, side, key ^ ladder.mask, ladder, level);
  }

  private put(fields: Int32Array, slot: number, ladder: Ladder, key: number): number {
    const at = slot << 4;
    const open = fields[at + QUANTITY]! - fields[at + FILLED]!;
    const display = fields[at + DISPLAY_QUANTITY]!;
    const shown = display === 0 || display > open ? open : display;
    fields[at + SHOWN] = shown;
    fields[at + STATE] = this.mark | RESTING;
    return ladder.append(fields, slot, key, shown, open - shown);
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

  /** Ends a resting order outside a call: nothing follows, so its level is told at once. */
  cancelAtRest(slot: number, reason: number): void {
    const { fields } = this.pool;
    const at = slot << 4;
    const side = sideOfKind(fields[at + KIND]!);
    const ladder = side === BUY ? this.bids : this.asks;
    const level = fields[at + LEVEL]!;
    this.pull(fields, slot, ladder);
    fields[at + STATE] = 0;
    const priceTicks = fields[at + LIMIT_TICKS]!;
    this.tellWithLevel(EVENT.CANCELED, slot, fields[at + FILLED]!, reason, side, priceTicks, ladder, level);
  }

  private pull(fields: Int32Array, slot: number, ladder: Ladder): boolean {
    const at = slot << 4;
    const shown = fields[at + SHOWN]!;
    const hidden = fields[at + QUANTITY]! - fields[at + FILLED]! - shown;
    fields[at + SHOWN] = 0;
    return ladder.remove(fields, slot, fields[at + LEVEL]!, shown, hidden);
  }

  /** Two rows in one go: an event of an order, and its level as it is now. */
  private tellWithLevel(
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
