import type { InstrumentActivity } from '../../market/instrument.ts';

/** Facts of an instrument from which its simulated past is computed; fixed when market data first sees the instrument. */
export interface PastFacts extends InstrumentActivity {
  readonly ticker: string;
  /** Both markets of a security have one path of prices, so the seed comes from this ticker. */
  readonly custodyTicker: string;
  /** The past ends before this day, the first one of the broker. */
  readonly beforeDay: string;
  /** Close of its last session. */
  readonly closeCentavos: number;
  readonly lotSize: number;
}

/** An index has a simulated past of values: no volume and no trades. */
export const isIndexPast = ({ dailyVolume }: PastFacts): boolean => dailyVolume === 0;

/** Standard deviation of a year's returns of an index, in hundredths of a percent: the Ibovespa's in quiet years. */
const INDEX_VOLATILITY_BP = 1_900;

/** The facts of an index. */
export const indexPastFacts = (ticker: string, beforeDay: string, closeCentavos: number): PastFacts => ({
  ...{ ticker, custodyTicker: ticker, beforeDay, closeCentavos, lotSize: 1 },
  ...{ annualVolatilityBp: INDEX_VOLATILITY_BP, dailyVolume: 0, dailyTrades: 0 },
});

/** Random numbers from 0 (included) to 1 for a seed. */
export type SeededRandom = (seed: number) => () => number;

/** A seed from text (FNV-1a, 32 bits). */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash;
}

/** A number of the standard normal distribution (Box and Muller). */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
