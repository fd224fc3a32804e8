import { useMemo } from 'react';
import { useQuery } from '#sdk/src/react/index.ts';
import { useDesk, useSession } from '../app/desk.ts';
import type { AccountState } from '../orders/account-streams.ts';
import { merged, readPastFills, type Fill } from '../orders/past-fills.ts';
import { usePart } from '../state/store.ts';

/** More marks than a chart can show apart. */
const ENOUGH = 200;

const fillsOf = ({ fills }: AccountState): readonly Fill[] => fills;
const hasOlder = ({ olderFills }: AccountState): boolean => olderFills !== null;

/** The account's fills. Of an account with so many that not all are loaded, also older ones of this ticker. */
export function useOwnFills(ticker: string): readonly Fill[] {
  const { broker, account } = useDesk();
  const accountId = useSession()?.accountId;
  const fills = usePart(account, fillsOf);
  const isPart = usePart(account, hasOlder);
  const { data } = useQuery(
    async (signal) => {
      if (accountId === undefined || !isPart) return [];
      return (await readPastFills(broker, { accountId, ticker, after: null, enough: ENOUGH }, signal)).fills;
    },
    [broker, accountId, ticker, isPart],
  );
  return useMemo(() => (data?.length ? merged(data, fills) : fills), [data, fills]);
}
