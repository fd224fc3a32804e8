import { dayOf } from '../calendar/sao-paulo-time.ts';
import { changesShares, factorRatio } from '../corporate-actions/declared-action.ts';
import type { ExAction } from '../corporate-actions/ex-price.ts';
import { divideHalfUp, safe } from '../money/integer.ts';
import type { Ratio } from '../money/ratio.ts';
import type { Candle } from './candles.ts';

const ONE: Ratio = { numerator: 1n, denominator: 1n };

/**
 * Candles in the shares of today: prices before the ex-day of a split, reverse split or bonus are divided by the factors of all
 * that followed up to today, and volumes are multiplied. Each figure is rounded once, half up; the turnover stays.
 */
export function adjustCandles(
  candles: readonly Candle[],
  actions: readonly ExAction[],
  today: string,
): readonly Candle[] {
  const begun = actions.filter(({ kind, exDate }) => changesShares(kind) && exDate <= today);
  if (begun.length === 0) return candles;
  return candles.map((candle) => {
    const day = dayOf(candle.openedAtMs);
    const later = begun.filter(({ exDate }) => exDate > day);
    return later.length === 0 ? candle : adjusted(candle, productOf(later));
  });
}

/**
 * Candles as they were quoted, from those in the shares of a day: the inverse of `adjustCandles`, for the actions that begin before
 * that day.
 */
export function rawCandles(
  candles: readonly Candle[],
  actions: readonly ExAction[],
  beforeDay: string,
): readonly Candle[] {
  const begun = actions.filter(({ kind, exDate }) => changesShares(kind) && exDate < beforeDay);
  if (begun.length === 0) return candles;
  return candles.map((candle) => {
    const day = dayOf(candle.openedAtMs);
    const later = begun.filter(({ exDate }) => exDate > day);
    if (later.length === 0) return candle;
    const { numerator, denominator } = productOf(later);
    return adjusted(candle, { numerator: denominator, denominator: numerator });
  });
}

function productOf(actions: readonly ExAction[]): Ratio {
  return actions.reduce((product, { factor }) => {
    const { numerator, denominator } = factorRatio(factor ?? '1');
    return {
      numerator: product.numerator * numerator,
      denominator: product.denominator * denominator,
    };
  }, ONE);
}

function adjusted(candle: Candle, factor: Ratio): Candle {
  const price = (centavos: number): number =>
    Math.max(1, scaled(centavos, factor.denominator, factor.numerator));
  return {
    ...candle,
    open: price(candle.open),
    high: price(candle.high),
    low: price(candle.low),
    close: price(candle.close),
    volume: scaled(candle.volume, factor.numerator, factor.denominator),
  };
}

const scaled = (value: number, numerator: bigint, denominator: bigint): number =>
  safe(Number(divideHalfUp(BigInt(value) * numerator, denominator)));
