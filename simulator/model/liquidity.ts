import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import type { AssetKind } from '#domain/market/instrument.ts';

const factsSchema = z.object({
  source: z.string(),
  instruments: z.record(
    z.string(),
    z.object({ turnoverMillions: z.number(), trades: z.number(), rangePpm: z.number() }),
  ),
});
/** Facts of one trading day of an instrument: turnover in millions of reais, trades, range in parts per million. */
export interface LiquidityFacts {
  readonly turnoverMillions: number;
  readonly trades: number;
  readonly rangePpm: number;
}

/** Facts of an instrument outside the table: thinly traded. */
const UNKNOWN_FACTS: LiquidityFacts = { turnoverMillions: 5, trades: 1_500, rangePpm: 20_000 };

/** How an instrument trades: its activity, risk and book. */
export interface LiquidityProfile {
  /** Share of the market's activity, relative to the other books. */
  readonly weight: number;
  /** Standard deviation of a session's return, as a fraction of the price. */
  readonly dailyVolatility: number;
  /** Return for each unit of the market's common factor. */
  readonly beta: number;
  /** Share of the variance that is the instrument's own, 0 to 1. */
  readonly ownShare: number;
  /** Usual distance between best bid and ask, in parts per million of the price. */
  readonly spreadPpm: number;
  /** Usual value of a maker's order, in centavos. */
  readonly orderValueCentavos: number;
  readonly kind: BookKind;
}

/** Books of liquid instruments have many makers and levels, thin and fractional ones few. */
export type BookKind = 'DEEP' | 'THIN' | 'FRACTIONAL';

/** Turnover of a session, in millions of reais, from which a book is deep. */
const DEEP_TURNOVER = 60;

/** Volatility of a session by kind; the day's range refines it. */
const VOLATILITY: Readonly<Record<AssetKind, number>> = {
  COMMON_STOCK: 0.021,
  PREFERRED_STOCK: 0.02,
  UNIT: 0.018,
  REIT: 0.007,
  ETF: 0.012,
  BDR: 0.016,
  RIGHT: 0.03,
  RECEIPT: 0.021,
};
/** Standard deviation of the common factor over a session. */
export const MARKET_VOLATILITY = 0.012;
/** Correlation with the common factor by kind. BDRs and REITs follow other markets more than the Ibovespa. */
const CORRELATION: Readonly<Record<AssetKind, number>> = {
  COMMON_STOCK: 0.62,
  PREFERRED_STOCK: 0.68,
  UNIT: 0.62,
  REIT: 0.25,
  ETF: 0.45,
  BDR: 0.25,
  RIGHT: 0.4,
  RECEIPT: 0.62,
};
/** Funds that hold the index or much of it. */
const INDEX_FUNDS: ReadonlySet<string> = new Set(['BOVA11', 'BOVV11', 'DIVO11', 'SMAL11']);
const INDEX_FUND_CORRELATION = 0.97;
/** Mean ratio of the range to the standard deviation of a random walk (Parkinson 1980). */
const RANGE_TO_DEVIATION = 1.665;

/** Loads the facts table. The table has rounded figures of one past day; an import of other days does not change it. */
export function loadLiquidityFacts(): ReadonlyMap<string, LiquidityFacts> {
  const text = readFileSync(path.join(import.meta.dirname, 'liquidity-facts.json'), 'utf8');
  return new Map(Object.entries(factsSchema.parse(JSON.parse(text)).instruments));
}

/** Derives an instrument's profile from the facts of its round-lot book. */
export function profileOf(
  fact: Pick<InstrumentFact, 'ticker' | 'custodyTicker' | 'kind' | 'lotSize' | 'twinTicker'>,
  table: ReadonlyMap<string, LiquidityFacts>,
): LiquidityProfile {
  const isFractional = fact.twinTicker !== null && fact.lotSize === 1;
  const known = table.get(fact.custodyTicker) ?? table.get(fact.ticker) ?? UNKNOWN_FACTS;
  const dailyVolatility = Math.sqrt(VOLATILITY[fact.kind] * (known.rangePpm / 1e6 / RANGE_TO_DEVIATION));
  const correlation = INDEX_FUNDS.has(fact.ticker) ? INDEX_FUND_CORRELATION : CORRELATION[fact.kind];
  const liquid = {
    dailyVolatility,
    beta: (correlation * dailyVolatility) / MARKET_VOLATILITY,
    ownShare: 1 - correlation ** 2,
    kind: isFractional ? 'FRACTIONAL' : known.turnoverMillions >= DEEP_TURNOVER ? 'DEEP' : 'THIN',
  } as const;
  const spreadPpm =
    (300 * (dailyVolatility / 0.02)) / Math.max(0.001, known.turnoverMillions / 1_000) ** 0.45;
  const orderValueCentavos = 5_000_000 * Math.sqrt(known.turnoverMillions / 2_500);
  const weight = (known.trades / 1_000) ** 1.1;
  return isFractional
    ? { ...liquid, weight: weight * 0.03, spreadPpm: Math.max(1_200, spreadPpm * 4), orderValueCentavos: 0 }
    : { ...liquid, weight, spreadPpm, orderValueCentavos };
}
