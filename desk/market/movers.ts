import type { Quote } from './quote-board.ts';

/** Order of a list of movers. */
export type MoversBy = 'GAIN' | 'LOSS' | 'TURNOVER';

type Ranked = Pick<Quote, 'ticker' | 'changePercent' | 'turnover'>;

/**
 * Quotes by the value that the list shows, best first, as their newest state has it: between two rankings of the broker a ticker may
 * pass another one, or leave the risers. Equal ones stand in alphabetical order.
 */
export function rankMovers<Of extends Ranked>(quotes: readonly Of[], by: MoversBy): readonly Of[] {
  const sign = by === 'LOSS' ? -1 : 1;
  const valueOf = ({ changePercent, turnover }: Of): number =>
    by === 'TURNOVER' ? Number(turnover) : sign * Number(changePercent ?? 0);
  return quotes
    .filter((quote) => by === 'TURNOVER' || valueOf(quote) > 0)
    .toSorted((one, other) => valueOf(other) - valueOf(one) || (one.ticker < other.ticker ? -1 : 1));
}

/** Instruments that are traded: the newest day has quotes of one that was delisted since. */
export const isListed = ({ asset }: { readonly asset: { readonly status: string } | null }): boolean =>
  asset?.status !== 'DELISTED';
