import type { ExecutionRecord, OrderFact, OrderSnapshot } from '#contracts/messages/order-facts.ts';
import type { Cost } from '#domain/fees/fees.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { Connection } from '#platform/graphql/pagination.ts';
import type { Preview } from '../accept/preview.ts';
import type { OrderQuery } from '../store/store.ts';

/** The object behind the type Order: the order at one moment, now or as a fact told it. */
export interface OrderModel {
  readonly __typename: 'Order';
  readonly snapshot: OrderSnapshot;
}

/** The object behind the type Execution. */
export interface ExecutionModel {
  readonly record: ExecutionRecord;
  readonly order: OrderModel;
}

/** The object behind the type Account: only ever made for its owner. */
export interface AccountModel {
  readonly __typename: 'Account';
  readonly id: string;
}

/** The object behind the type User: only ever the caller. */
export interface UserModel {
  readonly __typename: 'User';
  readonly id: string;
}

/** The objects behind the interface Node. */
export type NodeModel = OrderModel | AccountModel | UserModel;

/** The object behind the type OrderConnection: the count is made when it is asked for. */
export interface OrderConnectionModel extends Connection<OrderModel> {
  readonly query: OrderQuery;
}

/** The object behind the type OrderUpdate. */
export type OrderUpdateModel = OrderFact;

/** The object behind the type OrderPreview. */
export interface OrderPreviewModel {
  readonly __typename: 'OrderPreview';
  readonly preview: Preview;
}

/** The object behind the type CancelAllResult. */
export interface CancelAllResultModel {
  readonly __typename: 'CancelAllResult';
  readonly orders: readonly OrderModel[];
}

/** The object behind the type Cost. */
export type CostModel = Cost;

/** The object behind the type Refusal, as a member of a union. */
export type RefusalModel = Refusal & { readonly __typename: 'Refusal' };

export const orderModel = (snapshot: OrderSnapshot): OrderModel => ({ __typename: 'Order', snapshot });
export const accountModel = (id: string): AccountModel => ({ __typename: 'Account', id });
export const refusalModel = (refusal: Refusal): RefusalModel => ({ __typename: 'Refusal', ...refusal });
