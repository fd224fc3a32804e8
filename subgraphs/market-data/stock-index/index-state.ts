import type { Phase } from '#domain/market/phase.ts';
import { indexValueOf, type IndexComposition, type MemberPrice } from '#domain/market/stock-index.ts';
import type { Quote } from '#domain/market-data/quote.ts';
import { createCounts } from '#platform/counts.ts';
import type { MarketBoard } from '../streams/board.ts';

/** The index by the present quotes of its members. Values in hundredths of a point. */
export interface IndexState {
  readonly tradeDate: string;
  /** Phase of most members. */
  readonly phase: Phase;
  /** Time of the newest member quote. */
  readonly atMs: number;
  /** Null before the first trade of a member on the trade date. */
  readonly value: number | null;
  readonly previousClose: number;
}

/**
 * Computes the index. The session is that of the newest quotes; members without a quote of it are left out. Null while no
 * composition or no price is known.
 *
 * @param own the index's own quote; null before its first value
 */
export function indexState(
  board: Pick<MarketBoard, 'quote'>,
  own: Quote | null,
  compositionOf: (tradeDate: string) => IndexComposition | null,
): IndexState | null {
  // The composition of the day of the index's last value finds the members whose quotes show the present day.
  const latest = compositionOf('9999-12-31');
  if (!latest) return null;
  const tradeDate = newestOf(quotesOf(board, latest))?.tradeDate;
  const composition = tradeDate === undefined ? null : compositionOf(tradeDate);
  if (tradeDate === undefined || !composition) return null;
  const members = quotesOf(board, composition).filter((quote) => quote.tradeDate === tradeDate);
  const prices = new Map(members.map((quote) => [quote.ticker, priceOf(quote)]));
  const lastClose =
    own === null ? null : own.tradeDate === tradeDate ? own.previousClose : (own.last ?? own.previousClose);
  const index = indexValueOf(composition, lastClose, (ticker) => prices.get(ticker) ?? null);
  if (!index) return null;
  const hasTraded = members.some(({ last }) => last !== null);
  return {
    tradeDate,
    phase: commonPhase(members),
    atMs: Math.max(...members.map(({ atMs }) => atMs)),
    value: hasTraded ? index.value : null,
    previousClose: index.previousClose,
  };
}

const quotesOf = (board: Pick<MarketBoard, 'quote'>, { members }: IndexComposition): readonly Quote[] =>
  members.flatMap(({ ticker }) => board.quote(ticker) ?? []);

function newestOf(quotes: readonly Quote[]): Quote | null {
  return quotes.reduce<Quote | null>(
    (newest, quote) => (newest && newest.tradeDate >= quote.tradeDate ? newest : quote),
    null,
  );
}

function priceOf({ last, previousClose }: Quote): MemberPrice | null {
  const before = previousClose ?? last;
  return before === null ? null : { now: last ?? before, previousClose: before };
}

function commonPhase(quotes: readonly Quote[]): Phase {
  const counts = createCounts<Phase>();
  for (const { phase } of quotes) counts.add(phase);
  return [...counts.entries()].reduce((most, one) => (one[1] > most[1] ? one : most), [
    'CLOSED',
    0,
  ] as const)[0];
}
