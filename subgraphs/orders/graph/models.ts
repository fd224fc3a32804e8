import type { Cost } from '#domain/costs/cost.ts';
import type { ExecutionRecord, OrderSnapshot } from '#domain/orders/lifecycle/order-record.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { OrderFact } from '#contracts/messages/order-facts.ts';
import type { Connection } from '#platform/graphql/resolvers/pagination.ts';
import type { Preview } from '../accept/preview-order.ts';
import type { OrderQuery } from '../store/store.ts';

/** The object behind the type Order: the order at one moment, now or after a fact. */
export interface OrderModel extends OrderSnapshot {
  readonly __typename: 'Order';
}

/** The object behind the type Execution. */
export interface ExecutionModel extends ExecutionRecord {
  readonly order: OrderModel;
}

/** The object behind the type Account, which only its owner gets. */
export interface AccountModel {
  readonly __typename: 'Account';
  readonly id: string;
}

/** The object behind the type User, which is always the caller. */
export interface UserModel {
  readonly __typename: 'User';
  readonly id: string;
}

/** The object behind the type Asset. */
export interface AssetModel {
  readonly __typename: 'Asset';
  readonly ticker: string;
}

/** The object behind the type Position, which only the owner of its account gets. */
export interface PositionModel {
  readonly __typename: 'Position';
  readonly id: string;
}

/** The objects behind the interface Node. */
export type NodeModel =
  | OrderModel
  | AccountModel
  | UserModel
  | AssetModel
  | PositionModel
  | NoteModel
  | UserSessionModel
  | ApiKeyModel
  | CorporateActionModel;

/** Reference to a corporate action, which assets resolves. */
export interface CorporateActionModel {
  readonly __typename: 'CorporateAction';
  readonly id: string;
}

/** Reference to a brokerage note, which the wallet resolves. */
export interface NoteModel {
  readonly __typename: 'Note';
  readonly id: string;
}

/** Reference to a session, which identity resolves. */
export interface UserSessionModel {
  readonly __typename: 'UserSession';
  readonly id: string;
}

/** Reference to an API key, which identity resolves. */
export interface ApiKeyModel {
  readonly __typename: 'ApiKey';
  readonly id: string;
}

/** The object behind the type OrderConnection; the query counts the orders on demand. */
export interface OrderConnectionModel extends Connection<OrderModel> {
  readonly query: OrderQuery;
}

/** The object behind the type OrderUpdate. */
export type OrderUpdateModel = OrderFact;

/** The object behind the type OrderPreview. */
export interface OrderPreviewModel extends Preview {
  readonly __typename: 'OrderPreview';
}

/** The object behind the type CancelAllResult. */
export interface CancelAllResultModel {
  readonly __typename: 'CancelAllResult';
  readonly orders: readonly OrderModel[];
  readonly remaining: number;
}

/** The object behind the type Cost. */
export type CostModel = Cost;

/** The object behind the type Refusal, as a member of a union. */
export type RefusalModel = Refusal & { readonly __typename: 'Refusal' };

/** The copied fields come first: V8 copies a whole object at once only into an empty one. */
export const orderModel = (snapshot: OrderSnapshot): OrderModel => ({ ...snapshot, __typename: 'Order' });
export const executionModel = (execution: ExecutionRecord, order: OrderModel): ExecutionModel => ({
  ...execution,
  order,
});
export const assetModel = (ticker: string): AssetModel => ({ __typename: 'Asset', ticker });
export const accountModel = (id: string): AccountModel => ({ __typename: 'Account', id });
export const refusalModel = (refusal: Refusal): RefusalModel => ({ __typename: 'Refusal', ...refusal });
