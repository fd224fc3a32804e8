import type { WalletOperatorRpc } from '#contracts/calls/wallet.ts';
import type { OrderFactsDependencies } from './consumers.ts';
import { catchUp } from './missing-facts.ts';

/** Creates the calls of operators. */
export function createOperatorCalls(
  dependencies: Omit<OrderFactsDependencies, 'store' | 'eventLog'>,
): WalletOperatorRpc {
  const { quarantine, onDue, onTraded } = dependencies;
  return {
    quarantine: async () => [
      ...(await quarantine.list()).map((account) => ({ ...account, kind: 'BOOKING' as const })),
      ...(await quarantine.ofDayClose()).map((account) => ({ ...account, kind: 'DAY_CLOSE' as const })),
    ],
    release: async ({ accountId }) => {
      await quarantine.remove(accountId);
      const result = await catchUp(dependencies, accountId, false);
      if (result.earliestSettlement !== null) await onDue(result.earliestSettlement);
      if (result.earliestTradeDate !== null) onTraded(result.earliestTradeDate);
      const again = (await quarantine.list()).find((account) => account.accountId === accountId);
      return { bookedFacts: result.bookedCount, reason: again?.reason ?? null };
    },
  };
}
