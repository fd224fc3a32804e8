import { dayOf } from '#domain/calendar/sao-paulo-time.ts';
import { custodyTickerOf } from '#domain/market/custody-ticker.ts';
import { decimal } from '#sdk/src/index.ts';

interface Held {
  readonly ticker: string;
  readonly quantity: number;
}

interface DayPrices {
  readonly last: string | null;
  readonly previousClose: string | null;
}

interface DayFill {
  readonly ticker: string;
  readonly side: 'BUY' | 'SELL';
  readonly price: string;
  readonly quantity: number;
  readonly fees: string;
  readonly at: string;
}

/** A part of a position's day: shares bought today count from their price, sold ones to theirs, all others from the previous close. */
export interface DayTrades {
  /** Bought less sold. */
  readonly quantity: number;
  /** Paid less received, without costs. */
  readonly paid: string;
}

const NO_TRADES: DayTrades = { quantity: 0, paid: '0.00' };

/** The trades of a day by custody ticker. */
export function tradesOf(
  fills: readonly DayFill[],
  today: string | undefined,
): ReadonlyMap<string, DayTrades> {
  const trades = new Map<string, DayTrades>();
  for (const { ticker, side, price, quantity, at } of fills) {
    if (dayOf(Date.parse(at)) !== today) continue;
    const custody = custodyTickerOf(ticker);
    const before = trades.get(custody) ?? NO_TRADES;
    const amount = decimal.multiply(price, String(quantity));
    trades.set(
      custody,
      side === 'BUY'
        ? { quantity: before.quantity + quantity, paid: decimal.add(before.paid, amount) }
        : { quantity: before.quantity - quantity, paid: decimal.subtract(before.paid, amount) },
    );
  }
  return trades;
}

/** The costs of a day's trades, as the account has paid them so far. */
export const costsOf = (fills: readonly DayFill[], today: string | undefined): string =>
  fills
    .filter(({ at }) => dayOf(Date.parse(at)) === today)
    .reduce((sum, { fees }) => decimal.add(sum, fees), '0.00');

/**
 * Gain or loss of a position today, without costs; null without a price. Shares that came from another custodian today count from the
 * previous close too: their transfer is no gain.
 */
export function dayResult(
  quantity: number,
  prices: DayPrices | undefined,
  traded: DayTrades = NO_TRADES,
): string | null {
  const { last, previousClose } = prices ?? {};
  const now = last ?? previousClose ?? null;
  const held = quantity - traded.quantity;
  if (now === null || (held !== 0 && !previousClose)) return null;
  const value = decimal.multiply(now, String(quantity));
  const before = decimal.multiply(previousClose ?? '0.00', String(held));
  return decimal.subtract(decimal.subtract(value, before), traded.paid);
}

/** Gain or loss of the account today, the sum of its positions, those that were sold out today included; null while a price is missing. */
export function accountDayResult(
  positions: readonly Held[],
  trades: ReadonlyMap<string, DayTrades>,
  pricesOf: (ticker: string) => DayPrices | undefined,
): string | null {
  const quantities = new Map<string, number>([...trades.keys()].map((ticker) => [ticker, 0]));
  for (const { ticker, quantity } of positions) quantities.set(ticker, quantity);
  let sum = '0.00';
  for (const [ticker, quantity] of quantities) {
    const result = dayResult(quantity, pricesOf(ticker), trades.get(ticker));
    if (result === null) return null;
    sum = decimal.add(sum, result);
  }
  return sum;
}

/** The part of an account's day that no position shows: shares that were sold out today; null while it is not known. */
export function soldOutResult(
  positions: readonly Held[],
  trades: ReadonlyMap<string, DayTrades>,
  pricesOf: (ticker: string) => DayPrices | undefined,
): string | null {
  const held = new Set(positions.map(({ ticker }) => ticker));
  return accountDayResult([], new Map([...trades].filter(([ticker]) => !held.has(ticker))), pricesOf);
}

/** The day's result of a position in percent of what it was worth at the previous close, or at its price today. */
export const dayPercent = (result: string | null, value: string | null): number | null =>
  result === null || value === null ? null : percentOf(result, decimal.subtract(value, result));

/** A part of a whole in percent; null without a whole. It is not rounded. */
export function percentOf(part: string | null, whole: string | null | undefined): number | null {
  if (part === null || whole === null || whole === undefined) return null;
  const base = Number(whole);
  return base > 0 ? (Number(part) / base) * 100 : null;
}
