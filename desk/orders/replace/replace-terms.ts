import { decimal, type ReplaceOrderMutationVariables } from '#sdk/src/index.ts';
import type { Locale } from '../../i18n/locale.ts';
import { retypedNumber } from '../../i18n/parse-number.ts';
import {
  readPrice,
  readQuantity,
  settledPrice,
  settledQuantity,
  type NumberFault,
} from '../../i18n/read-number.ts';
import type { Order } from '../order-rows.ts';

/** Terms of an open order that can be changed in its place. */
export const REPLACE_FIELDS = ['quantity', 'stopPrice', 'limitPrice'] as const;
export type ReplaceField = (typeof REPLACE_FIELDS)[number];
export type TypedTerms = Readonly<Record<ReplaceField, string>>;

/** New values of those that change. */
export type Changes = Pick<ReplaceOrderMutationVariables['input'], ReplaceField>;

type Terms = Pick<Order, ReplaceField>;

/** The fields whose typed value differs from the order's; or the first one that holds no value. */
export type ReadChanges =
  | { readonly changes: Changes; readonly field?: never }
  | { readonly field: ReplaceField; readonly fault: NumberFault };

export function changesOf(order: Terms, typed: TypedTerms, locale: Locale): ReadChanges {
  const changes: Record<string, unknown> = {};
  for (const field of REPLACE_FIELDS) {
    if (order[field] === null) continue;
    const read = field === 'quantity' ? readQuantity : readPrice;
    const { value, fault } = read(typed[field], locale);
    if (fault !== undefined) return { field, fault };
    if (!isSame(value, order[field])) changes[field] = value;
  }
  return { changes };
}

/** The form with a field's number as it was read, once the user leaves it. */
export const withSettled = (typed: TypedTerms, field: ReplaceField, locale: Locale): TypedTerms => ({
  ...typed,
  [field]: (field === 'quantity' ? settledQuantity : settledPrice)(typed[field], locale),
});

/** The form after the user has changed the language. */
export const retyped = (typed: TypedTerms, from: Locale, to: Locale): TypedTerms => ({
  quantity: retypedNumber(typed.quantity, from, to),
  stopPrice: retypedNumber(typed.stopPrice, from, to),
  limitPrice: retypedNumber(typed.limitPrice, from, to),
});

/** A change that the exchange has to answer. */
export interface AskedChange {
  readonly changes: Changes;
  /** Version of the order with which the broker took it. */
  readonly version: number;
}

/** Reads the answer to a change from a state of the order: the exchange gives no reason for one that it rejects, and the terms stay. */
export function outcomeOf(
  { changes, version }: AskedChange,
  order: Terms & Pick<Order, 'version' | 'pendingRequest'>,
): 'waiting' | 'done' | 'rejected' {
  if (order.version < version || order.pendingRequest !== null) return 'waiting';
  const isDone = REPLACE_FIELDS.every((field) => {
    const value = changes[field];
    return value === undefined || value === null || isSame(value, order[field]);
  });
  return isDone ? 'done' : 'rejected';
}

const isSame = (one: string | number, other: string | number | null): boolean =>
  other !== null && decimal.compare(String(one), String(other)) === 0;
