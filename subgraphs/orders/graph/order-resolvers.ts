import { formatCentavos } from '#domain/money/money.ts';
import { ownOrder } from './access.ts';
import type { Resolvers } from '../generated/graph.ts';
import { accountModel, executionModel, orderModel, refusalModel } from './models.ts';
import { averagePrice, instant, money, streamCursor } from './present.ts';

/** The types of orders whose fields differ from those of their models; the others resolve by name. */
export const orderResolvers = {
  Order: {
    __resolveReference: ({ id }, context) => (context.caller ? ownOrder(id, context) : null),
    id: ({ orderId }) => orderId,
    account: ({ accountId }) => accountModel(accountId),
    asset: ({ ticker }) => ({ ticker }),
    limitPrice: ({ limitPriceCentavos }) => money(limitPriceCentavos),
    stopPrice: ({ stopPriceCentavos }) => money(stopPriceCentavos),
    triggeredAt: ({ triggeredAtMs }) => (triggeredAtMs === null ? null : instant(triggeredAtMs)),
    averageFillPrice: ({ filledCentavos, filledQuantity }) => averagePrice(filledCentavos, filledQuantity),
    reservedCash: ({ reservedCentavos }) => formatCentavos(reservedCentavos),
    refusal: ({ refusal }) => refusal && refusalModel(refusal),
    executions: async (order, _args, context) => {
      const { orderId, executionCount } = order;
      if (executionCount === 0) return [];
      const executions = await context.executions.load(orderId);
      return executions.slice(0, executionCount).map((execution) => executionModel(execution, order));
    },
    createdAt: ({ createdAtMs }) => instant(createdAtMs),
    updatedAt: ({ updatedAtMs }) => instant(updatedAtMs),
  },
  Execution: {
    id: ({ executionId }) => executionId,
    price: ({ priceCentavos }) => formatCentavos(priceCentavos),
    grossAmount: ({ grossCentavos }) => formatCentavos(grossCentavos),
    fees: ({ feesCentavos }) => formatCentavos(feesCentavos),
    at: ({ atMs }) => instant(atMs),
  },
  Cost: {
    amount: ({ amountCentavos }) => formatCentavos(amountCentavos),
  },
  OrderUpdate: {
    cursor: ({ accountId, sequence }) => streamCursor(accountId, sequence),
    order: ({ order }) => orderModel(order),
    execution: ({ order, execution }) => execution && executionModel(execution, orderModel(order)),
    at: ({ atMs }) => instant(atMs),
  },
  OrderPreview: {
    grossAmount: ({ grossCentavos }) => formatCentavos(grossCentavos),
    fees: ({ feesCentavos }) => formatCentavos(feesCentavos),
    costs: ({ costs }) => [...costs],
    netAmount: ({ netCentavos }) => formatCentavos(netCentavos),
    availableCashAfter: ({ availableCashAfterCentavos }) => formatCentavos(availableCashAfterCentavos),
    referencePrice: ({ referenceCentavos }) => formatCentavos(referenceCentavos),
  },
  CancelAllResult: {
    requested: ({ orders }) => orders.length,
    orders: ({ orders }) => [...orders],
  },
} satisfies Resolvers;
