import type { Phase } from '../../market/phase.ts';
import { isForCall, isStop, type OrderType, type TimeInForce } from '../order.ts';

/**
 * The quantities that a type and time in force allow. Broker and exchange share this one table. It follows B3's order
 * types and times in force; where B3's public text leaves a combination open, it takes the stricter reading.
 */
export interface Combination {
  /** The order may show a part of its quantity only (iceberg). */
  readonly display: boolean;
  /** The order may require that a minimum quantity fills on entry. */
  readonly minimum: boolean;
}

const none: Combination = { display: false, minimum: false };
const whole: Combination = { display: false, minimum: true };
const resting: Combination = { display: true, minimum: true };

/**
 * Every type with every time in force that it may have. A market order that rests becomes a limit order, for the day
 * only. An order that must fill at once cannot wait for a trigger. An order for a call has neither a displayed nor a
 * minimum quantity.
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

/** The prices of a type. An order must have exactly these. */
export const PRICES_OF_TYPE: Readonly<
  Record<OrderType, { readonly limit: boolean; readonly stop: boolean }>
> = {
  LIMIT: { limit: true, stop: false },
  MARKET: { limit: false, stop: false },
  STOP: { limit: false, stop: true },
  STOP_LIMIT: { limit: true, stop: true },
};

/** The terms of an order on which combinations and phases depend. */
export interface TermsShape {
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly hasDisplay: boolean;
  readonly hasMinimum: boolean;
  readonly hasExpiry: boolean;
}

/** Finds the first field that contradicts the others; null when all agree. Displayed and minimum quantity exclude each other. */
export function contradictionIn(
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
 * True when a phase accepts a new order. Continuous trading accepts all but AUCTION orders; an AT_CLOSE order waits for
 * the closing call. A call accepts neither stops nor orders that must trade at once, and market orders only with the time
 * in force of a call. An invalid type and time in force passes this check: `contradictionIn` refuses it with a better reason.
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

/** True when a phase accepts a change of an open order; a call accepts no change of a waiting stop. */
export const isChangeableIn = (phase: Phase, isWaitingStop: boolean): boolean =>
  phase === 'CONTINUOUS' ||
  (!isWaitingStop && (phase === 'OPENING_CALL' || phase === 'AUCTION' || phase === 'CLOSING_CALL'));

/**
 * Highest number of displayed parts of an iceberg. It bounds the trades between two orders: without it, an iceberg that
 * shows one share of a billion could occupy the exchange for hours.
 */
export const MAX_DISPLAYED_PARTS = 10_000;

export const hasTooManyParts = (displayQuantity: number, quantity: number): boolean =>
  quantity > displayQuantity * MAX_DISPLAYED_PARTS;
