import type { WalletRpc } from '#contracts/rpc.ts';
import { EMPTY_HOLDING } from '#domain/ledger/holding.ts';
import { CASH } from '#domain/ledger/leg.ts';
import type { Counter } from '#platform/observability/metrics.ts';
import { openMainAccount } from './accounts/accounts.ts';
import type { Ledger } from './book/ledger.ts';
import type { MarketTime } from './book/market-time.ts';
import { reserve, voidReservations } from './reserve/reservations.ts';
import type { WalletStore } from './store/store.ts';

export interface CallsDependencies {
  readonly store: WalletStore;
  readonly ledger: Ledger;
  readonly time: MarketTime;
  /** Reservations by outcome. */
  readonly reservations: Counter;
}

/** The synchronous calls that the wallet answers. */
export function createCalls({ store, ledger, time, reservations }: CallsDependencies): WalletRpc {
  return {
    openMainAccount: async ({ ownerId }) => ({
      accountId: await openMainAccount(store, time, ownerId),
    }),
    ownersOf: async ({ accountIds }) => [...(await store.ownersOf(accountIds))],
    reserve: async (input) => {
      if (input.reservations.length === 0) return [];
      const answers = await reserve(ledger, input.reservations);
      for (const { outcome } of answers) reservations.inc({ outcome });
      return [...answers];
    },
    voidReservations: async ({ reservationIds, correlationId }) => {
      await voidReservations(store, ledger, reservationIds, correlationId);
      return null;
    },
    available: async ({ accountId, ticker }) => {
      const [state] = await store.states([accountId]);
      if (!state) return null;
      const of = (asset: string): number => (state.holdings.get(asset) ?? EMPTY_HOLDING).free;
      return { cashCentavos: of(CASH), shares: of(ticker) };
    },
  };
}
