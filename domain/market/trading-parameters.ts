import { scale } from '../money/integer.ts';
import type { AssetKind, PriceBand } from './instrument.ts';

/** Trading parameters, in force from a day on. */
export interface TradingParameters {
  /** First day (ISO) on which they apply. */
  readonly from: string;
  readonly source: string;
  readonly tickCentavos: number;
  /** Lot of the round-lot book by kind; kinds with a lot of 1 have no fractional twin. */
  readonly lotSizes: Readonly<Record<AssetKind, number>>;
  /** Maximum quantity of one order. */
  readonly maxOrderQuantity: { readonly roundLot: number; readonly fractional: number };
  /** Maximum distance of an order's price from the previous close, in parts per million. */
  readonly staticTunnelPpm: number;
  /**
   * Maximum distance above its stop price at which a triggered buy stop may trade, in parts per million of the stop price.
   * The cost of a buy is reserved at placement, and a stop without a limit has no other highest price.
   */
  readonly stopProtectionPpm: number;
}

/**
 * Oldest first. The exchange sets lots, quantity limits and rejection tunnels per instrument and changes them by
 * circular. Here the usual lots and tick, one tunnel and one limit apply to all instruments.
 */
const TRADING_PARAMETERS: readonly TradingParameters[] = [
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
 * Price band of a day: the static tunnel around the previous close, narrowed to whole ticks. It always contains the
 * previous close, and its low end is at least a tick.
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
