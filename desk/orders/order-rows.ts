import { dayOf } from '#domain/calendar/sao-paulo-time.ts';
import type { OrderStreamSubscription, PlaceOrderMutationVariables } from '#sdk/src/index.ts';

export type Order = OrderStreamSubscription['orders']['order'];
export type OrderInput = PlaceOrderMutationVariables['input'];

/** An order that the broker has not answered yet: the screen shows it at once, and the stream confirms it. */
export interface SendingOrder {
  readonly clientOrderId: string;
  readonly input: OrderInput;
  /** By the market's clock, as the times of all orders. */
  readonly sentAtMs: number;
  /** No answer has come, and none will: whether the broker has the order is looked up. */
  readonly isUnanswered?: boolean;
}

/** A line of the list of orders: of the broker, on its way there, or of unknown fate. */
export interface OrderRow {
  readonly clientOrderId: string;
  readonly ticker: string;
  readonly side: 'BUY' | 'SELL';
  readonly type: Order['type'];
  readonly timeInForce: Order['timeInForce'];
  readonly quantity: number;
  readonly filledQuantity: number;
  readonly limitPrice: string | null;
  readonly stopPrice: string | null;
  /** Last day of a GTD order. */
  readonly expiresOn: string | null;
  readonly averageFillPrice: string | null;
  readonly status: Order['status'] | 'SENDING' | 'UNANSWERED';
  readonly at: string;
  /** Null while the order is on its way. */
  readonly order: Order | null;
}

/** Statuses of the orders that the broker has and that have not ended. */
export const OPEN_STATUSES: Order['status'][] = ['PENDING', 'OPEN', 'PARTIALLY_FILLED'];

const OPEN = new Set<OrderRow['status']>(['SENDING', 'UNANSWERED', ...OPEN_STATUSES]);

export const isOpen = ({ status }: Pick<OrderRow, 'status'>): boolean => OPEN.has(status);

/** Statuses in which nobody knows yet whether the exchange takes the order. */
const UNANSWERED = new Set<OrderRow['status']>(['SENDING', 'UNANSWERED', 'PENDING']);

/** Open orders that are in the market, and those that wait for an answer of the broker or of the exchange. */
export interface OpenCounts {
  readonly open: number;
  readonly unanswered: number;
}

/** Counts the open ones among rows. */
export function openCountsOf(rows: readonly Pick<OrderRow, 'status'>[]): OpenCounts {
  const open = rows.filter(isOpen);
  const unanswered = open.filter(({ status }) => UNANSWERED.has(status)).length;
  return { open: open.length - unanswered, unanswered };
}

/** True for a stop that the exchange has taken and whose price has not come: it stands in no book. */
export const isWaiting = ({ status, order }: Pick<OrderRow, 'status' | 'order'>): boolean =>
  status === 'OPEN' && order !== null && order.stopPrice !== null && order.triggeredAt === null;

export const rowOf = (order: Order): OrderRow => ({
  clientOrderId: order.clientOrderId,
  ticker: order.ticker,
  side: order.side,
  type: order.type,
  timeInForce: order.timeInForce,
  quantity: order.quantity,
  filledQuantity: order.filledQuantity,
  limitPrice: order.limitPrice,
  stopPrice: order.stopPrice,
  expiresOn: order.expiresOn,
  averageFillPrice: order.averageFillPrice,
  status: order.status,
  at: order.createdAt,
  order,
});

export const sendingRow = ({ clientOrderId, input, sentAtMs, isUnanswered }: SendingOrder): OrderRow => ({
  clientOrderId,
  ticker: input.ticker,
  side: input.side,
  type: input.type ?? 'LIMIT',
  timeInForce: input.timeInForce ?? 'DAY',
  quantity: input.quantity,
  filledQuantity: 0,
  limitPrice: input.limitPrice === undefined || input.limitPrice === null ? null : String(input.limitPrice),
  stopPrice: input.stopPrice === undefined || input.stopPrice === null ? null : String(input.stopPrice),
  expiresOn: input.expiresOn ?? null,
  averageFillPrice: null,
  status: isUnanswered ? 'UNANSWERED' : 'SENDING',
  at: new Date(sentAtMs).toISOString(),
  order: null,
});

/** Orders by client order id; of two states of one the newer stays, in whatever sequence they come. */
export function withOrders(
  orders: ReadonlyMap<string, Order>,
  states: readonly Order[],
): ReadonlyMap<string, Order> {
  let next: Map<string, Order> | null = null;
  for (const order of states) {
    const before = (next ?? orders).get(order.clientOrderId);
    if (before && before.version >= order.version) continue;
    next ??= new Map(orders);
    next.set(order.clientOrderId, order);
  }
  return next ?? orders;
}

/** Orders of one day in São Paulo. */
export interface OrderDay {
  readonly day: string;
  readonly rows: readonly OrderRow[];
}

/** Rows that come newest first, by their day. */
export function byDay(rows: readonly OrderRow[]): readonly OrderDay[] {
  const days = new Map<string, OrderRow[]>();
  for (const row of rows) {
    const day = dayOf(Date.parse(row.at));
    days.set(day, [...(days.get(day) ?? []), row]);
  }
  return [...days].map(([day, ofDay]) => ({ day, rows: ofDay }));
}

/** The first row below the orders that are not loaded, which are older than `before`; null where nothing is below them. */
export const belowGap = (rows: readonly OrderRow[], before: string): OrderRow | null =>
  rows.find(({ at, order }) => order !== null && at < before) ?? null;

/** Rows of tickers that begin with what is typed; all rows of none. */
export function ofTicker<Row extends Pick<OrderRow, 'ticker'>>(
  rows: readonly Row[],
  typed: string,
): readonly Row[] {
  const start = typed.trim().toUpperCase();
  return start === '' ? rows : rows.filter(({ ticker }) => ticker.startsWith(start));
}

/** Orders of open rows that a cancel would end: those that the broker has, and for which none is on its way. */
export const toCancel = (rows: readonly OrderRow[]): readonly Order[] =>
  rows.flatMap(({ order }) => (order && isOpen(order) && order.pendingRequest !== 'CANCEL' ? [order] : []));

/** Their tickers, each once. */
export const tickersOf = (orders: readonly Pick<Order, 'ticker'>[]): readonly string[] => [
  ...new Set(orders.map(({ ticker }) => ticker)),
];

/** Newest first; orders on their way stand at the top. */
export function rowsOf(
  orders: ReadonlyMap<string, Order>,
  sending: ReadonlyMap<string, SendingOrder>,
): readonly OrderRow[] {
  const waiting = [...sending.values()]
    .filter(({ clientOrderId }) => !orders.has(clientOrderId))
    .map(sendingRow);
  const known = [...orders.values()]
    .map(rowOf)
    .sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0));
  return [...waiting.reverse(), ...known];
}
