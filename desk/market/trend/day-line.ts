import { dayOf } from '#domain/calendar/sao-paulo-time.ts';
import type { Quote } from '../quote-board.ts';

/** The prices of a quote that a line has. */
export type DayQuote = Pick<Quote, 'tradeDate' | 'previousClose' | 'last'>;

/** A candle of the newest ones, also of days before. */
export interface TrendCandle {
  readonly openedAt: string;
  readonly close: string;
}

/**
 * The course of a quote's day: from the previous close to the last price, so that it goes where the day's change goes. Flat before the
 * first trade. Floating point is exact enough for pixels.
 */
export function dayLine(
  quote: DayQuote | undefined,
  candles: readonly TrendCandle[] | undefined,
): readonly number[] {
  if (!quote || !candles) return [];
  const { tradeDate, previousClose, last } = quote;
  const ofDay = candles.filter(({ openedAt }) => dayOf(Date.parse(openedAt)) === tradeDate);
  const course = last === null ? [previousClose] : [...ofDay.map(({ close }) => close), last];
  return [previousClose, ...course].flatMap((price) => (price === null ? [] : Number(price)));
}
