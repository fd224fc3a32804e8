import { custodyTickerOf } from '#domain/market/custody-ticker.ts';
import { decimalToInteger, parseDecimal } from '#domain/money/decimal.ts';
import { formatCentavos } from '#domain/money/money.ts';
import { decimal } from '#sdk/src/index.ts';

/** Prices of a ticker, and the trade date that they are of. */
export interface DayPrices {
  readonly tradeDate: string;
  readonly last: string | null;
  readonly previousClose: string | null;
}

type PricesOf = (ticker: string) => DayPrices | undefined;

/** Shares with their value at one moment. */
export interface Valued {
  readonly ticker: string;
  readonly quantity: number;
  readonly marketValue: string | null;
}

function centavosOf(amount: string): number | null {
  const value = parseDecimal(amount);
  return value && decimalToInteger(value, 2);
}

/** The price at which the broker values a position; null without one. Its value is a whole number of centavos a share. */
export function valuedPrice({ quantity, marketValue }: Omit<Valued, 'ticker'>): string | null {
  if (marketValue === null || quantity === 0) return null;
  const centavos = centavosOf(marketValue);
  return centavos === null ? null : formatCentavos(Math.round(centavos / quantity));
}

/**
 * Prices of tickers; those of positions are the ones that the positions are valued at. A price that comes on another stream is of another
 * moment: the cells of a row would contradict each other.
 */
export function pricesOfPositions(positions: readonly Valued[], pricesOf: PricesOf): PricesOf {
  const valued = new Map(positions.map((position) => [position.ticker, valuedPrice(position)]));
  return (ticker) => {
    const prices = pricesOf(ticker);
    const last = valued.get(ticker) ?? null;
    return prices && last !== null ? { ...prices, last } : prices;
  };
}

/** An entry of the statement. */
export interface DayEntry {
  readonly kind: string;
  readonly ticker: string | null;
  /** Shares that come; negative for those that go. */
  readonly quantity: number | null;
  /** Cash that comes; negative for what is paid. */
  readonly amount: string | null;
}

/** The trades of a position on a day. */
export interface DayTrades {
  /** Bought less sold. */
  readonly quantity: number;
  /** Paid less received, without costs. */
  readonly paid: string;
}

/** Shares and trades of an account on a trade date, by custody ticker. */
export interface AccountDay {
  readonly day: string;
  /** Shares held now. */
  readonly quantities: ReadonlyMap<string, number>;
  readonly trades: ReadonlyMap<string, DayTrades>;
  /** Costs of the trades. */
  readonly costs: ReadonlyMap<string, string>;
}

const NO_TRADES: DayTrades = { quantity: 0, paid: '0.00' };

/** The trades among the entries of a day, by custody ticker. */
export function tradesOf(entries: readonly DayEntry[]): ReadonlyMap<string, DayTrades> {
  const trades = new Map<string, DayTrades>();
  for (const { kind, ticker, quantity, amount } of entries) {
    if (kind !== 'TRADE' || ticker === null) continue;
    const custody = custodyTickerOf(ticker);
    const before = trades.get(custody) ?? NO_TRADES;
    trades.set(custody, {
      quantity: before.quantity + (quantity ?? 0),
      paid: decimal.subtract(before.paid, amount ?? '0.00'),
    });
  }
  return trades;
}

/** The newest trade date of some prices: a day without a session, and the hours before one, still show the day before. */
export const newestDate = (prices: readonly Pick<DayPrices, 'tradeDate'>[]): string | undefined =>
  prices.reduce<string | undefined>(
    (newest, { tradeDate }) => (newest === undefined || tradeDate > newest ? tradeDate : newest),
    undefined,
  );

/** Prices of an earlier day have not moved on this one. */
const onDay = (prices: DayPrices, day: string): Pick<DayPrices, 'last' | 'previousClose'> =>
  prices.tradeDate === day
    ? prices
    : { last: prices.last, previousClose: prices.last ?? prices.previousClose };

/** Gain or loss of a position on the day, less the costs of its trades, as its result since the purchase; null without a price. */
export function positionResult(
  { day, quantities, trades, costs }: AccountDay,
  ticker: string,
  prices: DayPrices | undefined,
): string | null {
  const result = dayResult(quantities.get(ticker) ?? 0, prices && onDay(prices, day), trades.get(ticker));
  return result === null ? null : decimal.subtract(result, costs.get(ticker) ?? '0.00');
}

/**
 * Gain or loss of shares on a day, without costs; null without a price. Shares bought on it count from their price; all others from the
 * previous close, those that came from another custodian on it too, as if held since the day before. Sold shares count to their price.
 * So a deposit of shares is worth the previous close, and the sums agree: the equity is that at the start of the day, with the deposits of
 * cash and shares and the day's result.
 */
function dayResult(
  quantity: number,
  prices: Pick<DayPrices, 'last' | 'previousClose'> | undefined,
  traded: DayTrades = NO_TRADES,
): string | null {
  const { last, previousClose } = prices ?? {};
  const now = last ?? previousClose ?? null;
  const notBought = quantity - traded.quantity;
  if (now === null || (notBought !== 0 && !previousClose)) return null;
  const value = decimal.multiply(now, String(quantity));
  const before = decimal.multiply(previousClose ?? '0.00', String(notBought));
  return decimal.subtract(decimal.subtract(value, before), traded.paid);
}

const sumOf = (day: AccountDay, tickers: Iterable<string>, pricesOf: PricesOf): string | null => {
  let sum = '0.00';
  for (const ticker of tickers) {
    const result = positionResult(day, ticker, pricesOf(ticker));
    if (result === null) return null;
    sum = decimal.add(sum, result);
  }
  return sum;
};

/** Gain or loss of the account on the day, the sum of its positions, those that were sold out included; null while a price is missing. */
export const accountResult = (day: AccountDay, pricesOf: PricesOf): string | null =>
  sumOf(day, new Set([...day.quantities.keys(), ...day.trades.keys()]), pricesOf);

/** The part of an account's day that no position shows: shares that were sold out on it; null while it is not known. */
export const soldOutResult = (day: AccountDay, pricesOf: PricesOf): string | null =>
  sumOf(
    day,
    [...day.trades.keys()].filter((ticker) => !day.quantities.has(ticker)),
    pricesOf,
  );

/** The day's result of a position in percent of what it was worth at the previous close, or at its price today. */
export const dayPercent = (result: string | null, value: string | null): number | null =>
  result === null || value === null ? null : percentOf(result, decimal.subtract(value, result));

/**
 * The day's result of all positions in percent. Null where it has a part of shares that were sold out: the value on the screen is that of
 * the others alone.
 */
export const totalPercent = (
  { total, soldOut }: { readonly total: string | null; readonly soldOut: string | null },
  value: string | null,
): number | null => (Number(soldOut ?? 0) === 0 ? dayPercent(total, value) : null);

/** A part of a whole in percent; null without a whole. It is not rounded. */
export function percentOf(part: string | null, whole: string | null | undefined): number | null {
  if (part === null || whole === null || whole === undefined) return null;
  const base = Number(whole);
  return base > 0 ? (Number(part) / base) * 100 : null;
}
