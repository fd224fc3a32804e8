import { scalarResolvers } from '#contracts/graph/scalars.ts';
import type { OrderFact } from '#contracts/messages/order-facts.ts';
import { badInput, notFound } from '#platform/graphql/errors.ts';
import { askedBy, ownAccount, ownOrder, reaching } from './access.ts';
import { accountResolvers } from './account-resolvers.ts';
import { cancelAllOrders, cancelOrder } from '../accept/cancel.ts';
import type { Context } from './context.ts';
import type { PlaceOrderInput, ReplaceOrderInput, Resolvers } from '../generated/graph.ts';
import { orderModel, refusalModel, type NodeModel, type OrderModel, type RefusalModel } from './models.ts';
import { orderResolvers } from './order-resolvers.ts';
import { placeOrders, type OrderAnswer } from '../accept/place.ts';
import type { OrderInput } from '../accept/prepare.ts';
import { readStreamCursor } from './present.ts';
import { previewOrder } from '../accept/preview.ts';
import { replaceOrder, type ReplaceInput } from '../accept/replace.ts';

/** The resolvers of orders: parse, call, answer. */
export const resolvers: Resolvers = {
  ...scalarResolvers,
  ...orderResolvers,
  ...accountResolvers,
  Query: {
    node: (_parent, { id }, context) => node(id, context),
    order: (_parent, { id }, context) => ownOrder(id, context),
    previewOrder: async (_parent, { input }, context) => {
      const asked = askedBy(context);
      const outcome = await reaching(() => previewOrder(context.desk, orderInput(input), asked));
      return outcome.ok
        ? { __typename: 'OrderPreview', preview: outcome.value }
        : refusalModel(outcome.refusal);
    },
  },
  Mutation: {
    placeOrder: async (_parent, { input }, context) => {
      const [answer] = await place([input], context);
      if (!answer) throw new Error('the order was not answered');
      return answer;
    },
    placeOrders: (_parent, { inputs }, context) => place(inputs, context),
    replaceOrder: async (_parent, { input }, context) => {
      const asked = askedBy(context);
      return answerModel(await reaching(() => replaceOrder(context.desk, replaceInput(input), asked)));
    },
    cancelOrder: async (_parent, { orderId }, context) =>
      answerModel(await cancelOrder(context.desk, orderId, askedBy(context))),
    cancelAllOrders: async (_parent, { accountId, ticker, side }, context) => {
      const scope = { accountId, ticker: ticker ?? null, side: side ?? null };
      const asked = askedBy(context);
      const outcome = await reaching(() => cancelAllOrders(context.desk, scope, asked));
      return outcome.ok
        ? { __typename: 'CancelAllResult', orders: outcome.value.map(orderModel) }
        : refusalModel(outcome.refusal);
    },
  },
  Subscription: {
    orders: {
      subscribe: (_parent, { accountId, after }, context) => follow(accountId, after ?? null, context),
      resolve: (fact: OrderFact) => fact,
    },
  },
};

/** The kind of a node is told by its id's prefix; what has none of ours is nowhere. */
async function node(id: string, context: Context): Promise<NodeModel | null> {
  const { userId } = askedBy(context);
  if (id.startsWith('ord_')) return ownOrder(id, context);
  if (id.startsWith('acc_')) return ownAccount(id, context);
  return id === userId ? { __typename: 'User', id } : null;
}

async function place(
  inputs: readonly PlaceOrderInput[],
  context: Context,
): Promise<(OrderModel | RefusalModel)[]> {
  const asked = askedBy(context);
  const answers = await reaching(() => placeOrders(context.desk, inputs.map(orderInput), asked));
  return answers.map(answerModel);
}

const answerModel = (answer: OrderAnswer): OrderModel | RefusalModel =>
  answer.ok ? orderModel(answer.value) : refusalModel(answer.refusal);

const orderInput = (input: PlaceOrderInput): OrderInput => ({
  accountId: input.accountId,
  clientOrderId: input.clientOrderId,
  ticker: input.ticker,
  side: input.side,
  type: input.type ?? 'LIMIT',
  timeInForce: input.timeInForce ?? 'DAY',
  quantity: input.quantity,
  limitPrice: input.limitPrice ?? null,
  stopPrice: input.stopPrice ?? null,
  displayQuantity: input.displayQuantity ?? null,
  minimumQuantity: input.minimumQuantity ?? null,
  expiresOn: input.expiresOn ?? null,
});

const replaceInput = (input: ReplaceOrderInput): ReplaceInput => ({
  orderId: input.orderId,
  clientRequestId: input.clientRequestId,
  quantity: input.quantity ?? null,
  limitPrice: input.limitPrice ?? null,
  stopPrice: input.stopPrice ?? null,
  displayQuantity: input.displayQuantity ?? null,
  minimumQuantity: input.minimumQuantity ?? null,
});

/**
 * The stream of an account: after the cursor, or from now on. "Now" is where the stream stands before this resolves, so
 * whatever happens once the subscription is confirmed comes.
 */
async function follow(
  accountId: string,
  after: string | null,
  context: Context,
): Promise<AsyncIterableIterator<OrderFact>> {
  if (!(await ownAccount(accountId, context))) throw notFound(`Account ${accountId}`);
  const cursorSequence = after === null ? null : readStreamCursor(accountId, after);
  const lastSequence = await context.desk.store.lastSequence(accountId);
  if (cursorSequence !== null && cursorSequence > lastSequence)
    throw badInput('This cursor is ahead of the stream.');
  return context.streams.follow(accountId, cursorSequence ?? lastSequence);
}
