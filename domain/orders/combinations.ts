import type { Phase } from '../market/phase.ts';
import { isForCall, isStop, type OrderType, type TimeInForce } from './order.ts';

/**
 * Which terms go together and when they are taken: one table for broker and exchange, which its tests enumerate whole.
 * From B3's order types and times in force; where B3's public text leaves a combination open, the stricter reading.
 */
export interface Combination {
  /** May show only a part of its quantity (iceberg). */
  readonly display: boolean;
  /** May ask that a minimum fills on entry. */
  readonly minimum: boolean;
}

const none: Combination = { display: false, minimum: false };
const whole: Combination = { display: false, minimum: true };
const resting: Combination = { display: true, minimum: true };

/**
 * Every type with every time in force that it may have. A market order that stays is a limit order from then on, but
 * only for the day; an order that must fill at once cannot wait for a trigger; one that is for a call shows nothing
 * and needs no minimum.
 */
// rule COMBINATION_TABLE
export const COMBINATIONS: Readonly<Record<OrderType, Readonly<Partial<Record<TimeInForce, Combination>>>>> =
  {
    LIMIT: {
      DAY: resting,
      GTC: resting,
      GTD: resting,
      IOC: whole,
      FOK: none,
      AUCTION: none,
      AT_CLOSE: none,
    },
    MARKET: { DAY: whole, IOC: whole, FOK: none, AUCTION: none, AT_CLOSE: none },
    STOP: { DAY: none, GTC: none, GTD: none },
    STOP_LIMIT: { DAY: none, GTC: none, GTD: none },
  };

/** The prices that a type has: exactly these are given. */
export const PRICES_OF_TYPE: Readonly<
  Record<OrderType, { readonly limit: boolean; readonly stop: boolean }>
> = {
  LIMIT: { limit: true, stop: false },
  MARKET: { limit: false, stop: false },
  STOP: { limit: false, stop: true },
  STOP_LIMIT: { limit: true, stop: true },
};

/** An order's terms as far as combinations and phases look at them. */
export interface TermsShape {
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly hasDisplay: boolean;
  readonly hasMinimum: boolean;
  readonly hasExpiry: boolean;
}

/** The field that does not go with the others; null when all do. Displayed and minimum quantity exclude each other. */
export function misfitOf(
  terms: TermsShape,
): 'timeInForce' | 'expiresOn' | 'displayQuantity' | 'minimumQuantity' | null {
  const combination = COMBINATIONS[terms.type][terms.timeInForce];
  if (!combination) return 'timeInForce';
  if (terms.hasExpiry !== (terms.timeInForce === 'GTD')) return 'expiresOn';
  if (terms.hasDisplay && !combination.display) return 'displayQuantity';
  if (terms.hasMinimum && (!combination.minimum || terms.hasDisplay)) return 'minimumQuantity';
  return null;
}

/**
 * Whether a phase takes a new order. Continuous trading takes all but those for a call (an order for the closing call
 * waits for it); a call takes what can gather: no stops, nothing that must trade at once, a market order only if it is
 * for a call. A type with a time in force that it may never have is not the phase's matter: `misfitOf` tells.
 */
export function isTakenIn(phase: Phase, terms: TermsShape): boolean {
  const { type, timeInForce, hasMinimum } = terms;
  const isOpen = phase !== 'CLOSED' && phase !== 'PRE_OPEN' && phase !== 'HALTED';
  if (isOpen && !COMBINATIONS[type][timeInForce]) return true;
  // rule PHASE_TAKES
  // rule PRE_OPEN_CANCEL_ONLY
  switch (phase) {
    case 'CLOSED':
    case 'PRE_OPEN':
    case 'HALTED':
      return false;
    case 'CONTINUOUS':
      return timeInForce !== 'AUCTION';
    case 'OPENING_CALL':
    case 'AUCTION':
    case 'CLOSING_CALL':
      // rule NO_STOPS_IN_A_CALL
      if (isStop(type) || hasMinimum || timeInForce === 'IOC' || timeInForce === 'FOK') return false;
      return type === 'LIMIT' || isForCall(timeInForce);
  }
}

/** Whether a phase takes a change of an open order: where new orders come in, but no waiting stop in a call. */
export const isChangeableIn = (phase: Phase, isWaitingStop: boolean): boolean =>
  phase === 'CONTINUOUS' ||
  (!isWaitingStop && (phase === 'OPENING_CALL' || phase === 'AUCTION' || phase === 'CLOSING_CALL'));

/**
 * The most parts that an iceberg may show one after the other. One order can then never make more trades out of one
 * other than this, so nobody makes the exchange work for hours by showing single shares of a billion.
 */
export const MAX_DISPLAYED_PARTS = 10_000;

export const hasTooManyParts = (displayQuantity: number, quantity: number): boolean =>
  quantity > displayQuantity * MAX_DISPLAYED_PARTS;
