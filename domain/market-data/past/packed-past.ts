import type { Candle } from '../candles.ts';

/** Candles of the simulated past in one array: less than half the memory of objects. */
export interface PackedPast {
  readonly ticker: string;
  readonly interval: Candle['interval'];
  /** The fields of FIELDS of each candle, one candle after the other. */
  readonly values: Float64Array;
}

const FIELDS = [
  ...(['openedAtMs', 'open', 'high', 'low', 'close'] as const),
  ...(['volume', 'turnoverCentavos', 'tradeCount'] as const),
];

/** Packs candles of one ticker and interval of the simulated past. */
export function packPast(candles: readonly Candle[]): PackedPast {
  const values = new Float64Array(candles.length * FIELDS.length);
  let place = 0;
  for (const candle of candles) for (const field of FIELDS) values[place++] = candle[field];
  const { ticker = '', interval = 'M1' } = candles[0] ?? {};
  return { ticker, interval, values };
}

/** Which candles a reader wants. */
export interface PastChoice {
  readonly isChosen: (openedAtMs: number) => boolean;
  readonly limit: number;
  /** The newest ones in place of the oldest. */
  readonly isNewest: boolean;
}

/** Unpacks the chosen candles, and no others. They are in order, oldest first. */
export function unpackPast(packed: PackedPast, { isChosen, limit, isNewest }: PastChoice): readonly Candle[] {
  const count = packed.values.length / FIELDS.length;
  const found: Candle[] = [];
  for (let step = 0; step < count && found.length < limit; step += 1) {
    const index = isNewest ? count - 1 - step : step;
    if (isChosen(packed.values[index * FIELDS.length] ?? 0)) found.push(candleAt(packed, index));
  }
  return isNewest ? found.reverse() : found;
}

function candleAt({ ticker, interval, values }: PackedPast, index: number): Candle {
  const at = index * FIELDS.length;
  return {
    ticker,
    interval,
    openedAtMs: values[at] ?? 0,
    open: values[at + 1] ?? 0,
    high: values[at + 2] ?? 0,
    low: values[at + 3] ?? 0,
    close: values[at + 4] ?? 0,
    volume: values[at + 5] ?? 0,
    turnoverCentavos: values[at + 6] ?? 0,
    tradeCount: values[at + 7] ?? 0,
    lastTradeSequence: null,
    isClosed: true,
  };
}
