import { useMemo } from 'react';
import type { PortfolioStreamSubscription } from '#sdk/src/index.ts';
import { useDesk } from '../app/desk.ts';
import { useQuotes } from '../market/use-quote.ts';
import { accountDayResult, soldOutResult, type DayTrades } from './holdings.ts';

type PortfolioState = PortfolioStreamSubscription['portfolio'];

/** Gain or loss of the account today; null while it is not known. */
export interface DayResults {
  /** The sum of the positions, those that were sold out included. */
  readonly total: string | null;
  /** Its part that no position shows. */
  readonly soldOut: string | null;
}

export function useDayResults(
  portfolio: PortfolioState | null,
  trades: ReadonlyMap<string, DayTrades>,
): DayResults {
  const { quotes } = useDesk();
  const positions = portfolio?.positions;
  const tickers = useMemo(
    () => [...new Set([...(positions ?? []).map(({ ticker }) => ticker), ...trades.keys()])].sort(),
    [positions, trades],
  );
  useQuotes(tickers);
  if (!positions) return UNKNOWN;
  return {
    total: accountDayResult(positions, trades, quotes.get),
    soldOut: soldOutResult(positions, trades, quotes.get),
  };
}

const UNKNOWN: DayResults = { total: null, soldOut: null };
