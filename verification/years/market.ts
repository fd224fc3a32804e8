import type { ModelKind } from './model/facts.ts';

/** A security of the campaign. */
export interface Security {
  readonly ticker: string;
  readonly kind: ModelKind;
  /** Shares of a round lot. */
  readonly lot: number;
}

export const SECURITIES: readonly Security[] = [
  { ticker: 'PETR4', kind: 'STOCK', lot: 100 },
  { ticker: 'ITSA4', kind: 'STOCK', lot: 100 },
  { ticker: 'WEGE3', kind: 'STOCK', lot: 100 },
  { ticker: 'ALUP11', kind: 'STOCK', lot: 100 },
  { ticker: 'BOVA11', kind: 'FUND', lot: 1 },
  { ticker: 'MXRF11', kind: 'REIT', lot: 1 },
];

/** All books: those of the fractional market too. */
export const BOOKS: readonly string[] = SECURITIES.flatMap(({ ticker, lot }) =>
  lot > 1 ? [ticker, `${ticker}F`] : [ticker],
);

export const kindOf = (asset: string): ModelKind =>
  SECURITIES.find(({ ticker }) => ticker === asset)?.kind ?? 'STOCK';

/** Centavos of an amount in the graph. */
export const centavosOf = (text: string): bigint => BigInt(text.replace('.', ''));

/** An amount as the graph writes it. */
export function moneyOf(centavos: bigint): string {
  const digits = (centavos < 0n ? -centavos : centavos).toString().padStart(3, '0');
  return `${centavos < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
