import { z } from 'zod';
import * as f from '../fields.ts';
import { orderState } from './order-state.ts';
import { page, type RpcOf } from './rpc.ts';

/** Calls of auditors to the orders subgraph. */
export const ordersRpcContract = {
  service: 'orders',
  methods: {
    /** Current state of all orders, by id; intents are not orders yet and are left out. */
    auditOrders: {
      input: page,
      output: z.array(
        z.object({
          ...orderState,
          filledCentavos: f.centavos,
          reservedCentavos: f.centavos,
          reservedQuantity: f.count,
          /** Cash or shares that the order may still need, recomputed from its terms and fills. */
          mayStillNeed: f.count,
          executionCount: f.count,
          requestPending: z.boolean(),
        }),
      ),
    },
    /** All fills, by execution id. */
    auditExecutions: {
      input: page,
      output: z.array(
        z.object({
          executionId: f.id,
          orderId: f.id,
          accountId: f.id,
          quantity: f.quantity,
          grossCentavos: f.centavos,
          feesCentavos: f.centavos,
        }),
      ),
    },
    /** Sequence of the newest order fact, by account id. */
    factSequences: {
      input: page,
      output: z.array(z.object({ accountId: f.id, sequence: f.sequence })),
    },
    /** The stored facts of an account after a sequence, encoded, oldest first: for the wallet, when one has not reached it. */
    facts: {
      input: z.object({ accountId: f.id, after: f.sequence, limit: z.int().positive().max(500) }),
      output: z.array(z.string()),
    },
    /** Work that is not done yet. Every count is 0 once the queues are empty; `impossibleReports` is always 0. */
    backlog: {
      input: z.object({}),
      output: z.object({
        commandOutbox: f.count,
        factOutbox: f.count,
        intents: f.count,
        abandonedReservations: f.count,
        missingReports: f.count,
        impossibleReports: f.count,
        /** Sequence of the last execution report that was handled, summed over the shards. */
        lastReportSequence: f.count,
      }),
    },
  },
} as const;
export type OrdersRpc = RpcOf<typeof ordersRpcContract>;
