import { instantOf } from '../calendar/sao-paulo-time.ts';
import { addUpToSafe, multiply } from '../money/integer.ts';
import { formatCentavos } from '../money/money.ts';

export const CANDLE_INTERVALS = ['M1', 'M5', 'M15', 'H1', 'D1'] as const;
/** Length of a candle. */
export type CandleInterval = (typeof CANDLE_INTERVALS)[number];

/** Trades of one interval, aggregated. Prices in centavos for `quoteFactor` shares. */
export interface Candle {
  readonly ticker: string;
  readonly interval: CandleInterval;
  readonly openedAtMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** A power of ten; 1 when absent. The exchange quoted low prices for 1,000 shares or more in earlier years. */
  readonly quoteFactor?: number | undefined;
  readonly volume: number;
  readonly turnoverCentavos: number;
  readonly tradeCount: number;
  /** Sequence of its last trade; null in imported history. */
  readonly lastTradeSequence: number | null;
  /** The interval has ended: no trade changes the candle any more. */
  readonly isClosed: boolean;
}

/** A state of a candle among all states of the candles of its ticker and interval. */
export type CandlePosition = Pick<Candle, 'openedAtMs' | 'lastTradeSequence' | 'isClosed'>;

/** True when a state comes after another one; any state comes after none. */
export function isNewerCandle(state: CandlePosition, than: CandlePosition | null): boolean {
  if (than === null || state.openedAtMs !== than.openedAtMs)
    return state.openedAtMs > (than?.openedAtMs ?? -Infinity);
  const [sequence, before] = [state.lastTradeSequence ?? 0, than.lastTradeSequence ?? 0];
  return sequence > before || (sequence === before && state.isClosed && !than.isClosed);
}

/** Price of one share in reais with all digits, and at least two places: 22.10 for 1,000 shares is 0.0221. */
export function sharePrice(centavos: number, { quoteFactor = 1 }: Pick<Candle, 'quoteFactor'>): string {
  if (quoteFactor === 1) return formatCentavos(centavos);
  const places = 2 + Math.round(Math.log10(quoteFactor));
  const digits = String(centavos).padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '').padEnd(2, '0');
  return `${digits.slice(0, -places)}.${fraction}`;
}

/** The end of a candle of minutes or hours; null for a day, which ends with its trade date. */
export const endOfCandle = ({
  interval,
  openedAtMs,
}: Pick<Candle, 'interval' | 'openedAtMs'>): number | null =>
  interval === 'D1' ? null : openedAtMs + LENGTH_MS[interval];

/** The fields of a trade that candles need. */
export interface CandleTrade extends CandleTime {
  readonly ticker: string;
  readonly priceCentavos: number;
  readonly quantity: number;
  readonly sequence: number;
}

/** An instant of a ticker: minutes and hours end by the instant, days by the trade date. */
export interface CandleTime {
  readonly atMs: number;
  readonly tradeDate: string;
}

/** The newest candle of each interval of a ticker. */
export interface TickerCandles {
  /** Time of the newest event; null before the first. It never runs back, so that a closed candle never changes. */
  readonly time: CandleTime | null;
  readonly newest: Readonly<Record<CandleInterval, Candle | null>>;
}

/** The candles of a ticker after an event, and those that the event changed: closed ones before the candles that follow them. */
export interface CandleStep {
  readonly candles: TickerCandles;
  readonly changed: readonly Candle[];
}

/** Candles of a ticker without any event. */
export const NO_CANDLES: TickerCandles = {
  time: null,
  newest: { M1: null, M5: null, M15: null, H1: null, D1: null },
};

const LENGTH_MS = { M1: 60_000, M5: 300_000, M15: 900_000, H1: 3_600_000 } as const;

/** Start of an instant's interval: minutes and hours by UTC, days by the trade date in Sao Paulo. */
export function openingOf(interval: CandleInterval, { atMs, tradeDate }: CandleTime): number {
  if (interval === 'D1') return startOfDayMs(tradeDate);
  return atMs - (atMs % LENGTH_MS[interval]);
}

