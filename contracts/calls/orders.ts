import { z } from 'zod';
import * as f from '../fields.ts';
import { orderState } from './order-state.ts';
import { fillsDigest, page, pageOfAccount, type RpcOf } from './rpc.ts';

const auditedOrders = z.array(
  z.object({
    ...orderState,
    reservedCentavos: f.centavos,
    reservedQuantity: f.count,
    /** Cash or shares that the order may still need, recomputed from its terms and fills. */
    mayStillNeed: f.count,
    requestPending: z.boolean(),
  }),
);

/** Calls of auditors to the orders subgraph. */
export const ordersRpcContract = {
  service: 'orders',
  methods: {
    /**
     * Current state of the orders that have not ended, by id, and of those that reserve something or wait for an answer all the same.
     * Intents are not orders yet and are left out.
     */
    auditOrders: { input: page, output: auditedOrders },
    /** Current state of some orders, ended or not, without the unknown ones. */
    auditOrdersById: { input: z.object({ orderIds: z.array(f.id).max(10_000) }), output: auditedOrders },
    /** Number of all orders, and those whose filled quantity, amount or count is not that of their executions: a few described. */
    auditFills: {
      input: z.object({}),
      output: z.object({
        orders: f.count,
        executions: f.count,
        wrong: f.count,
        examples: z.array(z.string()),
      }),
    },
    /** The fills of each account, by account id. */
    fillDigests: { input: page, output: z.array(fillsDigest) },
    /** The fills of an account, by execution id. */
    auditExecutions: {
      input: pageOfAccount,
      output: z.array(
        z.object({
          executionId: f.id,
          orderId: f.id,
          accountId: f.id,
          quantity: f.quantity,
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

/** Calls of operators to the orders subgraph. */
export const ordersOperatorRpcContract = {
  service: 'orders-operator',
  methods: {
    /**
     * Takes the present journal of an engine shard for that of the orders, after the old one was lost: ends all open orders of the shard,
     * whose number it returns, and releases their reservations.
     */
    adoptJournal: {
      input: z.object({ shard: f.count }),
      output: z.object({ journalId: f.id, ended: f.count }),
    },
  },
} as const;
export type OrdersOperatorRpc = RpcOf<typeof ordersOperatorRpcContract>;
