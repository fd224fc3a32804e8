import { instantOf } from '../calendar/sao-paulo-time.ts';
import { add, multiply } from '../money/integer.ts';

export const CANDLE_INTERVALS = ['M1', 'M5', 'M15', 'H1', 'D1'] as const;
/** Length of a candle. */
export type CandleInterval = (typeof CANDLE_INTERVALS)[number];

/** Trades of one interval, aggregated. Prices in centavos. */
export interface Candle {
  readonly ticker: string;
  readonly interval: CandleInterval;
  readonly openedAtMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly turnoverCentavos: number;
  readonly tradeCount: number;
}

/** The fields of a trade that candles need. */
export interface CandleTrade {
  readonly ticker: string;
  readonly priceCentavos: number;
  readonly quantity: number;
  readonly atMs: number;
  readonly tradeDate: string;
}

const LENGTH_MS = { M1: 60_000, M5: 300_000, M15: 900_000, H1: 3_600_000 } as const;

/** Start of a trade's interval: minutes and hours by UTC, days by the trade date in Sao Paulo. */
export function openingOf(interval: CandleInterval, atMs: number, tradeDate: string): number {
  if (interval === 'D1') return startOfDayMs(tradeDate);
  return atMs - (atMs % LENGTH_MS[interval]);
}

/**
 * Adds a trade to the running candle, or begins a new candle when the trade belongs to a later interval. A trade with a
 * time before the running candle (from a machine with another clock) is added to the running one: a finished candle never
 * changes.
 */
export function withTrade(running: Candle | null, interval: CandleInterval, trade: CandleTrade): Candle {
  const openedAtMs = openingOf(interval, trade.atMs, trade.tradeDate);
  const price = trade.priceCentavos;
  const turnoverCentavos = multiply(price, trade.quantity);
  if (running === null || openedAtMs > running.openedAtMs) {
    const prices = { open: price, high: price, low: price, close: price };
    const { ticker, quantity: volume } = trade;
    return { ticker, interval, openedAtMs, ...prices, volume, turnoverCentavos, tradeCount: 1 };
  }
  return {
    ...running,
    high: Math.max(running.high, price),
    low: Math.min(running.low, price),
    close: price,
    volume: add(running.volume, trade.quantity),
    turnoverCentavos: add(running.turnoverCentavos, turnoverCentavos),
    tradeCount: running.tradeCount + 1,
  };
}

/** First instant of a day in America/Sao_Paulo, even on days without midnight, on which summer time began. */
export const startOfDayMs = (day: string): number => instantOf(day, 0);

/**
 * Merges daily candles from two sources, oldest first. Imported history is the exchange's own record, so it takes
 * precedence, except over the running session.
 *
 * @param runningDayMs start of the running session's day; null before the first session
 */
export function mergeDays(
  live: readonly Candle[],
  imported: readonly Candle[],
  runningDayMs: number | null,
): readonly Candle[] {
  const byDay = new Map(live.map((candle) => [candle.openedAtMs, candle]));
  for (const candle of imported) {
    const isRunning = candle.openedAtMs === runningDayMs && byDay.has(candle.openedAtMs);
    if (!isRunning) byDay.set(candle.openedAtMs, candle);
  }
  return [...byDay.values()].sort((a, b) => a.openedAtMs - b.openedAtMs);
}
