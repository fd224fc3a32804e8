import type { OrdersOperatorRpc } from '#contracts/calls/orders.ts';
import { adoptJournal, type AdoptionDependencies } from './reports/adopt-journal.ts';

/** Creates the calls that orders serves to operators. */
export const createOperatorCalls = (dependencies: AdoptionDependencies): OrdersOperatorRpc => ({
  adoptJournal: ({ shard }) => adoptJournal(dependencies, shard),
});
