import { OperationTypeNode, type OperationDefinitionNode } from 'graphql';
import { assetIdOf } from '#contracts/graph/asset-id.ts';
import { dateTime, hundredthsOrNull } from '#contracts/graph/present.ts';
import { formatCentavos } from '#domain/money/money.ts';
import { boundedSize } from '#platform/graphql/resolvers/pagination.ts';
import { ownOrder } from './access.ts';
import type { OrderRange } from '../store/store.ts';
import type { Resolvers } from '../generated/graph.ts';
import { accountModel, assetModel, executionModel, orderModel, refusalModel } from './models.ts';
import { averagePrice, streamCursor } from './present.ts';

/** Highest number of fills of an order in one selection, and of its updates. */
const MAX_EXECUTIONS = 1_000;
const MAX_UPDATES = 200;
/** The same in one event of a stream: an order of 1,000 fills has 1,000 events, each with all of these. */
const MAX_OF_EVENT = 100;

/** The range of the newest fills or facts of an order that has had `to` of them; null when it is empty. */
function newest(
  orderId: string,
  to: number,
  wanted: number,
  { operation }: OperationDefinitionNode,
): OrderRange | null {
  const isEvent = operation === OperationTypeNode.SUBSCRIPTION;
  const count = Math.min(wanted, to, isEvent ? MAX_OF_EVENT : Infinity);
  return count === 0 ? null : { orderId, from: to - count + 1, to };
}

/** The types of orders whose fields differ from those of their models; the others resolve by name. */
export const orderResolvers = {
  Order: {
    __resolveReference: ({ id }, context) => (context.caller ? ownOrder(id, context) : null),
    id: ({ orderId }) => orderId,
    account: ({ accountId }) => accountModel(accountId),
    asset: ({ ticker }) => assetModel(ticker),
    limitPrice: ({ limitPriceCentavos }) => hundredthsOrNull(limitPriceCentavos),
    stopPrice: ({ stopPriceCentavos }) => hundredthsOrNull(stopPriceCentavos),
    triggeredAt: ({ triggeredAtMs }) => (triggeredAtMs === null ? null : dateTime(triggeredAtMs)),
    averageFillPrice: ({ filledCentavos, filledQuantity }) => averagePrice(filledCentavos, filledQuantity),
    reservedCash: ({ reservedCentavos }) => formatCentavos(reservedCentavos),
    refusal: ({ refusal }) => refusal && refusalModel(refusal),
    executions: async (order, { last }, context, { operation }) => {
      const range = newest(
        order.orderId,
        order.executionCount,
        boundedSize('last', last, MAX_EXECUTIONS),
        operation,
      );
      if (!range) return [];
      const executions = await context.executions.load(range);
      return executions.map((execution) => executionModel(execution, order));
    },
    updates: async ({ orderId, version }, { last }, context, { operation }) => {
      const range = newest(orderId, version, boundedSize('last', last, MAX_UPDATES), operation);
      return range ? [...(await context.updates.load(range))] : [];
    },
    createdAt: ({ createdAtMs }) => dateTime(createdAtMs),
    updatedAt: ({ updatedAtMs }) => dateTime(updatedAtMs),
  },
  Asset: {
    id: ({ ticker }) => assetIdOf(ticker),
  },
  Execution: {
    __resolveReference: async ({ id }, context) => {
      const execution = await context.executionsById.load(id);
      const order = execution && (await ownOrder(execution.orderId, context));
      return order && executionModel(execution, order);
    },
    id: ({ executionId }) => executionId,
    price: ({ priceCentavos }) => formatCentavos(priceCentavos),
    grossAmount: ({ grossCentavos }) => formatCentavos(grossCentavos),
    fees: ({ feesCentavos }) => formatCentavos(feesCentavos),
    at: ({ atMs }) => dateTime(atMs),
  },
  Cost: {
    amount: ({ amountCentavos }) => formatCentavos(amountCentavos),
  },
  OrderUpdate: {
    cursor: ({ accountId, sequence }) => streamCursor(accountId, sequence),
    kind: ({ type }) => type,
    order: ({ order }) => orderModel(order),
    execution: ({ order, execution }) => execution && executionModel(execution, orderModel(order)),
    at: ({ atMs }) => dateTime(atMs),
  },
  OrderPreview: {
    grossAmount: ({ grossCentavos }) => formatCentavos(grossCentavos),
    fees: ({ feesCentavos }) => formatCentavos(feesCentavos),
    costs: ({ costs }) => [...costs],
    netAmount: ({ netCentavos }) => formatCentavos(netCentavos),
    extraReserve: ({ extraReserveCentavos }) => formatCentavos(extraReserveCentavos),
    availableCashAfter: ({ availableCashAfterCentavos }) => formatCentavos(availableCashAfterCentavos),
    referencePrice: ({ referenceCentavos }) => formatCentavos(referenceCentavos),
  },
  CancelAllResult: {
    requested: ({ orders }) => orders.length,
    orders: ({ orders }) => [...orders],
  },
} satisfies Resolvers;
