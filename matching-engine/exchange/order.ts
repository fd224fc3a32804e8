import type { OrderStatus, OrderType, Side, TimeInForce } from '#domain/orders/order.ts';

/** An order as the engine knows it. Mutable: the core is the only one that touches it. */
export interface Order {
  readonly member: string;
  readonly orderId: string;
  readonly accountId: string;
  readonly ticker: string;
  readonly side: Side;
  readonly orderType: OrderType;
  readonly timeInForce: TimeInForce;
  /** Follows the order through every report that no other command of its member caused. */
  readonly correlationId: string;
  status: OrderStatus;
  /** Total, what has filled included. */
  quantity: number;
  filledQuantity: number;
  /** Where it stands, or where its rest would; null only of an order that was rejected before that was known. */
  limitPriceTicks: number | null;
  /** Its turn within a price: grows with every order that goes to the back of a queue. */
  priority: number;
}

/** Shares that may still trade while the order is open. */
export const openQuantity = (order: Order): number => order.quantity - order.filledQuantity;

/** Shares that may still trade: none once the order has ended. */
export const leavesQuantity = (order: Order): number =>
  order.status === 'OPEN' || order.status === 'PARTIALLY_FILLED' ? openQuantity(order) : 0;

/** The limit of an order that was accepted; a bug when it has none. */
export function limitOf(order: Order): number {
  if (order.limitPriceTicks === null) throw new Error(`order ${order.orderId} stands at no price`);
  return order.limitPriceTicks;
}

export const opposite = (side: Side): Side => (side === 'BUY' ? 'SELL' : 'BUY');

/** True when a resting order at `restingTicks` may trade with one of `side` limited at `limitTicks`. */
export const crosses = (side: Side, limitTicks: number, restingTicks: number): boolean =>
  side === 'BUY' ? restingTicks <= limitTicks : restingTicks >= limitTicks;
