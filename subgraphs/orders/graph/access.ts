import { graphqlError, unauthenticated } from '#platform/graphql/errors.ts';
import { RpcUnavailable } from '#platform/rpc/local.ts';
import type { Context } from './context.ts';
import type { Asked } from '../accept/desk.ts';
import { accountModel, orderModel, type AccountModel, type OrderModel } from './models.ts';
import { snapshotOf } from '../record.ts';

/** Who asks; throws UNAUTHENTICATED for nobody. */
export function askedBy(context: Context): Asked {
  if (!context.caller) throw unauthenticated();
  return { userId: context.caller.userId, correlationId: context.correlationId };
}

/** Runs work that calls other parts; when one of them cannot be reached, that is SERVICE_UNAVAILABLE. */
export async function reaching<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RpcUnavailable)) throw error;
    throw graphqlError('SERVICE_UNAVAILABLE', 'A part of the broker cannot be reached now. Try again.');
  }
}

/** An order of the caller; null when it is not there or is somebody else's. */
export async function ownOrder(id: string, context: Context): Promise<OrderModel | null> {
  const { userId } = askedBy(context);
  const order = await context.orders.load(id);
  return order?.ownerId === userId ? orderModel(snapshotOf(order)) : null;
}

/** An account of the caller; null when it is not there or is somebody else's. */
export async function ownAccount(id: string, context: Context): Promise<AccountModel | null> {
  const { userId } = askedBy(context);
  const owns = await reaching(() => context.desk.owners.owns(userId, id));
  return owns ? accountModel(id) : null;
}
