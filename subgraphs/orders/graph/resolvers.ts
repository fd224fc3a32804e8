import { scalarResolvers } from '#contracts/graph/scalars.ts';
import type { OrderFact } from '#contracts/messages/order-facts.ts';
import { ownOrder, requesterOf } from './access.ts';
import { accountResolvers } from './account-resolvers.ts';
import { cancelAllOrders } from '../accept/canceling/cancel-all-orders.ts';
import { cancelOrder } from '../accept/cancel-orders.ts';
import type { OrderAnswer } from '../accept/batch-service.ts';
import { placeOrders } from '../accept/place-orders.ts';
import { previewOrder } from '../accept/preview-order.ts';
import { replaceOrder } from '../accept/replace-order.ts';
import type { PlaceOrderInput, Resolvers } from '../generated/graph.ts';
import type { Context } from './context.ts';
import { orderInput, replaceInput } from './inputs.ts';
import { orderModel, refusalModel, type NodeModel, type OrderModel, type RefusalModel } from './models.ts';
import { nodeOf, nodesOf } from './nodes.ts';
import { orderResolvers } from './order-resolvers.ts';
import { followOrders } from './order-stream.ts';

/** The resolvers of orders: they parse the input, call the use case and convert its answer. */
export const resolvers: Resolvers = {
  ...scalarResolvers,
  ...orderResolvers,
  ...accountResolvers,
  Query: {
    node: (_parent, { id }, context) => nodeOf(id, context),
    // The generated type lacks a null behind the promise of an item.
    nodes: (_parent, { ids }, context) => nodesOf(ids, context) as Promise<NodeModel>[],
    order: (_parent, { id }, context) => ownOrder(id, context),
    previewOrder: async (_parent, { input }, context) => {
      const requester = requesterOf(context);
      const outcome = await previewOrder(context.service, orderInput(input), requester);
      return outcome.ok ? { __typename: 'OrderPreview', ...outcome.value } : refusalModel(outcome.refusal);
    },
  },
  Mutation: {
    placeOrder: async (_parent, { input }, context) => {
      const [answer] = await place([input], context);
      if (!answer) throw new Error('the order has no answer');
      return answer;
    },
    placeOrders: (_parent, { inputs }, context) => place(inputs, context),
    replaceOrder: async (_parent, { input }, context) =>
      answerModel(await replaceOrder(context.service, replaceInput(input), requesterOf(context))),
    cancelOrder: async (_parent, { orderId }, context) =>
      answerModel(await cancelOrder(context.service, orderId, requesterOf(context))),
    cancelAllOrders: async (_parent, { accountId, ticker, side }, context) => {
      const scope = { accountId, ticker: ticker ?? null, side: side ?? null };
      const requester = requesterOf(context);
      const outcome = await cancelAllOrders(context.service, scope, requester);
      return outcome.ok
        ? { __typename: 'CancelAllResult', ...outcome.value, orders: outcome.value.orders.map(orderModel) }
        : refusalModel(outcome.refusal);
    },
  },
  Subscription: {
    orders: {
      subscribe: (_parent, { accountId, after }, context) => followOrders(accountId, after ?? null, context),
      resolve: (fact: OrderFact, _args: object, context: Context) => {
        context.lastSequences.clearAll();
        return fact;
      },
    },
  },
};

async function place(
  inputs: readonly PlaceOrderInput[],
  context: Context,
): Promise<(OrderModel | RefusalModel)[]> {
  const answers = await placeOrders(context.service, inputs.map(orderInput), requesterOf(context));
  return answers.map(answerModel);
}

const answerModel = (answer: OrderAnswer): OrderModel | RefusalModel =>
  answer.ok ? orderModel(answer.value) : refusalModel(answer.refusal);
