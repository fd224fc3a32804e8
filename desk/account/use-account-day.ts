import { useEffect, useMemo, useRef, useState } from 'react';
import type { PortfolioStreamSubscription } from '#sdk/src/index.ts';
import { useDesk } from '../app/desk.ts';
import { useMarket } from '../app/market-time/use-market.ts';
import { useQuotes } from '../market/use-quote.ts';
import { followDayEntries } from './day-entries.ts';
import {
  accountResult,
  newestDate,
  pricesOfPositions,
  soldOutResult,
  tradesOf,
  type AccountDay,
} from './holdings.ts';

type PortfolioState = PortfolioStreamSubscription['portfolio'];

/** Gains and losses of the account on its newest trade date; null while they are not known. */
export interface DayResults {
  readonly day: AccountDay | null;
  /** The sum of the positions, those that were sold out included. */
  readonly total: string | null;
  /** Its part that no position shows. */
  readonly soldOut: string | null;
}

export function useDayResults(accountId: string, portfolio: PortfolioState | null): DayResults {
  const { quotes } = useDesk();
  const today = useMarket()?.status.today;
  const held = useMemo(() => portfolio?.positions.map(({ ticker }) => ticker) ?? [], [portfolio?.positions]);
  const trade = newestDate(useQuotes(held));
  // Without positions the day is the market's.
  const date = held.length === 0 ? today : trade;
  const day = useAccountDay(accountId, portfolio, date);
  useQuotes(useMemo(() => [...(day?.trades.keys() ?? [])], [day]));
  if (!day) return UNKNOWN;
  const pricesOf = pricesOfPositions(portfolio?.positions ?? [], quotes.get);
  return { day, total: accountResult(day, pricesOf), soldOut: soldOutResult(day, pricesOf) };
}

const UNKNOWN: DayResults = { day: null, total: null, soldOut: null };

/** Shares and trades of a day. Both change together: shares without their trade would look like a gain. */
function useAccountDay(
  accountId: string,
  portfolio: PortfolioState | null,
  date: string | undefined,
): AccountDay | null {
  const { broker, browser } = useDesk();
  const [known, setKnown] = useState<AccountDay | null>(null);
  const newest = useRef(portfolio);
  newest.current = portfolio;
  const following = useRef<{ readonly look: () => void } | null>(null);
  const isThere = portfolio !== null;
  useEffect(() => {
    if (date === undefined || !isThere) return;
    const end = new AbortController();
    following.current = followDayEntries(
      { broker, browser },
      { accountId, day: date },
      ({ entries, costs }) =>
        setKnown({
          day: date,
          quantities: new Map(newest.current?.positions.map(({ ticker, quantity }) => [ticker, quantity])),
          trades: tradesOf(entries),
          costs,
        }),
      end.signal,
    );
    return () => end.abort();
  }, [broker, browser, accountId, date, isThere]);
  // Another position of the account's entries means that there are new ones.
  useEffect(() => following.current?.look(), [accountId, date, portfolio?.walletCursor]);
  return known?.day === date ? known : null;
}
