import type { WalletOperatorRpc } from '#contracts/calls/wallet.ts';
import type { OrderFactsDependencies } from './book/consumers.ts';
import type { SettlementRun } from './settle/settlement-run.ts';
import { catchUp, type ApartDependencies } from './book/missing-facts.ts';

/** Creates the calls that the wallet serves to operators. */
export function createOperatorCalls(
  dependencies: ApartDependencies & Pick<OrderFactsDependencies, 'onTraded'>,
  settlement: Pick<SettlementRun, 'settleNow' | 'unsettled'>,
): WalletOperatorRpc {
  const { quarantine, onTraded } = dependencies;
  return {
    quarantine: async () => [
      ...(await quarantine.list()).map((account) => ({ ...account, kind: 'BOOKING' as const })),
      ...(await quarantine.ofDayClose()).map((account) => ({ ...account, kind: 'DAY_CLOSE' as const })),
      ...settlement.unsettled().map((account) => ({ ...account, kind: 'SETTLEMENT' as const })),
    ],
    release: async ({ accountId }) => {
      await quarantine.remove(accountId);
      const result = await catchUp(dependencies, accountId, false);
      await settlement.settleNow();
      if (result.earliestTradeDate !== null) onTraded(result.earliestTradeDate);
      const again = [...(await quarantine.list()), ...settlement.unsettled()].find(
        (account) => account.accountId === accountId,
      );
      return { bookedFacts: result.bookedCount, reason: again?.reason ?? null };
    },
  };
}
