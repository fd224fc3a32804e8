import { isDay } from '../calendar/days.ts';
import { settlementDay, type TradingCalendar } from '../calendar/trading-calendar.ts';
import type { AssetStatus } from '../market/instrument.ts';
import { exactDecimal } from '../money/exact-decimal.ts';
import { safe } from '../money/integer.ts';
import { plus, times, type Ratio } from '../money/ratio.ts';
import { factorRatio, type ActionTerms, type SubscriptionRights } from './declared-action.ts';

/** Terms of a subscription. */
export type SubscriptionTerms = ActionTerms & { readonly rights: SubscriptionRights };

export const isSubscription = <T extends ActionTerms>(
  terms: T,
): terms is T & { readonly rights: SubscriptionRights } =>
  terms.kind === 'SUBSCRIPTION' && terms.rights !== null;

/**
 * Tickers of the right and of the receipt of a security. Source: B3, pages Subscription Rights (1 for ordinary, 2 for
 * preferred shares) and Subscription Receipts (9 and 10); 12 and 13 for units and shares of funds, as the exchange lists them.
 */
export function rightTickersOf(ticker: string): Pick<SubscriptionRights, 'ticker' | 'receiptTicker'> {
  const issuer = ticker.slice(0, 4);
  const [right, receipt] = /^3$/.test(ticker.slice(4))
    ? ['1', '9']
    : /^[4-8]$/.test(ticker.slice(4))
      ? ['2', '10']
      : ['12', '13'];
  return { ticker: `${issuer}${right}`, receiptTicker: `${issuer}${receipt}` };
}

const RIGHT_TICKER = /^[A-Z0-9]{4}[0-9]{1,2}$/;

/** Fault of the rights of a subscription, as a sentence; null when they are sound. */
export function faultOfRights(terms: ActionTerms, calendar: TradingCalendar): string | null {
  const { kind, rights } = terms;
  if (kind !== 'SUBSCRIPTION') return rights === null ? null : 'an action of this kind has no rights';
  if (rights === null) return 'the rights are missing: their tickers and days';
  const { ticker, receiptTicker } = rights;
  for (const name of [ticker, receiptTicker])
    if (!RIGHT_TICKER.test(name)) return `'${name}' is not a ticker such as PETR1`;
  if (new Set([terms.ticker, ticker, receiptTicker]).size < 3)
    return 'the share, its right and its receipt need a ticker each';
  return faultOfRightDays(terms, rights, calendar);
}

function faultOfRightDays(
  { exDate, paysOn }: ActionTerms,
  { tradesFrom, tradesUntil, exercisesUntil }: SubscriptionRights,
  calendar: TradingCalendar,
): string | null {
  const days = {
    'first day of trading': tradesFrom,
    'last day of trading': tradesUntil,
    'last day of exercise': exercisesUntil,
  };
  for (const [name, day] of Object.entries(days))
    if (day !== null && !(isDay(day) && calendar.isTradingDay(day)))
      return `the ${name} of the rights, ${day}, is not a trading day`;
  if (exercisesUntil < exDate)
    return `the last day of exercise ${exercisesUntil} is before the ex-day ${exDate}`;
  if (paysOn !== null && paysOn <= exercisesUntil)
    return `the credit of the shares on ${paysOn} is not after the last day of exercise ${exercisesUntil}`;
  if (tradesFrom === null || tradesUntil === null)
    return tradesFrom === tradesUntil ? null : 'the rights need both days of trading, or none';
  if (tradesFrom < exDate) return `the rights trade from ${tradesFrom}, before the ex-day ${exDate}`;
  if (tradesUntil < tradesFrom) return `the rights trade until ${tradesUntil}, before ${tradesFrom}`;
  const settlesOn = settlementDay(calendar, tradesUntil);
  return settlesOn <= exercisesUntil
    ? null
    : `rights bought on ${tradesUntil} settle on ${settlesOn}, after the last day of exercise ${exercisesUntil}`;
}