/** Advances the time of a ticker, and closes the candles whose intervals have ended. */
export function withTime(candles: TickerCandles, time: CandleTime): CandleStep {
  const after = later(candles.time, time);
  const isNewDay = candles.time !== null && after.tradeDate > candles.time.tradeDate;
  const closed = CANDLE_INTERVALS.flatMap((interval) => {
    const candle = candles.newest[interval];
    if (candle === null || candle.isClosed) return [];
    const hasEnded = interval === 'D1' ? isNewDay : after.atMs >= candle.openedAtMs + LENGTH_MS[interval];
    return hasEnded ? [{ ...candle, isClosed: true }] : [];
  });
  return { candles: { time: after, newest: withCandles(candles.newest, closed) }, changed: closed };
}

/**
 * Adds a trade to the open candle of each interval, or begins one. A trade with a time before that of the ticker (from a machine
 * with another clock, or later than the close of its candle) counts at the ticker's time, in all intervals alike.
 */
export function withTrade(before: TickerCandles, trade: CandleTrade): CandleStep {
  const { candles, changed } = withTime(before, trade);
  const time = candles.time ?? trade;
  const open = CANDLE_INTERVALS.map((interval) => {
    const candle = candles.newest[interval];
    return candle === null || candle.isClosed
      ? firstCandle(interval, openingOf(interval, time), trade)
      : grown(candle, trade);
  });
  return {
    candles: { time, newest: withCandles(candles.newest, open) },
    changed: [...changed, ...open],
  };
}

/** An index value has no shares and is no trade. */
const tradesIn = (quantity: number): number => (quantity === 0 ? 0 : 1);

function firstCandle(
  interval: CandleInterval,
  openedAtMs: number,
  { ticker, priceCentavos: price, quantity, sequence }: CandleTrade,
): Candle {
  const prices = { open: price, high: price, low: price, close: price };
  const totals = {
    volume: quantity,
    turnoverCentavos: multiply(price, quantity),
    tradeCount: tradesIn(quantity),
  };
  return {
    ...{ ticker, interval, openedAtMs, ...prices, ...totals },
    ...{ lastTradeSequence: sequence, isClosed: false },
  };
}

const grown = (candle: Candle, { priceCentavos: price, quantity, sequence }: CandleTrade): Candle => ({
  ...candle,
  high: Math.max(candle.high, price),
  low: Math.min(candle.low, price),
  close: price,
  volume: addUpToSafe(candle.volume, quantity),
  turnoverCentavos: addUpToSafe(candle.turnoverCentavos, multiply(price, quantity)),
  tradeCount: candle.tradeCount + tradesIn(quantity),
  lastTradeSequence: sequence,
});

const withCandles = (newest: TickerCandles['newest'], changed: readonly Candle[]): TickerCandles['newest'] =>
  changed.length === 0
    ? newest
    : { ...newest, ...Object.fromEntries(changed.map((candle) => [candle.interval, candle])) };

/** The later time of two, instant and trade date each on its own. */
const later = (a: CandleTime | null, { atMs, tradeDate }: CandleTime): CandleTime => ({
  atMs: a ? Math.max(a.atMs, atMs) : atMs,
  tradeDate: a && a.tradeDate > tradeDate ? a.tradeDate : tradeDate,
});

/** First instant of a day in America/Sao_Paulo, even on days without midnight, on which summer time began. */
export const startOfDayMs = (day: string): number => instantOf(day, 0);

/**
 * Merges candles of one interval from several sources, oldest first. Where several sources have a candle, the first one counts: the
 * broker's own trades, then an imported day, then the simulated past.
 */
export function mergeCandles(...sources: readonly (readonly Candle[])[]): readonly Candle[] {
  const byOpening = new Map<number, Candle>();
  for (const candle of sources.toReversed().flat()) byOpening.set(candle.openedAtMs, candle);
  return [...byOpening.values()].sort((a, b) => a.openedAtMs - b.openedAtMs);
}
