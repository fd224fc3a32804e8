import { addDays, isDay } from '../calendar/days.ts';
import { FIRST_DAY, LAST_DAY, type TradingCalendar } from '../calendar/trading-calendar.ts';
import { parseExactDecimal } from '../money/exact-decimal.ts';
import { faultOfFactor } from '../positions/corporate-actions.ts';
import { factorRatio, paysMoney, type ActionTerms } from './declared-action.ts';
import { faultOfRights } from './subscription-rights.ts';

/** Largest number of shares after an action for one share before it, and its inverse. */
const MAX_FACTOR = 100_000n;

/**
 * Fault of the terms of a corporate action by themselves, as a sentence; null when they are sound. Whether the ticker is
 * listed, and what else is declared for it, is checked elsewhere.
 */
export function faultOfTerms(terms: ActionTerms, calendar: TradingCalendar): string | null {
  return faultOfDays(terms, calendar) ?? faultOfFigures(terms) ?? faultOfRights(terms, calendar);
}

/**
 * The day on which a company's payment or credit reaches its holders: the depository works on trading days, so a day without a
 * session stands for the next one (reading of this project; B3's files do have such days). Other texts stay, to be refused.
 */
export function settledPayDay(calendar: TradingCalendar, day: string): string {
  const isCovered = isDay(day) && day >= FIRST_DAY && addDays(day, 15) <= LAST_DAY;
  return isCovered ? calendar.addTradingDays(day, 0) : day;
}

function faultOfDays(terms: ActionTerms, calendar: TradingCalendar): string | null {
  const { recordDate, exDate, paysOn, approvedOn } = terms;
  const days = { 'record date': recordDate, 'ex-day': exDate, 'payment day': paysOn, approval: approvedOn };
  for (const [name, day] of Object.entries(days))
    if (day !== null && (!isDay(day) || day < FIRST_DAY || day > LAST_DAY))
      return `the ${name} ${day} is not a day from ${FIRST_DAY} to ${LAST_DAY}`;
  if (!calendar.isTradingDay(recordDate)) return `the record date ${recordDate} is not a trading day`;
  if (exDate <= recordDate) return `the ex-day ${exDate} is not after the record date ${recordDate}`;
  const next = calendar.nextTradingDay(recordDate);
  if (exDate !== next)
    return `the ex-day ${exDate} is not the first trading day after the record date, which is ${next}`;
  if (paysOn !== null && paysOn < exDate) return `the payment day ${paysOn} is before the ex-day ${exDate}`;
  return null;
}

function faultOfFigures(terms: ActionTerms): string | null {
  const { kind, amountPerShare, factor, pricePerShare } = terms;
  const isPaid = paysMoney(kind);
  return (
    faultOfFigure('amount per share', amountPerShare, { isNeeded: isPaid, isTaken: isPaid }) ??
    faultOfFigure('factor', factor, { isNeeded: !isPaid, isTaken: !isPaid }) ??
    faultOfFigure('price per share', pricePerShare, {
      isNeeded: kind === 'SUBSCRIPTION',
      isTaken: kind === 'SUBSCRIPTION' || kind === 'BONUS',
    }) ??
    faultOfShareFactor(terms)
  );
}

function faultOfFigure(
  name: string,
  text: string | null,
  { isNeeded, isTaken }: { readonly isNeeded: boolean; readonly isTaken: boolean },
): string | null {
  if (text === null) return isNeeded ? `the ${name} is missing` : null;
  if (!isTaken) return `an action of this kind has no ${name}`;
  const ratio = parseExactDecimal(text);
  if (!ratio) return `the ${name} '${text}' is not a plain decimal such as 0.1334`;
  return ratio.numerator === 0n ? `the ${name} is zero` : null;
}

function faultOfShareFactor({ kind, factor }: ActionTerms): string | null {
  if (factor === null) return null;
  const ratio = factorRatio(factor);
  const { numerator, denominator } = ratio;
  if (numerator > denominator * MAX_FACTOR || denominator > numerator * MAX_FACTOR)
    return `the factor ${factor} is not between 1/${MAX_FACTOR} and ${MAX_FACTOR}`;
  if (kind !== 'SPLIT' && kind !== 'REVERSE_SPLIT' && kind !== 'BONUS') return null;
  return faultOfFactor(kind, ratio);
}
