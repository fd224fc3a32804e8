import type { Phase, PhaseCause } from '../market/phase.ts';
import { averageInTenThousandths, scale, subtract } from '../money/integer.ts';

/** Current prices of an instrument and the figures of its trade date. Prices in centavos. */
export interface Quote {
  readonly ticker: string;
  readonly phase: Phase;
  /** Why the phase is another than the schedule's; absent when it is the schedule's. */
  readonly phaseCause?: PhaseCause | undefined;
  /** Earliest end of the phase; absent when it is not known. */
  readonly phaseEndsAtMs?: number | undefined;
  readonly tradeDate: string;
  /** Last price of the trade date. Null before its first trade, like open, high and low. */
  readonly last: number | null;
  readonly open: number | null;
  readonly high: number | null;
  readonly low: number | null;
  readonly previousClose: number | null;
  readonly bid: number | null;
  readonly bidQuantity: number | null;
  readonly ask: number | null;
  readonly askQuantity: number | null;
  readonly volume: number;
  readonly turnoverCentavos: number;
  readonly tradeCount: number;
  readonly theoreticalPrice: number | null;
  readonly theoreticalQuantity: number | null;
  readonly atMs: number;
  /** Grows by one at every change, never restarts. */
  readonly sequence: number;
}

/** Last price minus previous close, in centavos; null while either is unknown. */
export function changeCentavos(quote: Quote): number | null {
  if (quote.last === null || quote.previousClose === null) return null;
  return subtract(quote.last, quote.previousClose);
}

/** The change in hundredths of a percent of the previous close, half away from zero. */
export function changeBasisPoints(quote: Quote): number | null {
  const change = changeCentavos(quote);
  if (change === null || quote.previousClose === null || quote.previousClose === 0) return null;
  return scale(change, 10_000, quote.previousClose);
}

/** Average price of the day in ten-thousandths of a real; null before the first trade. */
export const averagePriceTenThousandths = (quote: Quote): number | null =>
  quote.volume === 0 ? null : averageInTenThousandths(quote.turnoverCentavos, quote.volume);

/** Price of a share in portfolio valuations: the last price, else the previous close; null while both are unknown. */
export const valuationCentavos = (quote: Quote): number | null => quote.last ?? quote.previousClose;

/** True when both quotes are equal except for time and sequence. */
export function sameFigures(a: Quote, b: Quote): boolean {
  // The newer one: an older one may lack fields that may be absent.
  const keys = Object.keys(b) as (keyof Quote)[];
  return keys.every((key) => key === 'atMs' || key === 'sequence' || a[key] === b[key]);
}
