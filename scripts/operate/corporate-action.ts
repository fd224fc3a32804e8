import { createTradingCalendar, FIRST_DAY, LAST_DAY } from '#domain/calendar/trading-calendar.ts';
import { addDays, isDay } from '#domain/calendar/days.ts';
import {
  CORPORATE_ACTION_KINDS,
  paysMoney,
  type ActionTerms,
  type CorporateActionKind,
} from '#domain/corporate-actions/declared-action.ts';
import type { SubscriptionRights } from '#domain/corporate-actions/declared-action.ts';
import { rightTickersOf } from '#domain/corporate-actions/subscription-rights.ts';
import { formatExactDecimal, parseExactDecimal } from '#domain/money/exact-decimal.ts';
import { CommandLineError } from '#platform/process/command-line.ts';
import { StartError } from '#platform/process/start-error.ts';
import type { OperatorCalls } from './operator-calls.ts';

export const CORPORATE_ACTION_OPERANDS = 'KIND TICKER RECORD_DATE FIGURE [FIELD=VALUE]...';

const FIELDS = ['price', 'ex', 'pays', 'approved', 'late', 'trades', 'exercises'] as const;
type Field = (typeof FIELDS)[number];

/**
 * Declares a corporate action: `SPLIT PETR4 2026-03-16 2`, `DIVIDEND PETR4 2026-03-16 0.50 pays=2026-03-30`, `BONUS ITSA4
 * 2022-11-10 1.1 price=13.65162423 pays=2022-11-16`, `SUBSCRIPTION PETR4 2026-03-16 0.1 price=25.00 trades=2026-03-17..2026-03-27
 * exercises=2026-04-02`. With `FRACTIONS ID PAYS_ON PRICE` it gives the price of the auction of an action's fractions.
 */
export async function declareCorporateAction(
  calls: Pick<OperatorCalls, 'assets'>,
  operands: readonly string[],
): Promise<string> {
  if (operands[0] === 'FRACTIONS') return sellFractions(calls, operands.slice(1));
  const { terms, isLate } = readTerms(operands);
  const result = await calls.assets.declareCorporateAction({ ...terms, isLate });
  if (result.outcome === 'REFUSED')
    throw new StartError(`The ${terms.kind} of ${terms.ticker} was refused: ${result.fault}.`);
  const { id, exDate, paysOn } = result.action;
  const payment = paysOn === null ? '' : `, pays on ${paysOn}`;
  return `${result.outcome === 'NEW' ? 'declared' : 'completed'} ${id}: ex-day ${exDate}${payment}`;
}

async function sellFractions(
  calls: Pick<OperatorCalls, 'assets'>,
  operands: readonly string[],
): Promise<string> {
  const [id, paysOn, price, ...rest] = operands;
  if (id === undefined || paysOn === undefined || price === undefined || rest.length > 0)
    throw new CommandLineError('FRACTIONS takes ID PAYS_ON PRICE.');
  const result = await calls.assets.setFractionSale({ id, paysOn: dayIn(paysOn), price: decimalIn(price) });
  if (result.outcome === 'REFUSED')
    throw new StartError(`The sale of fractions was refused: ${result.fault}.`);
  return `fractions of ${id} are paid on ${paysOn} at ${price} a share`;
}

function readTerms(operands: readonly string[]): { terms: ActionTerms; isLate: boolean } {
  const [kindText, ticker, recordText, figureText, ...rest] = operands;
  if (figureText === undefined || ticker === undefined || recordText === undefined)
    throw new CommandLineError(`corporate-action takes ${CORPORATE_ACTION_OPERANDS}.`);
  const kind = CORPORATE_ACTION_KINDS.find((known) => known === kindText);
  if (!kind)
    throw new CommandLineError(
      `'${kindText ?? ''}' is not a KIND: ${CORPORATE_ACTION_KINDS.join(', ')} or FRACTIONS.`,
    );
  if (!/^[A-Z0-9]{4,12}$/.test(ticker)) throw new CommandLineError(`'${ticker}' is not a ticker.`);
  const fields = readFields(rest);
  const recordDate = dayIn(recordText);
  const exText = fields.get('ex');
  const isLate = fields.get('late') === 'yes';
  if (fields.has('late') && !isLate) throw new CommandLineError("late takes 'yes' alone.");
  const terms = {
    ...{ ticker, kind, recordDate, exDate: exText === undefined ? exDayAfter(recordDate) : dayIn(exText) },
    paysOn: optionalDay(fields.get('pays')),
    approvedOn: optionalDay(fields.get('approved')),
    ...figuresOf(kind, figureText, fields.get('price')),
    rights: rightsIn(kind, ticker, fields),
  };
  return { terms, isLate };
}

