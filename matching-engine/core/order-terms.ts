import {
  DISPLAY_QUANTITY,
  EXPIRES_DAY,
  INVESTOR,
  KIND,
  LIMIT_TICKS,
  MINIMUM_QUANTITY,
  PROTECTION_TICKS,
  QUANTITY,
  STOP_TICKS,
} from './order-pool.ts';

/** Terms of an order as plain integers, by the fields of `order-pool.ts`; 0 for an absent optional one. */
export interface OrderTerms {
  readonly kind: number;
  readonly quantity: number;
  readonly limitTicks: number;
  readonly stopTicks: number;
  readonly protectionTicks: number;
  readonly displayQuantity: number;
  readonly minimumQuantity: number;
  readonly investor: number;
  readonly expiresDay: number;
}

/** A displayed or minimum quantity of a change that removes the order's. */
export const REMOVED = -2;

/** A displayed or minimum quantity after a change: the present one when the change is 0. */
export const quantityAfter = (change: number, present: number): number =>
  change === REMOVED ? 0 : change || present;

/** The displayed or minimum quantity that a change sets; 0 when it leaves or removes the present one. */
export const quantitySet = (change: number): number => (change === REMOVED ? 0 : change);

/**
 * Requested change of an open order: its new total quantity, and 0 for every other term that stays. A displayed or minimum
 * quantity may be `REMOVED`.
 */
export interface OrderChange {
  readonly quantity: number;
  readonly limitTicks: number;
  readonly stopTicks: number;
  readonly displayQuantity: number;
  readonly minimumQuantity: number;
}

/** A buy LIMIT DAY order of no shares, to be overridden. */
export const BLANK_TERMS: OrderTerms = {
  kind: 0,
  quantity: 0,
  limitTicks: 0,
  stopTicks: 0,
  protectionTicks: 0,
  displayQuantity: 0,
  minimumQuantity: 0,
  investor: 0,
  expiresDay: 0,
};

/** Writes the terms to the row of a pool that begins at `at`; leaves the working fields and the tag alone. */
export function writeTerms(fields: Int32Array, at: number, terms: OrderTerms): void {
  fields[at + KIND] = terms.kind;
  fields[at + QUANTITY] = terms.quantity;
  fields[at + LIMIT_TICKS] = terms.limitTicks;
  fields[at + STOP_TICKS] = terms.stopTicks;
  fields[at + PROTECTION_TICKS] = terms.protectionTicks;
  fields[at + DISPLAY_QUANTITY] = terms.displayQuantity;
  fields[at + MINIMUM_QUANTITY] = terms.minimumQuantity;
  fields[at + INVESTOR] = terms.investor;
  fields[at + EXPIRES_DAY] = terms.expiresDay;
}
