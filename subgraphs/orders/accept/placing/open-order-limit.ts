import { OPEN_STATUSES } from '#domain/orders/order.ts';
import { createCounts } from '#platform/counts.ts';
import type { OrderStore } from '../../store/store.ts';

/** Limits the open orders of each account. */
export interface OpenOrderLimit {
  /** Open orders that an account may have. */
  readonly max: number;
  /** Takes a place for a new order of each account of the list, and answers for each in its order whether it got one. */
  take(accountIds: readonly string[]): Promise<readonly boolean[]>;
}

export interface OpenOrderLimitOptions {
  readonly store: Pick<OrderStore, 'counts'>;
  readonly maxOpenOrders: number;
}

/** New orders of an account between two counts of its open orders: several instances together exceed the limit by so many each. */
const ORDERS_PER_COUNT = 500;
/** New orders of an account before the first count: most accounts have few orders, and need none. */
const UNCOUNTED = 100;
/** Accounts whose places are kept. */
const MAX_ACCOUNTS = 10_000;

/** Creates the limit. It counts the open orders of an account when the places of the last count are used up. */
export function createOpenOrderLimit({ store, maxOpenOrders }: OpenOrderLimitOptions): OpenOrderLimit {
  /** Places that are left, by account. */
  const places = new Map<string, number>();
  const recount = async (accountIds: readonly string[]): Promise<void> => {
    const rest = { statuses: OPEN_STATUSES, ticker: null, side: null, fromMs: null, toMs: null };
    const counts = await store.counts(accountIds.map((accountId) => ({ accountId, ...rest })));
    accountIds.forEach((accountId, index) => {
      const left = Math.max(0, maxOpenOrders - (counts[index] ?? 0));
      places.set(accountId, Math.min(left, ORDERS_PER_COUNT));
    });
  };
  return {
    max: maxOpenOrders,
    take: async (accountIds) => {
      const wanted = createCounts<string>();
      for (const accountId of accountIds) wanted.add(accountId);
      const uncounted = Math.min(UNCOUNTED, maxOpenOrders);
      const short = [...wanted.entries()].filter(([id, count]) => (places.get(id) ?? uncounted) < count);
      if (short.length > 0) await recount(short.map(([accountId]) => accountId));
      const answers = accountIds.map((accountId) => {
        const left = places.get(accountId) ?? uncounted;
        if (left === 0) return false;
        places.delete(accountId);
        places.set(accountId, left - 1);
        return true;
      });
      for (const accountId of places.keys()) {
        if (places.size <= MAX_ACCOUNTS) break;
        places.delete(accountId);
      }
      return answers;
    },
  };
}