/** How far the listing of a subscription's instruments has come. */
export type RightsListing = 'LISTED' | 'TRADING' | 'DELISTED' | 'CREDITED';

/** State of the listing on a day; null before the ex-day. */
export function rightsListingOn(
  { exDate, paysOn, rights }: SubscriptionTerms,
  day: string,
): RightsListing | null {
  if (day < exDate) return null;
  if (paysOn !== null && day >= paysOn) return 'CREDITED';
  const { tradesFrom, tradesUntil, exercisesUntil } = rights;
  if (tradesFrom === null || tradesUntil === null) return day <= exercisesUntil ? 'LISTED' : 'DELISTED';
  if (day < tradesFrom) return 'LISTED';
  return day <= tradesUntil ? 'TRADING' : 'DELISTED';
}

/** Status of the two instruments. Receipts do not trade here (reading of this project): they wait for the shares. */
export const LISTING_STATUSES: Readonly<
  Record<RightsListing, { readonly right: AssetStatus; readonly receipt: AssetStatus }>
> = {
  LISTED: { right: 'SUSPENDED', receipt: 'SUSPENDED' },
  TRADING: { right: 'ACTIVE', receipt: 'SUSPENDED' },
  DELISTED: { right: 'DELISTED', receipt: 'SUSPENDED' },
  CREDITED: { right: 'DELISTED', receipt: 'DELISTED' },
};

/** Whether a holder can exercise on a day. */
export const isExercisableOn = ({ exDate, rights }: SubscriptionTerms, day: string): boolean =>
  day >= exDate && day <= rights.exercisesUntil;

/** Money for subscribed shares in centavos: multiplied first, then cut off (reading of this project, as for payments). */
export function subscriptionCentavos({ pricePerShare }: ActionTerms, quantity: number): number {
  const { numerator, denominator } = exactDecimal(pricePerShare ?? '0');
  return safe(Number((BigInt(quantity) * numerator * 100n) / denominator));
}

/** A split or reverse split of the subscribed share. */
export type SplitTerms = Pick<ActionTerms, 'exDate' | 'factor'>;

/**
 * Whole shares that are credited for receipts: each split of the share after the exercise counts for its receipts, which are
 * claims to the share. Fractions lapse (reading of this project: no source names B3's rule).
 */
export function creditedShares(
  exercises: readonly { readonly day: string; readonly quantity: number }[],
  splits: readonly SplitTerms[],
): number {
  const total = exercises.reduce<Ratio>(
    (sum, { day, quantity }) => {
      let own: Ratio = { numerator: BigInt(quantity), denominator: 1n };
      for (const split of splits) if (split.exDate > day) own = times(own, factorRatio(split.factor ?? '1'));
      return plus(sum, own);
    },
    { numerator: 0n, denominator: 1n },
  );
  return safe(Number(total.numerator / total.denominator));
}

/** Theoretical price of a right in centavos: ex-price of the share less the price of exercise; at least a tick. */
export const rightPriceCentavos = (terms: ActionTerms, shareCentavos: number, tickCentavos: number): number =>
  Math.max(tickCentavos, shareCentavos - subscriptionCentavos(terms, 1));

/** Whether the rights of two subscriptions would have one ticker at the same time. */
export const isOverlapping = (a: SubscriptionTerms, b: SubscriptionTerms): boolean =>
  a.rights.ticker === b.rights.ticker &&
  a.exDate <= b.rights.exercisesUntil &&
  b.exDate <= a.rights.exercisesUntil;

export const isSameRights = (a: SubscriptionRights | null, b: SubscriptionRights | null): boolean =>
  a === null || b === null
    ? a === b
    : a.ticker === b.ticker &&
      a.receiptTicker === b.receiptTicker &&
      a.tradesFrom === b.tradesFrom &&
      a.tradesUntil === b.tradesUntil &&
      a.exercisesUntil === b.exercisesUntil;
