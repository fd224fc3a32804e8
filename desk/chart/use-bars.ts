import { useEffect, useRef, useState } from 'react';
import { useDesk } from '../app/desk.ts';
import { keepFollowing } from '../state/keep-following.ts';
import { barOf, withBar, type Bar, type Interval } from './bars.ts';

/** The candles on the screen: a page of history joined to the live one. */
export interface Bars {
  readonly bars: readonly Bar[];
  /** True for the first page of a ticker and interval. */
  readonly isNew: boolean;
}

export interface BarsFeed {
  /** Null until the first page. */
  readonly loaded: Bars | null;
  /** Loads the page before the oldest bar, once at a time. */
  readonly loadOlder: () => void;
}

const PAGE = 500;

/**
 * Reads the newest candles, then follows the stream after the cursor of the last one: no trade between both is missing.
 *
 * @param onLive receives each state of the live candle; it comes too often for a render
 */
export function useBars(ticker: string, interval: Interval, onLive: (bar: Bar) => void): BarsFeed {
  const { broker, browser, notices } = useDesk();
  const [loaded, setLoaded] = useState<Bars | null>(null);
  const older = useRef<() => void>(() => undefined);
  useEffect(() => {
    const end = new AbortController();
    const { signal } = end;
    let bars: readonly Bar[] = [];
    let before: string | null = null;
    const readPage = async (): Promise<string | null> => {
      const variables = { ticker, interval, last: PAGE, before, adjusted: true };
      const candles = (await broker.candles(variables, { signal })).asset?.candles;
      const nodes = candles?.nodes ?? [];
      before = candles?.pageInfo.hasPreviousPage ? candles.pageInfo.startCursor : null;
      const isNew = bars.length === 0;
      bars = [...nodes.map(barOf), ...bars];
      setLoaded({ bars, isNew });
      return nodes.at(-1)?.cursor ?? null;
    };
    const follow = async (): Promise<void> => {
      [bars, before] = [[], null];
      const after = await readPage();
      for await (const { candles } of broker.candleStream({ ticker, interval, after }, { signal })) {
        const bar = barOf(candles);
        bars = withBar(bars, bar);
        onLive(bar);
      }
    };
    let isReading = false;
    older.current = () => {
      if (isReading || before === null) return;
      isReading = true;
      readPage()
        .catch((error: unknown) => !signal.aborted && notices.failed(error))
        .finally(() => (isReading = false));
    };
    setLoaded(null);
    keepFollowing(browser, follow, signal);
    return () => end.abort();
  }, [ticker, interval, broker, browser, notices, onLive]);
  return { loaded, loadOlder: () => older.current() };
}
