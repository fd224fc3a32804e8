import { addDays, isDay } from '#domain/calendar/days.ts';
import { COMBINATIONS, PRICES_OF_TYPE } from '#domain/orders/terms/combinations.ts';
import { TIMES_IN_FORCE, type OrderType, type Side, type TimeInForce } from '#domain/orders/order.ts';
import { decimal } from '#sdk/src/index.ts';
import type { Locale } from '../i18n/locale.ts';
import { parseNumber, retypedNumber } from '../i18n/parse-number.ts';
import {
  readPrice,
  readQuantity,
  settledPrice,
  settledQuantity,
  type NumberFault,
} from '../i18n/read-number.ts';
import type { OrderInput } from '../orders/order-rows.ts';

/** The user's choices and typed texts. */
export interface TicketForm {
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  /** True for the twin of the ticker in the fractional market. */
  readonly isTwin: boolean;
  readonly quantity: string;
  /** Shares for the twin once this order is placed: what a round lot leaves over. */
  readonly rest: string;
  /** Shares in lots that have been sent before this rest of them. */
  readonly wentAhead: string;
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
  rest: '',
  wentAhead: '',
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

/** The fields that an order of this form has, from the top of the ticket; the broker would refuse the others. */
export function fieldsOf({
  type,
  timeInForce,
}: Pick<TicketForm, 'type' | 'timeInForce'>): ReadonlySet<TypedField> {
  const prices = PRICES_OF_TYPE[type];
  const combination = COMBINATIONS[type][timeInForce];
  const has: Readonly<Record<TypedField, boolean>> = {
    quantity: true,
    stopPrice: prices.stop,
    limitPrice: prices.limit,
    expiresOn: timeInForce === 'GTD',
    displayQuantity: combination?.display ?? false,
    minimumQuantity: combination?.minimum ?? false,
  };
  return new Set((Object.keys(has) as TypedField[]).filter((field) => has[field]));
}

/** Another type keeps the time in force where it can. */
export const withType = (form: TicketForm, type: OrderType): TicketForm => ({
  ...form,
  type,
  timeInForce: timesOf(type).includes(form.timeInForce) ? form.timeInForce : 'DAY',
});

/** Why a field holds no value: no number that the graph takes, no day, one that is over, or one that nobody means. */
export type Fault = NumberFault | 'not-day' | 'past-day' | 'far-day';

/** A year is as far ahead as orders are usually taken; a day beyond it, such as one of the year 9999, is a slip. */
const MOST_DAYS_AHEAD = 366;

/** The last day that an order may name. */
export const lastExpiry = (today: string): string => addDays(today, MOST_DAYS_AHEAD);

/** The order of a form; or the fields that hold no value, and those that are needed and empty. */
export interface ReadForm {
  readonly terms: Omit<OrderInput, 'accountId' | 'clientOrderId' | 'ticker'> | null;
  readonly faults: Readonly<Partial<Record<TypedField, Fault>>>;
  readonly missing: readonly TypedField[];
}

const OPTIONAL = new Set<TypedField>(['displayQuantity', 'minimumQuantity']);

/** @param today the market's day; undefined before it is known */
export function readForm(form: TicketForm, locale: Locale, today: string | undefined): ReadForm {
  const faults: Partial<Record<TypedField, Fault>> = {};
  const values: Partial<Record<TypedField, string | number>> = {};
  const missing: TypedField[] = [];
  for (const field of fieldsOf(form)) {
    const text = form[field].trim();
    if (text === '') {
      if (!OPTIONAL.has(field)) missing.push(field);
      continue;
    }
    const { value, fault } = readField(field, text, { locale, today });
    if (fault !== undefined) faults[field] = fault;
    else if (value !== undefined) values[field] = value;
  }
  if (missing.length > 0 || Object.keys(faults).length > 0) return { terms: null, faults, missing };
  const { side, type, timeInForce } = form;
  return { terms: { side, type, timeInForce, ...values } as ReadForm['terms'], faults, missing };
}

interface Reading {
  readonly locale: Locale;
  readonly today: string | undefined;
}

function readField(
  field: TypedField,
  text: string,
  { locale, today }: Reading,
): { readonly value?: string | number; readonly fault?: Fault } {
  if (field === 'limitPrice' || field === 'stopPrice') return readPrice(text, locale);
  if (field !== 'expiresOn') return readQuantity(text, locale);
  if (!isDay(text)) return { fault: 'not-day' };
  if (today === undefined) return { value: text };
  if (text < today) return { fault: 'past-day' };
  return text > lastExpiry(today) ? { fault: 'far-day' } : { value: text };
}

/** The form with a field's number as it was read, once the user leaves it. */
export function withSettled(form: TicketForm, field: TypedField, locale: Locale): TicketForm {
  if (field === 'expiresOn') return form;
  const isPrice = field === 'limitPrice' || field === 'stopPrice';
  const text = (isPrice ? settledPrice : settledQuantity)(form[field], locale);
  return text === form[field] ? form : { ...form, [field]: text };
}

const NUMBERS = [
  'quantity',
  'wentAhead',
  'limitPrice',
  'stopPrice',
  'displayQuantity',
  'minimumQuantity',
] as const;

/** The form after the user has changed the language: its numbers have the marks of the new one. */
export const retyped = (form: TicketForm, from: Locale, to: Locale): TicketForm => ({
  ...form,
  ...Object.fromEntries(NUMBERS.map((field) => [field, retypedNumber(form[field], from, to)])),
});

/** A quantity as whole lots and the rest, which trades in the fractional market alone. */
export const splitByLot = (
  quantity: number,
  lotSize: number,
): { readonly lots: number; readonly rest: number } => ({
  lots: Math.floor(quantity / lotSize) * lotSize,
  rest: quantity % lotSize,
});

interface PriceGrid {
  readonly tickSize: string;
  /** Where an empty field begins; null while no price is known, so that an arrow sends no order far from the market. */
  readonly start: string | null;
  readonly locale: Locale;
}

/** Moves a typed price by ticks; an empty or wrong text begins at `start`. Never below a tick. Null where it cannot begin. */
export function stepPrice(
  typed: string,
  ticks: number,
  { tickSize, start, locale }: PriceGrid,
): string | null {
  const price = parseNumber(typed, locale);
  if (price === null || price.startsWith('-')) return start;
  const onGrid = decimal.toTick(price, tickSize);
  const moved = decimal.add(onGrid, decimal.multiply(tickSize, String(ticks)));
  return decimal.compare(moved, tickSize) < 0 ? tickSize : moved;
}
