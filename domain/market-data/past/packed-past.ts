import type { Candle } from '../candles.ts';
import { totalsOf } from './past-minutes.ts';

/** Candles of the simulated past in one array: a third of the memory of objects. */
export interface PackedPast {
  readonly candles: Pick<Candle, 'ticker' | 'interval'>;
  /** The fields of FIELDS of each candle, one candle after the other. */
  readonly values: Float64Array;
}

/** Those that the others of a candle follow from. */
const FIELDS = ['openedAtMs', 'open', 'high', 'low', 'close', 'volume', 'tradeCount'] as const;

/** Packs candles of one ticker and interval of the simulated past. */
export function packPast(candles: readonly Candle[]): PackedPast {
  const values = new Float64Array(candles.length * FIELDS.length);
  let place = 0;
  for (const candle of candles) for (const field of FIELDS) values[place++] = candle[field];
  const { ticker = '', interval = 'M1' } = candles[0] ?? {};
  return { candles: { ticker, interval }, values };
}

/** The candles that `packPast` packed. */
export function unpackPast({ candles, values }: PackedPast): readonly Candle[] {
  return Array.from({ length: values.length / FIELDS.length }, (_, index) => {
    const at = index * FIELDS.length;
    const valueOf = (field: number): number => values[at + field] ?? 0;
    const prices = { open: valueOf(1), high: valueOf(2), low: valueOf(3), close: valueOf(4) };
    return { ...candles, openedAtMs: valueOf(0), ...prices, ...totalsOf(prices, valueOf(5), valueOf(6)) };
  });
}
