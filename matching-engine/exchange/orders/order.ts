import type { OrderStatus, OrderType, Side, TimeInForce } from '#domain/orders/order.ts';

/** What is known of an order for as long as it is remembered, ended or not. */
export interface KnownOrder {
  readonly member: string;
  readonly orderId: string;
  readonly accountId: string;
  readonly ticker: string;
  readonly side: Side;
  status: OrderStatus;
  /** Total, what has filled included. */
  quantity: number;
  filledQuantity: number;
  /** Where it stands, or where its rest would; null while it has no limit: a stop that waits, a market order for a call. */
  limitPriceTicks: number | null;
}

/** An order with the names that its book does not know. The exchange alone changes it, after what the book tells. */
export interface Order extends KnownOrder {
  /** Its row in the pool while it is open. */
  readonly slot: number;
  readonly orderType: OrderType;
  readonly timeInForce: TimeInForce;
  /** Follows the order through every report that no other command of its member caused. */
  readonly correlationId: string;
  /** Null when it has none, and once it has been triggered. */
  stopPriceTicks: number | null;
  displayQuantity: number | null;
  minimumQuantity: number | null;
  /** The last day on which it may trade, of GTD. */
  readonly expiresOn: string | null;
  readonly investorId: string | null;
  /** The member's session that it ends with. */
  readonly sessionId: string | null;
}

/** Shares that may still trade: none once the order has ended. */
export const leavesQuantity = (order: KnownOrder): number =>
  order.status === 'OPEN' || order.status === 'PARTIALLY_FILLED' ? order.quantity - order.filledQuantity : 0;
