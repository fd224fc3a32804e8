/** The vocabulary of orders: sides, types, times in force and statuses. */
export const SIDES = ['BUY', 'SELL'] as const;
export type Side = (typeof SIDES)[number];

export const ORDER_TYPES = ['LIMIT', 'MARKET', 'STOP', 'STOP_LIMIT'] as const;
export type OrderType = (typeof ORDER_TYPES)[number];

/** True for the types that wait until the market trades at their stop price. */
export const isStop = (type: OrderType): boolean => type === 'STOP' || type === 'STOP_LIMIT';

/** True for a stop that has not been triggered. Any other order is, or becomes, a limit order. */
export const isWaitingStop = (order: {
  readonly type: OrderType;
  readonly triggeredAtMs: number | null;
}): boolean => isStop(order.type) && order.triggeredAtMs === null;

export const TIMES_IN_FORCE = ['DAY', 'GTC', 'GTD', 'IOC', 'FOK', 'AUCTION', 'AT_CLOSE'] as const;
export type TimeInForce = (typeof TIMES_IN_FORCE)[number];

/** True for orders that trade in a call only. Without a limit they accept any price of the call. */
export const isForCall = (timeInForce: TimeInForce): boolean =>
  timeInForce === 'AUCTION' || timeInForce === 'AT_CLOSE';

export const ORDER_STATUSES = [
  'PENDING',
  'OPEN',
  'PARTIALLY_FILLED',
  'FILLED',
  'CANCELED',
  'EXPIRED',
  'REJECTED',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** True for a status that an order never leaves. */
export const hasEnded = (status: OrderStatus): boolean =>
  status === 'FILLED' || status === 'CANCELED' || status === 'EXPIRED' || status === 'REJECTED';

/** The statuses of open orders. */
export const OPEN_STATUSES = ORDER_STATUSES.filter((status) => !hasEnded(status));
