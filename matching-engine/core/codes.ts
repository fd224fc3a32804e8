import { PHASES, type Phase } from '#domain/market/phase.ts';
import {
  ORDER_TYPES,
  SIDES,
  TIMES_IN_FORCE,
  type OrderType,
  type Side,
  type TimeInForce,
} from '#domain/orders/order.ts';
import { REFUSAL_RULES, type RefusalRule } from '#domain/refusal.ts';

/**
 * Integer codes of the domain's names, since the core works on integers only. A code is the index of the name in the
 * domain's list. `satisfies` below requires a code for every name.
 */
export const BUY = 0;
export const SELL = 1;

export const TYPE = { LIMIT: 0, MARKET: 1, STOP: 2, STOP_LIMIT: 3 } as const satisfies Record<
  OrderType,
  number
>;

export const TIF = {
  DAY: 0,
  GTC: 1,
  GTD: 2,
  IOC: 3,
  FOK: 4,
  AUCTION: 5,
  AT_CLOSE: 6,
} as const satisfies Record<TimeInForce, number>;

export const PHASE = {
  CLOSED: 0,
  PRE_OPEN: 1,
  OPENING_CALL: 2,
  CONTINUOUS: 3,
  AUCTION: 4,
  CLOSING_CALL: 5,
  HALTED: 6,
} as const satisfies Record<Phase, number>;

/** Instructions of an incoming order for a match with an order of the same investor. */
export const SELF_TRADE_PREVENTIONS = ['NONE', 'CANCEL_AGGRESSOR', 'CANCEL_RESTING', 'CANCEL_BOTH'] as const;
export const STP = { NONE: 0, CANCEL_AGGRESSOR: 1, CANCEL_RESTING: 2, CANCEL_BOTH: 3 } as const;

export const CANCEL_REASONS = [
  'REQUESTED',
  'MASS_CANCEL',
  'SELF_TRADE',
  'DISCONNECT',
  'CORPORATE_ACTION',
] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];
export const CANCEL = {
  REQUESTED: 0,
  MASS_CANCEL: 1,
  SELF_TRADE: 2,
  DISCONNECT: 3,
  CORPORATE_ACTION: 4,
} as const satisfies Record<CancelReason, number>;

export const EXPIRY_REASONS = [
  'IMMEDIATE_OR_CANCEL',
  'FILL_OR_KILL',
  'MINIMUM_QUANTITY',
  'END_OF_DAY',
  'EXPIRY_DATE',
  'AUCTION',
] as const;
export type ExpiryReason = (typeof EXPIRY_REASONS)[number];
export const EXPIRY = {
  IMMEDIATE_OR_CANCEL: 0,
  FILL_OR_KILL: 1,
  MINIMUM_QUANTITY: 2,
  END_OF_DAY: 3,
  EXPIRY_DATE: 4,
  AUCTION: 5,
} as const satisfies Record<ExpiryReason, number>;

/** Causes of an auction in the middle of the day. */
export const AUCTION_CAUSES = ['STATIC_TUNNEL', 'DYNAMIC_TUNNEL', 'QUANTITY', 'COMMAND'] as const;
export type AuctionCause = (typeof AUCTION_CAUSES)[number];
export const CAUSE = {
  STATIC_TUNNEL: 0,
  DYNAMIC_TUNNEL: 1,
  QUANTITY: 2,
  COMMAND: 3,
} as const satisfies Record<AuctionCause, number>;

const RULES = Object.keys(REFUSAL_RULES) as RefusalRule[];

/** Code of a refusal rule: its index in the catalogue plus 1; 0 is no rule. */
export const RULE = Object.fromEntries(RULES.map((rule, index) => [rule, index + 1])) as Readonly<
  Record<RefusalRule, number>
>;

const nameAt = <T>(names: readonly T[], code: number): T => {
  const name = names[code];
  if (name === undefined) throw new RangeError(`no name has the code ${code}`);
  return name;
};

export const sideOf = (code: number): Side => nameAt(SIDES, code);
export const typeOf = (code: number): OrderType => nameAt(ORDER_TYPES, code);
export const timeInForceOf = (code: number): TimeInForce => nameAt(TIMES_IN_FORCE, code);
export const phaseOf = (code: number): Phase => nameAt(PHASES, code);
export const ruleOf = (code: number): RefusalRule => nameAt(RULES, code - 1);

/** True for a call: orders rest without trading until it ends. */
export const isCall = (phase: number): boolean =>
  phase === PHASE.OPENING_CALL || phase === PHASE.AUCTION || phase === PHASE.CLOSING_CALL;

/** The largest quantity and price (in ticks) that the core can hold. The caller rejects larger ones. */
export const MAX_QUANTITY = 0x7ffffffe;
export const MAX_PRICE_TICKS = 0x7ffffffe;
