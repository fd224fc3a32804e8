import type { BookRules } from '../book-rules.ts';
import type { BookOrder, BookSnapshot } from '../book-snapshot.ts';
import { BUY, isCall, PHASE, RULE, SELL, TYPE } from '../codes.ts';
import { ruleOfNewOrder } from '../entry-rules.ts';
import { EVENT, highBits, lowBits, type EventRing } from '../event-ring.ts';
import type { BookFactory, BookLevel, MatchingBook } from '../matching-book.ts';
import { STRIDE, type OrderPool } from '../order-pool.ts';
import { theoreticalOf, uncross } from './auction.ts';
import { enterContinuous, tellCanceled, tellExpired } from './matching.ts';
import { isForCall, isStop, orderOf, sideOf, typeOf, withinProtection, type Order } from './order.ts';
import { replaceOrder } from './replace.ts';
import {
  bestTicksOn,
  findOrder,
  levelsOf,
  listsOf,
  referenceOf,
  remove,
  rest,
  restingOn,
  type State,
} from './state.ts';
import { runStops } from './stops.ts';

/** The book as the rulebook has it: plain lists, looked through anew each time. Where books differ, this one is right. */
export const createNaiveBook: BookFactory = (pool, ring, rules, snapshot) =>
  bookOf(pool, snapshot ? restoredState(ring, rules, snapshot) : emptyState(ring, rules));

const emptyState = (ring: EventRing, rules: BookRules): State => ({
  ring,
  rules,
  phase: PHASE.CLOSED,
  tradeDay: 0,
  lastTicks: 0,
  previousCloseTicks: 0,
  auctionTicks: 0,
  theoreticalTicks: 0,
  theoreticalQuantity: 0,
  bids: [],
  asks: [],
  callOrders: [],
  stops: [],
  triggered: [],
  traded: null,
});

const copied = (orders: readonly BookOrder[]): Order[] => orders.map((order) => ({ ...order }));

const restoredState = (
  ring: EventRing,
  rules: BookRules,
  { book, tradeDay }: { readonly book: BookSnapshot; readonly tradeDay: number },
): State => ({
  ...emptyState(ring, rules),
  ...book,
  tradeDay,
  bids: copied(book.bids),
  asks: copied(book.asks),
  callOrders: copied(book.callOrders),
  stops: copied(book.stops),
  triggered: copied(book.triggered),
});

function bookOf(pool: OrderPool, state: State): MatchingBook {
  const operation = (change: () => void): void => tellWhatChanged(state, change);
  return {
    get phase() {
      return state.phase;
    },
    get lastTicks() {
      return state.lastTicks;
    },
    get previousCloseTicks() {
      return state.previousCloseTicks;
    },
    setRules(rules) {
      state.rules = rules;
    },
    startSession: (tradeDay, previousCloseTicks) => {
      operation(() => Object.assign(state, { tradeDay, previousCloseTicks, lastTicks: 0, auctionTicks: 0 }));
    },
    setPreviousClose: (previousCloseTicks) => {
      operation(() => Object.assign(state, { previousCloseTicks }));
    },
    setPhase: (phase) => operation(() => goTo(state, phase)),
    enter: (slot) => operation(() => enter(state, pool, slot)),
    cancel: (slot, reason) => operation(() => tellCanceled(state, taken(state, slot), reason)),
    expire: (slot, reason) => operation(() => tellExpired(state, taken(state, slot), reason)),
    replace: (slot, quantity, limitTicks, stopTicks, displayQuantity, minimumQuantity) => {
      const change = { quantity, limitTicks, stopTicks, displayQuantity, minimumQuantity };
      operation(() => replaceOrder(state, findOrder(state, slot), change));
    },
    isOpen: (slot) => listsOf(state).some((list) => list.some((order) => order.slot === slot)),
    filledOf: (slot) => findOrder(state, slot).filled,
    bestTicks: (side) => bestTicksOn(state, side),
    levels: (side, depth) => levelsOf(restingOn(state, side)).slice(0, depth),
    theoretical: () => theoreticalOf(state),
    capture: () => captured(state),
  };
}

/** An order out of the book. */
function taken(state: State, slot: number): Order {
  const order = findOrder(state, slot);
  remove(state, order);
  return order;
}

