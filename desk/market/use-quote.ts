import { useCallback, useSyncExternalStore } from 'react';
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

/** Direction of a signed decimal, for its colour. */
export const directionOf = (change: string | null | undefined): 'up' | 'down' | 'flat' => {
  if (change === null || change === undefined || /^-?0*(\.0*)?$/.test(change)) return 'flat';
  return change.startsWith('-') ? 'down' : 'up';
};
