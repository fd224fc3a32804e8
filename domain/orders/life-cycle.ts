import type { OrderStatus } from './order.ts';

/** What can happen to an order after the broker accepted it, as far as its status is concerned. */
export const ORDER_EVENTS = [
  'ACCEPTED',
  'REJECTED',
  'FILLED_IN_PART',
  'FILLED_WHOLE',
  'CANCELED',
  'EXPIRED',
  'TRIGGERED',
  'REPLACED',
  'CANCEL_REQUESTED',
  'CANCEL_REJECTED',
  'REPLACE_REQUESTED',
  'REPLACE_REJECTED',
] as const;
export type OrderEvent = (typeof ORDER_EVENTS)[number];

type Row = Readonly<Partial<Record<OrderEvent, OrderStatus>>>;

/** The exchange may refuse a request after the order has ended: both were under way at once. */
const ended = (status: OrderStatus): Row => ({ CANCEL_REJECTED: status, REPLACE_REJECTED: status });

/** An order in the book. */
const working = (status: 'OPEN' | 'PARTIALLY_FILLED'): Row => ({
  FILLED_IN_PART: 'PARTIALLY_FILLED',
  FILLED_WHOLE: 'FILLED',
  CANCELED: 'CANCELED',
  EXPIRED: 'EXPIRED',
  TRIGGERED: status,
  REPLACED: status,
  CANCEL_REQUESTED: status,
  CANCEL_REJECTED: status,
  REPLACE_REQUESTED: status,
  REPLACE_REJECTED: status,
});

/** The one table of an order's life: what is not in it cannot happen. */
const TRANSITIONS: Readonly<Record<OrderStatus, Row>> = {
  PENDING: {
    ACCEPTED: 'OPEN',
    REJECTED: 'REJECTED',
    CANCEL_REQUESTED: 'PENDING',
    REPLACE_REQUESTED: 'PENDING',
  },
  OPEN: working('OPEN'),
  PARTIALLY_FILLED: working('PARTIALLY_FILLED'),
  FILLED: ended('FILLED'),
  CANCELED: ended('CANCELED'),
  EXPIRED: ended('EXPIRED'),
  REJECTED: ended('REJECTED'),
};

/** The status after the event; null when the event cannot happen in this status. */
export const statusAfter = (status: OrderStatus, event: OrderEvent): OrderStatus | null =>
  TRANSITIONS[status][event] ?? null;
