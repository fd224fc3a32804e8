/**
 * Ticker of the asset in custody: PETR4 for both PETR4 and PETR4F. A security is one position, in whichever market it was
 * traded.
 */
export const custodyTickerOf = (ticker: string): string =>
  /^[A-Z0-9]*\dF$/.test(ticker) ? ticker.slice(0, -1) : ticker;

/** Ends the name of an instrument of the fractional market. Screens of another language replace it. */
export const FRACTIONAL_NAME_END = ' (fractional)';

/** True for a ticker of the fractional market, such as PETR4F. */
export const isFractionalTicker = (ticker: string): boolean => custodyTickerOf(ticker) !== ticker;
