import type { WalletRpc } from '#contracts/calls/wallet.ts';
import { EMPTY_HOLDING } from '#domain/ledger/holding.ts';
import { CASH } from '#domain/ledger/leg.ts';
import { custodyTickerOf } from '#domain/market/custody-ticker.ts';
import type { Counter } from '#platform/observability/metrics.ts';
import { isDatabaseUnavailable } from '#platform/postgres/unavailable.ts';
import { createSharedBatches } from '#platform/shared-batches.ts';
import { openMainAccount } from './accounts/accounts.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { BookingClock } from './ledger/booking-clock.ts';
import { reserve, voidReservations, type ReserveRequest } from './reserve/reservations.ts';
import type { WalletStore } from './store/store.ts';

/** Reservations of one transaction, which concurrent calls share. */
const MAX_RESERVATIONS = 500;

export interface CallsDependencies {
  readonly store: WalletStore;
  readonly ledger: Ledger;
  readonly bookingClock: BookingClock;
  /** Counts requests to reserve, label `outcome`. */
  readonly reservationsByOutcome: Counter;
}

/** Creates the calls that the wallet serves to other parts: orders calls `reserve` and `voidReservations`. */
export function createCalls(dependencies: CallsDependencies): WalletRpc {
  const { store, ledger, bookingClock, reservationsByOutcome } = dependencies;
  const reservations = createSharedBatches({
    run: (requests: readonly ReserveRequest[]) => reserve(ledger, requests),
    maxItems: MAX_RESERVATIONS,
    isOfAll: isDatabaseUnavailable,
  });
  return {
    openMainAccount: async ({ ownerId }) => ({
      accountId: await openMainAccount(store, bookingClock, ownerId),
    }),
    ownersOf: async ({ accountIds }) => [...(await store.ownersOf(accountIds))],
    positionTickers: async ({ accountIds }) =>
      (await store.positionTickers(accountIds)).map((tickers) => [...tickers]),
    haveNotes: async ({ keys }) => [...(await store.haveTrades(keys))],
    bookedFacts: async ({ accountIds }) => [...(await store.bookedFacts(accountIds))],
    reserve: async (input) => {
      if (input.reservations.length === 0) return [];
      const answers = await reservations.submit(input.reservations);
      for (const { outcome } of answers) reservationsByOutcome.inc({ outcome });
      return [...answers];
    },
    voidReservations: async ({ reservationIds, correlationId }) => {
      await voidReservations(store, ledger, reservationIds, correlationId);
      return null;
    },
    available: async ({ accountId, ticker }) => {
      const [state] = await store.states([accountId]);
      if (!state) return null;
      const freeOf = (asset: string): number => (state.holdings.get(asset) ?? EMPTY_HOLDING).free;
      const asset = custodyTickerOf(ticker);
      const isAwaited = await store.awaitsReverseSplit(accountId, asset, bookingClock().days[0] ?? '');
      return { cashCentavos: freeOf(CASH), shares: isAwaited ? 0 : freeOf(asset) };
    },
  };
}
