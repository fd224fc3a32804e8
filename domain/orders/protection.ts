import type { Instrument } from '../market/instrument.ts';
import { priceBandOf, type TradingParameters } from '../market/trading-parameters.ts';
import { scale } from '../money/integer.ts';

/**
 * What a buy that names no limit may pay at most: that much is reserved for it, and the exchange keeps to it. In
 * centavos, on the tick.
 */

/** Of a stop: its price and the margin of the day above it, not above the top of the band. */
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

/** Of a market order for a call: the top of the band, without one the top of a band around the reference. */
export const protectionInCall = (
  parameters: TradingParameters,
  { priceBand, tickCentavos }: Instrument,
  referenceCentavos: number,
): number => (priceBand ?? priceBandOf(parameters, referenceCentavos, tickCentavos)).highCentavos;

/** Of a stop that has not been triggered and gets another stop price: it keeps its distance. */
export const movedProtection = (
  protectionCentavos: number | null,
  fromStopCentavos: number | null,
  toStopCentavos: number | null,
): number | null =>
  protectionCentavos === null || fromStopCentavos === null || toStopCentavos === null
    ? protectionCentavos
    : protectionCentavos + (toStopCentavos - fromStopCentavos);
