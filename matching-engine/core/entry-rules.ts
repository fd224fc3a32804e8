import {
  hasTooManyParts,
  isChangeableIn,
  isTakenIn,
  contradictionIn,
  PRICES_OF_TYPE,
} from '#domain/orders/terms/combinations.ts';
import { PHASES } from '#domain/market/phase.ts';
import { ORDER_TYPES, TIMES_IN_FORCE } from '#domain/orders/order.ts';
import type { BookRules } from './book-rules.ts';
import { BUY, MAX_QUANTITY, PHASE, RULE, TIF, TYPE } from './codes.ts';
import {
  DISPLAY_QUANTITY,
  EXPIRES_DAY,
  KIND,
  LIMIT_TICKS,
  MINIMUM_QUANTITY,
  PROTECTION_TICKS,
  QUANTITY,
  sideOfKind,
  STOP_TICKS,
  timeInForceOfKind,
  typeOfKind,
} from './order-pool.ts';
import { quantityAfter, quantitySet, type OrderChange } from './order-terms.ts';

/**
 * Rules for an order's terms that do not depend on the resting orders. Both books call them, and the allowed
 * combinations come from `domain/orders/terms/combinations.ts` alone. Each function returns the code of the first broken rule
 * in the catalogue's order; 0 if none is broken.
 */

/** State of the book that the rules depend on. */
export interface EntryFacts {
  readonly rules: BookRules;
  readonly phase: number;
  readonly tradeDay: number;
  /** Price of the last trade, before the first trade the previous close; 0 without either. */
  readonly referenceTicks: number;
}

/** Checks a new order, whose row of the pool begins at `at`. */
export function ruleOfNewOrder(fields: Int32Array, at: number, facts: EntryFacts): number {
  const kind = fields[at + KIND] ?? 0;
  const quantity = fields[at + QUANTITY] ?? 0;
  const limitTicks = fields[at + LIMIT_TICKS] ?? 0;
  if (isPlain(kind) && facts.phase === PHASE.CONTINUOUS && hasNoExtras(fields, at))
    return facts.rules.isActive ? ruleOfPlainTerms(quantity, limitTicks, facts.rules) : RULE.ASSET_NOT_ACTIVE;
  return ruleOfAnyTerms(fields, at, facts);
}

/** Most orders: LIMIT, DAY or IOC, of any side and self-trade prevention. */
const isPlain = (kind: number): boolean =>
  typeOfKind(kind) === TYPE.LIMIT &&
  (timeInForceOfKind(kind) === TIF.DAY || timeInForceOfKind(kind) === TIF.IOC);

const hasNoExtras = (fields: Int32Array, at: number): boolean =>
  ((fields[at + STOP_TICKS] ?? 0) |
    (fields[at + PROTECTION_TICKS] ?? 0) |
    (fields[at + DISPLAY_QUANTITY] ?? 0) |
    (fields[at + MINIMUM_QUANTITY] ?? 0) |
    (fields[at + EXPIRES_DAY] ?? 0)) ===
  0;

function ruleOfPlainTerms(quantity: number, limitTicks: number, rules: BookRules): number {
  return (
    ruleOfQuantity(quantity, rules) ||
    (limitTicks === 0 ? RULE.PRICE_REQUIRED : ruleOfPrice(limitTicks, rules))
  );
}

function ruleOfAnyTerms(fields: Int32Array, at: number, facts: EntryFacts): number {
  const { rules, phase } = facts;
  const kind = fields[at + KIND] ?? 0;
  const quantity = fields[at + QUANTITY] ?? 0;
  const display = fields[at + DISPLAY_QUANTITY] ?? 0;
  const minimum = fields[at + MINIMUM_QUANTITY] ?? 0;
  const expiresDay = fields[at + EXPIRES_DAY] ?? 0;
  const terms = {
    type: ORDER_TYPES[typeOfKind(kind)] ?? 'LIMIT',
    timeInForce: TIMES_IN_FORCE[timeInForceOfKind(kind)] ?? 'DAY',
    hasDisplay: display !== 0,
    hasMinimum: minimum !== 0,
    hasExpiry: expiresDay !== 0,
  };
  if (!rules.isActive) return RULE.ASSET_NOT_ACTIVE;
  if (!isTakenIn(PHASES[phase] ?? 'CLOSED', terms)) return RULE.PHASE;
  if (contradictionIn(terms) !== null) return RULE.INVALID_COMBINATION;
  if (terms.hasExpiry && expiresDay < facts.tradeDay) return RULE.INVALID_COMBINATION;
  return (
    ruleOfPart(display, quantity, rules) ||
    ruleOfPart(minimum, quantity, rules) ||
    ruleOfPartsShown(display, quantity) ||
    ruleOfQuantity(quantity, rules) ||
    ruleOfPrices(fields, at, facts)
  );
}

/** Terms of an open order that decide about a change. A triggered stop waits until it has entered the book. */
export interface ChangeableOrder {
  readonly kind: number;
  readonly isWaitingStop: boolean;
  readonly limitTicks: number;
  readonly stopTicks: number;
  readonly displayQuantity: number;
}

/** Checks a change of an open order. */
export function ruleOfChange(order: ChangeableOrder, change: OrderChange, facts: EntryFacts): number {
  const { rules, phase } = facts;
  if (!rules.isActive) return RULE.ASSET_NOT_ACTIVE;
  if (!isChangeableIn(PHASES[phase] ?? 'CLOSED', order.isWaitingStop)) return RULE.PHASE;
  const display = quantitySet(change.displayQuantity);
  const minimum = quantitySet(change.minimumQuantity);
  if (minimum !== 0 && phase !== PHASE.CONTINUOUS) return RULE.PHASE;
  if (contradictionIn(changedTerms(order, change)) !== null) return RULE.INVALID_COMBINATION;
  return (
    ruleOfPart(display, change.quantity, rules) ||
    ruleOfPart(minimum, change.quantity, rules) ||
    ruleOfPartsShown(quantityAfter(change.displayQuantity, order.displayQuantity), change.quantity) ||
    ruleOfQuantity(change.quantity, rules) ||
    ruleOfChangedPrices(order, change, facts)
  );
}

