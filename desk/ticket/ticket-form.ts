import { COMBINATIONS, PRICES_OF_TYPE } from '#domain/orders/terms/combinations.ts';
import { TIMES_IN_FORCE, type OrderType, type Side, type TimeInForce } from '#domain/orders/order.ts';
import { decimal } from '#sdk/src/index.ts';
import type { Locale } from '../i18n/locale.ts';
import { parseNumber, parseQuantity } from '../i18n/parse-number.ts';
import type { OrderInput } from '../orders/order-rows.ts';

/** The user's choices and typed texts. */
export interface TicketForm {
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  /** True for the twin of the ticker in the fractional market. */
  readonly isTwin: boolean;
  readonly quantity: string;
  readonly limitPrice: string;
  readonly stopPrice: string;
  readonly displayQuantity: string;
  readonly minimumQuantity: string;
  readonly expiresOn: string;
}

export const EMPTY_FORM: TicketForm = {
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'DAY',
  isTwin: false,
  quantity: '',
  limitPrice: '',
  stopPrice: '',
  displayQuantity: '',
  minimumQuantity: '',
  expiresOn: '',
};

/** A field in which the user types. */
export type TypedField =
  'quantity' | 'limitPrice' | 'stopPrice' | 'displayQuantity' | 'minimumQuantity' | 'expiresOn';

/** Times in force that a type allows, in the sequence of the broker's own list. */
export const timesOf = (type: OrderType): readonly TimeInForce[] =>
  TIMES_IN_FORCE.filter((time) => COMBINATIONS[type][time] !== undefined);

/** The fields that an order of this form has; the broker would refuse the others. */
export function fieldsOf({
  type,
  timeInForce,
}: Pick<TicketForm, 'type' | 'timeInForce'>): ReadonlySet<TypedField> {
  const prices = PRICES_OF_TYPE[type];
  const combination = COMBINATIONS[type][timeInForce];
  const has: Readonly<Record<TypedField, boolean>> = {
    quantity: true,
    limitPrice: prices.limit,
    stopPrice: prices.stop,
    displayQuantity: combination?.display ?? false,
    minimumQuantity: combination?.minimum ?? false,
    expiresOn: timeInForce === 'GTD',
  };
  return new Set((Object.keys(has) as TypedField[]).filter((field) => has[field]));
}

/** Another type keeps the time in force where it can. */
export const withType = (form: TicketForm, type: OrderType): TicketForm => ({
  ...form,
  type,
  timeInForce: timesOf(type).includes(form.timeInForce) ? form.timeInForce : 'DAY',
});

export type Fault = 'not-number' | 'not-whole';

/** The order of a form; or the fields that hold no number; or neither while a needed field is empty. */
export interface ReadForm {
  readonly terms: Omit<OrderInput, 'accountId' | 'clientOrderId' | 'ticker'> | null;
  readonly faults: Readonly<Partial<Record<TypedField, Fault>>>;
}

const OPTIONAL = new Set<TypedField>(['displayQuantity', 'minimumQuantity']);

export function readForm(form: TicketForm, locale: Locale): ReadForm {
  const faults: Partial<Record<TypedField, Fault>> = {};
  const values: Partial<Record<TypedField, string | number>> = {};
  let isComplete = true;
  for (const field of fieldsOf(form)) {
    const text = form[field].trim();
    if (text === '') isComplete &&= OPTIONAL.has(field);
    else if (field === 'expiresOn') values[field] = text;
    else if (field === 'limitPrice' || field === 'stopPrice') {
      const price = parseNumber(text, locale);
      if (price === null) faults[field] = 'not-number';
      else values[field] = price;
    } else {
      const quantity = parseQuantity(text, locale);
      if (quantity === null) faults[field] = parseNumber(text, locale) === null ? 'not-number' : 'not-whole';
      else values[field] = quantity;
    }
  }
  if (!isComplete || Object.keys(faults).length > 0) return { terms: null, faults };
  const { side, type, timeInForce } = form;
  return { terms: { side, type, timeInForce, ...values } as ReadForm['terms'], faults };
}

/** Moves a typed price by ticks; an empty or wrong text begins at `start`. Never below a tick. */
export function stepPrice(
  typed: string,
  ticks: number,
  { tickSize, start, locale }: { readonly tickSize: string; readonly start: string; readonly locale: Locale },
): string {
  const price = parseNumber(typed, locale);
  if (price === null || price.startsWith('-')) return start;
  const onGrid = decimal.toTick(price, tickSize);
  const moved = decimal.add(onGrid, decimal.multiply(tickSize, String(ticks)));
  return decimal.compare(moved, tickSize) < 0 ? tickSize : moved;
}
