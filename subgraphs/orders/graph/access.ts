import { snapshotOf } from '#domain/orders/lifecycle/order-record.ts';
import { requireCaller } from '#platform/graphql/resolvers/require-caller.ts';
import type { Requester } from '../accept/batch-service.ts';
import type { Context } from './context.ts';
import { accountModel, orderModel, type AccountModel, type OrderModel } from './models.ts';

/** Returns the requester; throws UNAUTHENTICATED without a caller. */
export function requesterOf(context: Context): Requester {
  return { userId: requireCaller(context).userId, correlationId: context.correlationId };
}

/** An order of the caller; null for an unknown order and for one of another user. */
export async function ownOrder(id: string, context: Context): Promise<OrderModel | null> {
  const { userId } = requesterOf(context);
  const order = await context.orders.load(id);
  return order?.ownerId === userId ? orderModel(snapshotOf(order)) : null;
}

/** An account of the caller; null for an unknown account and for one of another user. */
export async function ownAccount(id: string, context: Context): Promise<AccountModel | null> {
  const { userId } = requesterOf(context);
  const owner = await context.owners.load(id);
  return owner === userId ? accountModel(id) : null;
}