const figuresOf = (kind: CorporateActionKind, figure: string, price: string | undefined) => ({
  amountPerShare: paysMoney(kind) ? decimalIn(figure) : null,
  factor: paysMoney(kind) ? null : factorIn(figure),
  pricePerShare: price === undefined ? null : decimalIn(price),
});

/** Rights of a subscription; null for the other kinds, and when assets shall refuse them as missing. */
function rightsIn(
  kind: CorporateActionKind,
  ticker: string,
  fields: ReadonlyMap<Field, string>,
): SubscriptionRights | null {
  const [exercises, trades] = [fields.get('exercises'), fields.get('trades')];
  if (kind !== 'SUBSCRIPTION' && (exercises ?? trades) !== undefined)
    throw new CommandLineError(`trades and exercises belong to SUBSCRIPTION, not to ${kind}.`);
  if (exercises === undefined) {
    if (kind === 'SUBSCRIPTION')
      throw new CommandLineError('SUBSCRIPTION needs exercises=DAY, the last one.');
    return null;
  }
  const [from, until, ...rest] = trades?.split('..') ?? [];
  if (trades !== undefined && (from === undefined || until === undefined || rest.length > 0))
    throw new CommandLineError(`trades takes FIRST_DAY..LAST_DAY, not '${trades}'.`);
  return {
    ...rightTickersOf(ticker),
    tradesFrom: optionalDay(from),
    tradesUntil: optionalDay(until),
    exercisesUntil: dayIn(exercises),
  };
}

function readFields(texts: readonly string[]): ReadonlyMap<Field, string> {
  const fields = new Map<Field, string>();
  for (const text of texts) {
    const [name = '', value = ''] = text.split('=', 2);
    const field = FIELDS.find((known) => known === name);
    if (!field || value === '')
      throw new CommandLineError(`'${text}' is not FIELD=VALUE; the fields are ${FIELDS.join(', ')}.`);
    if (fields.has(field)) throw new CommandLineError(`${field} is given twice.`);
    fields.set(field, value);
  }
  return fields;
}

/** The first trading day after a record date; for a day beyond the calendar, which assets refuses, the next day. */
function exDayAfter(recordDate: string): string {
  const isCovered = recordDate >= FIRST_DAY && addDays(recordDate, 30) <= LAST_DAY;
  return isCovered ? createTradingCalendar().nextTradingDay(recordDate) : addDays(recordDate, 1);
}

function dayIn(text: string): string {
  if (isDay(text)) return text;
  throw new CommandLineError(`'${text}' is not a day such as 2026-03-16.`);
}

const optionalDay = (text: string | undefined): string | null => (text === undefined ? null : dayIn(text));

/** A decimal, or a ratio such as 1/3, as the decimal that reads as this ratio. */
function factorIn(text: string): string {
  const [, above = '', below = ''] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  if (above === '') return decimalIn(text);
  if (Number(below) === 0) throw new CommandLineError(`'${text}' divides by zero.`);
  return formatExactDecimal((BigInt(above) * 10n ** RATIO_PLACES) / BigInt(below), Number(RATIO_PLACES));
}

/** Places from which a factor is read as the ratio that it was cut off from, for every ratio that `factorIn` takes. */
const RATIO_PLACES = 18n;

function decimalIn(text: string): string {
  if (parseExactDecimal(text)) return text;
  throw new CommandLineError(`'${text}' is not a plain decimal such as 0.1334, from zero on.`);
}