function enter(state: State, pool: OrderPool, slot: number): void {
  const { rules, phase, tradeDay, ring } = state;
  const order = orderOf(pool, slot);
  const rule =
    ruleOfNewOrder(pool.fields, slot * STRIDE, {
      rules,
      phase,
      tradeDay,
      referenceTicks: referenceOf(state),
    }) || priceMarketOrder(state, order);
  if (rule !== 0) return ring.push(EVENT.REJECTED, slot, rule);
  ring.push(EVENT.ACCEPTED, slot, order.limitTicks);
  if (isStop(order)) state.stops.push(order);
  else if (isForCall(order)) state.callOrders.push(order);
  // rule CALL_GATHERS
  else if (isCall(phase)) rest(state, order);
  else enterContinuous(state, order);
}

/** Gives a market order that is for now the limit that it has from then on; the rule broken when there is none. */
function priceMarketOrder(state: State, order: Order): number {
  if (typeOf(order) !== TYPE.MARKET || isForCall(order)) return 0;
  // rule MARKET_TO_LIMIT
  // rule MARKET_NEEDS_OPPOSITE
  const opposite = bestTicksOn(state, 1 - sideOf(order));
  if (opposite === 0) return RULE.NO_OPPOSITE_PRICE;
  // rule PROTECTION_PRICE
  order.limitTicks = withinProtection(order, opposite);
  return 0;
}

function goTo(state: State, phase: number): void {
  const ends = phase === PHASE.CONTINUOUS || phase === PHASE.CLOSED;
  // rule CALL_ENDS_WITH_AUCTION
  if (ends && state.phase !== PHASE.CONTINUOUS) uncross(state);
  state.phase = phase;
  // rule STOP_TRIGGER
  if (phase !== PHASE.CONTINUOUS) state.traded = null;
}

/** Does an operation with what follows from it, and tells what rests and would trade otherwise than before. */
function tellWhatChanged(state: State, change: () => void): void {
  const bids = levelsOf(state.bids);
  const asks = levelsOf(state.asks);
  state.traded = null;
  change();
  runStops(state);
  tellLevels(state.ring, BUY, bids, levelsOf(state.bids));
  tellLevels(state.ring, SELL, asks, levelsOf(state.asks));
  tellTheoretical(state);
}

function tellLevels(ring: EventRing, side: number, before: BookLevel[], now: BookLevel[]): void {
  const isSame = (one: BookLevel, other: BookLevel): boolean =>
    one.priceTicks === other.priceTicks && one.quantity === other.quantity && one.orders === other.orders;
  const changed = now.filter((level) => !before.some((old) => isSame(old, level)));
  const gone = before
    .filter((old) => !now.some((level) => level.priceTicks === old.priceTicks))
    .map(({ priceTicks }) => ({ priceTicks, quantity: 0, orders: 0 }));
  const bestFirst = side === BUY ? -1 : 1;
  const told = [...changed, ...gone].sort((one, other) => (one.priceTicks - other.priceTicks) * bestFirst);
  for (const { priceTicks, quantity, orders } of told)
    ring.push(EVENT.LEVEL, side, priceTicks, orders, lowBits(quantity), highBits(quantity));
}

function tellTheoretical(state: State): void {
  // rule THEORETICAL_IN_A_CALL
  const { priceTicks, quantity } = isCall(state.phase)
    ? theoreticalOf(state)
    : { priceTicks: 0, quantity: 0 };
  const isNews = priceTicks !== state.theoreticalTicks || quantity !== state.theoreticalQuantity;
  state.theoreticalTicks = priceTicks;
  state.theoreticalQuantity = quantity;
  if (isNews && isCall(state.phase))
    state.ring.push(EVENT.THEORETICAL, 0, priceTicks, 0, lowBits(quantity), highBits(quantity));
}

const captured = (state: State): BookSnapshot => ({
  phase: state.phase,
  lastTicks: state.lastTicks,
  previousCloseTicks: state.previousCloseTicks,
  auctionTicks: state.auctionTicks,
  theoreticalTicks: state.theoreticalTicks,
  theoreticalQuantity: state.theoreticalQuantity,
  bids: copied(state.bids),
  asks: copied(state.asks),
  callOrders: copied(state.callOrders),
  stops: copied(state.stops),
  triggered: copied(state.triggered),
});
