import { formatCentavos } from '#domain/money/money.ts';
import { ownOrder } from './access.ts';
import type { Resolvers } from '../generated/graph.ts';
import { accountModel, orderModel, refusalModel } from './models.ts';
import { averagePrice, instant, money, streamCursor } from './present.ts';

/** The types Order, Execution, OrderUpdate, OrderPreview and what they are made of. */
export const orderResolvers = {
  Order: {
    __resolveReference: ({ id }, context) => (context.caller ? ownOrder(id, context) : null),
    id: ({ snapshot }) => snapshot.orderId,
    clientOrderId: ({ snapshot }) => snapshot.clientOrderId,
    account: ({ snapshot }) => accountModel(snapshot.accountId),
    asset: ({ snapshot }) => ({ ticker: snapshot.ticker }),
    side: ({ snapshot }) => snapshot.side,
    type: ({ snapshot }) => snapshot.type,
    timeInForce: ({ snapshot }) => snapshot.timeInForce,
    quantity: ({ snapshot }) => snapshot.quantity,
    displayQuantity: ({ snapshot }) => snapshot.displayQuantity,
    minimumQuantity: ({ snapshot }) => snapshot.minimumQuantity,
    limitPrice: ({ snapshot }) => money(snapshot.limitPriceCentavos),
    stopPrice: ({ snapshot }) => money(snapshot.stopPriceCentavos),
    triggeredAt: ({ snapshot }) => (snapshot.triggeredAtMs === null ? null : instant(snapshot.triggeredAtMs)),
    expiresOn: ({ snapshot }) => snapshot.expiresOn,
    status: ({ snapshot }) => snapshot.status,
    pendingRequest: ({ snapshot }) => snapshot.pendingRequest,
    filledQuantity: ({ snapshot }) => snapshot.filledQuantity,
    leavesQuantity: ({ snapshot }) => snapshot.leavesQuantity,
    averageFillPrice: ({ snapshot }) => averagePrice(snapshot.filledCentavos, snapshot.filledQuantity),
    reservedCash: ({ snapshot }) => formatCentavos(snapshot.reservedCentavos),
    reservedQuantity: ({ snapshot }) => snapshot.reservedQuantity,
    refusal: ({ snapshot }) => snapshot.refusal && refusalModel(snapshot.refusal),
    executions: async (order, _args, context) => {
      const { orderId, executionCount } = order.snapshot;
      if (executionCount === 0) return [];
      const executions = await context.executions.load(orderId);
      return executions.slice(0, executionCount).map((record) => ({ record, order }));
    },
    createdAt: ({ snapshot }) => instant(snapshot.createdAtMs),
    updatedAt: ({ snapshot }) => instant(snapshot.updatedAtMs),
  },
  Execution: {
    id: ({ record }) => record.executionId,
    order: ({ order }) => order,
    price: ({ record }) => formatCentavos(record.priceCentavos),
    quantity: ({ record }) => record.quantity,
    grossAmount: ({ record }) => formatCentavos(record.grossCentavos),
    fees: ({ record }) => formatCentavos(record.feesCentavos),
    costs: ({ record }) => record.costs,
    settlesOn: ({ record }) => record.settlesOn,
    at: ({ record }) => instant(record.atMs),
  },
  Cost: {
    amount: ({ amountCentavos }) => formatCentavos(amountCentavos),
  },
  OrderUpdate: {
    cursor: ({ accountId, sequence }) => streamCursor(accountId, sequence),
    order: ({ order }) => orderModel(order),
    execution: ({ order, execution }) => execution && { record: execution, order: orderModel(order) },
    at: ({ atMs }) => instant(atMs),
  },
  OrderPreview: {
    grossAmount: ({ preview }) => formatCentavos(preview.grossCentavos),
    fees: ({ preview }) => formatCentavos(preview.feesCentavos),
    costs: ({ preview }) => [...preview.costs],
    netAmount: ({ preview }) => formatCentavos(preview.netCentavos),
    settlesOn: ({ preview }) => preview.settlesOn,
    availableCashAfter: ({ preview }) => formatCentavos(preview.availableCashAfterCentavos),
    availableQuantityAfter: ({ preview }) => preview.availableQuantityAfter,
    referencePrice: ({ preview }) => formatCentavos(preview.referenceCentavos),
  },
  CancelAllResult: {
    requested: ({ orders }) => orders.length,
    orders: ({ orders }) => [...orders],
  },
} satisfies Resolvers;
