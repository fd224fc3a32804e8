import { useEffect, useMemo, useState } from 'react';
import type { PortfolioStreamSubscription } from '#sdk/src/index.ts';
import { useDesk } from '../app/desk.ts';
import { accountDayResult, type DayTrades } from './holdings.ts';

type PortfolioState = PortfolioStreamSubscription['portfolio'];

/** Gain or loss of the account today; null while it is not known. It is the sum of what the list of positions shows. */
export function useDayResult(
  portfolio: PortfolioState | null,
  trades: ReadonlyMap<string, DayTrades>,
): string | null {
  const { quotes } = useDesk();
  const [, showNext] = useState(0);
  const positions = portfolio?.positions;
  const tickers = useMemo(
    () => [...new Set([...(positions ?? []).map(({ ticker }) => ticker), ...trades.keys()])].sort().join(),
    [positions, trades],
  );
  useEffect(() => {
    if (tickers === '') return;
    const change = (): void => showNext((count) => count + 1);
    const ends = tickers.split(',').map((ticker) => quotes.watch(ticker, change));
    return () => ends.forEach((end) => end());
  }, [quotes, tickers]);
  return positions ? accountDayResult(positions, trades, quotes.get) : null;
}
