import { useEffect, useState } from 'react';
import type { TradeStreamSubscription } from '#sdk/src/index.ts';
import { useDesk } from '../app/desk.ts';
import { keepFollowing } from '../state/keep-following.ts';

export type Trade = TradeStreamSubscription['trades'];

/** Trades on the screen. */
const SHOWN = 40;

/** The newest trades first, without a gap between the list and the stream; null before they have come. Renders at most once a frame. */
export function useTrades(ticker: string): readonly Trade[] | null {
  const { broker, browser } = useDesk();
  const [shown, setShown] = useState<readonly Trade[] | null>(null);
  useEffect(() => {
    const end = new AbortController();
    const { signal } = end;
    let trades: readonly Trade[] = [];
    let isDue = false;
    const publish = (): void => {
      isDue = false;
      if (!signal.aborted) setShown(trades);
    };
    const take = (next: readonly Trade[]): void => {
      trades = [...next, ...trades].slice(0, SHOWN);
      if (!isDue) browser.beforePaint(publish);
      isDue = true;
    };
    const follow = async (): Promise<void> => {
      const newest = (await broker.trades({ ticker, first: SHOWN }, { signal })).asset?.trades?.nodes ?? [];
      trades = [];
      take(newest);
      const after = newest[0]?.cursor ?? null;
      for await (const { trades: trade } of broker.tradeStream({ ticker, after }, { signal })) take([trade]);
    };
    keepFollowing(browser, follow, signal);
    return () => end.abort();
  }, [ticker, broker, browser]);
  return shown;
}
