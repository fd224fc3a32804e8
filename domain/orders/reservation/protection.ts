import type { Instrument } from '../../market/instrument.ts';
import { priceBandOf, type TradingParameters } from '../../market/trading-parameters.ts';
import { scale } from '../../money/integer.ts';

/**
 * Protection prices: the highest price of a buy without a limit, in centavos and on the tick. The broker reserves at
 * this price, and the exchange does not trade the order above it.
 */

/** Protection price of a stop: its stop price plus the day's margin, at most the top of the price band. */
export function protectionOfStop(
  parameters: TradingParameters,
  instrument: Instrument,
  stopPriceCentavos: number,
): number {
  const { tickCentavos, priceBand } = instrument;
  const margin = scale(stopPriceCentavos, parameters.stopProtectionPpm, 1_000_000);
  const most = Math.floor((stopPriceCentavos + margin) / tickCentavos) * tickCentavos;
  const top = priceBand?.highCentavos ?? most;
  return Math.max(stopPriceCentavos, Math.min(most, top));
}

/** Protection price of a market order for a call: the top of the price band, or of a band around the reference price. */
export const protectionInCall = (
  parameters: TradingParameters,
  { priceBand, tickCentavos }: Instrument,
  referenceCentavos: number,
): number => (priceBand ?? priceBandOf(parameters, referenceCentavos, tickCentavos)).highCentavos;

/** Protection price of a waiting stop whose stop price changes: the distance between the two stays the same. */
export const movedProtection = (
  protectionCentavos: number | null,
  fromStopCentavos: number | null,
  toStopCentavos: number | null,
): number | null =>
  protectionCentavos === null || fromStopCentavos === null || toStopCentavos === null
    ? protectionCentavos
    : protectionCentavos + (toStopCentavos - fromStopCentavos);
