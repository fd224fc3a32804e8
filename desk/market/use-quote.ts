import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { useDesk } from '../app/desk.ts';
import type { Quote } from './quote-board.ts';

/** The newest quote of a ticker; undefined before the first. */
export function useQuote(ticker: string): Quote | undefined {
  const { quotes } = useDesk();
  return useSyncExternalStore(
    useCallback((listener) => quotes.watch(ticker, listener), [quotes, ticker]),
    useCallback(() => quotes.get(ticker), [quotes, ticker]),
  );
}

/** The newest quotes of some tickers, without those that have none yet. */
export function useQuotes(tickers: readonly string[]): readonly Quote[] {
  const { quotes } = useDesk();
  const [, showNext] = useState(0);
  const names = tickers.join();
  useEffect(() => {
    if (names === '') return;
    const change = (): void => showNext((count) => count + 1);
    const ends = names.split(',').map((ticker) => quotes.watch(ticker, change));
    return () => ends.forEach((end) => end());
  }, [quotes, names]);
  return tickers.flatMap((ticker) => quotes.get(ticker) ?? []);
}

/** Direction of a percent as it is shown, with two decimal places: 0.00 has none. */
export const directionOfPercent = (percent: string | null | undefined): 'up' | 'down' | 'flat' =>
  directionOf(percent ? Number(percent).toFixed(2) : percent);

/** Direction of a signed decimal, for its colour. */
export const directionOf = (change: string | null | undefined): 'up' | 'down' | 'flat' => {
  if (change === null || change === undefined || /^-?0*(\.0*)?$/.test(change)) return 'flat';
  return change.startsWith('-') ? 'down' : 'up';
};
