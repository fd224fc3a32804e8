import { scale } from '../money/integer.ts';
import type { AssetKind, PriceBand } from './instrument.ts';

/** What decides the rules of an instrument's book, in force from a day on. */
export interface TradingParameters {
  /** First day (ISO) on which they hold. */
  readonly from: string;
  readonly source: string;
  readonly tickCentavos: number;
  /** Lot of the round-lot book by kind; kinds with a lot of 1 have no fractional twin. */
  readonly lotSizes: Readonly<Record<AssetKind, number>>;
  /** The most shares that one order of a book with this lot may have. */
  readonly maxOrderQuantity: { readonly roundLot: number; readonly fractional: number };
  /** How far from the previous close an order's price may be, in parts per million of it. */
  readonly staticTunnelPpm: number;
  /**
   * How far above its stop price a stop order may buy once it is triggered, in parts per million of the stop price. What
   * a buy may cost must be reserved when it is placed, and a stop without a limit names no price for that.
   */
  readonly stopProtectionPpm: number;
}

/**
 * Oldest first. The exchange sets lots, quantity limits and rejection tunnels an instrument at a time and changes them
 * by circular; these are the usual lots and tick, and one tunnel and one limit that stand for all instruments.
 */
export const TRADING_PARAMETERS: readonly TradingParameters[] = [
  {
    from: '2000-01-01',
    source:
      'B3: usual lots and tick of cash equities; tunnel, quantity limit and margin of stops are of this simulation',
    tickCentavos: 1,
    lotSizes: {
      COMMON_STOCK: 100,
      PREFERRED_STOCK: 100,
      UNIT: 100,
      REIT: 1,
      ETF: 1,
      BDR: 1,
      RIGHT: 1,
      RECEIPT: 1,
    },
    maxOrderQuantity: { roundLot: 1_000_000, fractional: 99 },
    staticTunnelPpm: 300_000,
    stopProtectionPpm: 100_000,
  },
];

/** The parameters in force on a day. */
export function tradingParametersOn(day: string): TradingParameters {
  const current = TRADING_PARAMETERS.findLast((parameters) => parameters.from <= day);
  if (!current) throw new RangeError(`no trading parameters are known for ${day}`);
  return current;
}

/**
 * The prices that orders may have on a day: the static tunnel around the previous close, drawn in to whole ticks. It
 * always holds the previous close, and its low end is a tick at least.
 */
export function priceBandOf(
  parameters: TradingParameters,
  previousCloseCentavos: number,
  tickCentavos: number,
): PriceBand {
  const width = scale(previousCloseCentavos, parameters.staticTunnelPpm, 1_000_000);
  const low = Math.ceil((previousCloseCentavos - width) / tickCentavos) * tickCentavos;
  const high = Math.floor((previousCloseCentavos + width) / tickCentavos) * tickCentavos;
  return { lowCentavos: Math.max(low, tickCentavos), highCentavos: Math.max(high, tickCentavos) };
}