/** Terms after the change. Every order but a waiting stop has become a limit order. */
function changedTerms(order: ChangeableOrder, change: OrderChange): Parameters<typeof contradictionIn>[0] {
  const timeInForce = TIMES_IN_FORCE[timeInForceOfKind(order.kind)] ?? 'DAY';
  return {
    type: order.isWaitingStop ? (ORDER_TYPES[typeOfKind(order.kind)] ?? 'LIMIT') : 'LIMIT',
    timeInForce,
    hasDisplay: quantityAfter(change.displayQuantity, order.displayQuantity) !== 0,
    hasMinimum: quantitySet(change.minimumQuantity) !== 0,
    hasExpiry: timeInForce === 'GTD',
  };
}

function ruleOfChangedPrices(order: ChangeableOrder, change: OrderChange, facts: EntryFacts): number {
  if (!order.isWaitingStop && change.stopTicks !== 0) return RULE.PRICE_NOT_ALLOWED;
  if (change.limitTicks !== 0 && order.limitTicks === 0) return RULE.PRICE_NOT_ALLOWED;
  const limitTicks = change.limitTicks || order.limitTicks;
  const stopTicks = change.stopTicks || order.stopTicks;
  const broken =
    (change.limitTicks === 0 ? 0 : ruleOfPrice(change.limitTicks, facts.rules)) ||
    (change.stopTicks === 0 ? 0 : ruleOfPrice(change.stopTicks, facts.rules));
  if (broken || !order.isWaitingStop) return broken;
  // An unchanged stop price was valid on entry, so a new day's reference price does not refuse the change.
  const reference = change.stopTicks === 0 ? { referenceTicks: 0 } : facts;
  return ruleOfStop(sideOfKind(order.kind), limitTicks, stopTicks, reference);
}

function ruleOfPart(part: number, quantity: number, rules: BookRules): number {
  if (part === 0) return 0;
  return part < 0 || part > quantity || part % rules.lotSize !== 0 ? RULE.INVALID_COMBINATION : 0;
}

// rule ICEBERG_PARTS
const ruleOfPartsShown = (display: number, quantity: number): number =>
  display !== 0 && hasTooManyParts(display, quantity) ? RULE.INVALID_COMBINATION : 0;

function ruleOfQuantity(quantity: number, rules: BookRules): number {
  // rule QUANTITY_BOUNDS
  if (quantity <= 0 || quantity > rules.maxOrderQuantity || quantity > MAX_QUANTITY)
    return RULE.QUANTITY_LIMIT;
  // rule LOT_MULTIPLE
  return quantity % rules.lotSize === 0 ? 0 : RULE.LOT_SIZE;
}

/** An order without a limit may have a protection instead. */
function ruleOfPrices(fields: Int32Array, at: number, facts: EntryFacts): number {
  const kind = fields[at + KIND] ?? 0;
  const limitTicks = fields[at + LIMIT_TICKS] ?? 0;
  const stopTicks = fields[at + STOP_TICKS] ?? 0;
  const protectionTicks = fields[at + PROTECTION_TICKS] ?? 0;
  // rule PRICES_OF_TYPE
  const needs = PRICES_OF_TYPE[ORDER_TYPES[typeOfKind(kind)] ?? 'LIMIT'];
  if ((needs.limit && limitTicks === 0) || (needs.stop && stopTicks === 0)) return RULE.PRICE_REQUIRED;
  if ((!needs.limit && limitTicks !== 0) || (!needs.stop && stopTicks !== 0)) return RULE.PRICE_NOT_ALLOWED;
  if (needs.limit && protectionTicks !== 0) return RULE.PRICE_NOT_ALLOWED;
  return (
    (needs.limit ? ruleOfPrice(limitTicks, facts.rules) : 0) ||
    (needs.stop ? ruleOfPrice(stopTicks, facts.rules) : 0) ||
    (protectionTicks === 0 ? 0 : ruleOfPrice(protectionTicks, facts.rules)) ||
    (needs.stop ? ruleOfStop(sideOfKind(kind), limitTicks, stopTicks, facts) : 0)
  );
}

function ruleOfPrice(priceTicks: number, rules: BookRules): number {
  // rule TICK_MULTIPLE
  if (priceTicks < 0) return RULE.TICK_SIZE;
  // rule REJECTION_TUNNEL
  return priceTicks >= rules.lowestTicks && priceTicks <= rules.highestTicks ? 0 : RULE.PRICE_BAND;
}

/**
 * A buy stop lies above the reference price and its limit at the stop price or higher; a sell stop lies below the
 * reference price and its limit at the stop price or lower.
 */
function ruleOfStop(
  side: number,
  limitTicks: number,
  stopTicks: number,
  facts: Pick<EntryFacts, 'referenceTicks'>,
): number {
  // rule STOP_BEYOND_LAST
  const sign = side === BUY ? 1 : -1;
  if (limitTicks !== 0 && (limitTicks - stopTicks) * sign < 0) return RULE.STOP_PRICE;
  if (facts.referenceTicks === 0) return 0;
  return (stopTicks - facts.referenceTicks) * sign > 0 ? 0 : RULE.STOP_PRICE;
}
