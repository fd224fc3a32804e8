import type { OrderStatus } from '../order.ts';

/** Events after the acceptance of an order that the transition table knows. */
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

/** Transitions of an ended order: the exchange may reject a request that crossed the end of the order. */
const ended = (status: OrderStatus): Row => ({ CANCEL_REJECTED: status, REPLACE_REJECTED: status });

/** Transitions of an order in the book. */
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

/** The transition table. An event without an entry is impossible in that status. */
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

/** Returns the status after the event; null when the event is impossible in this status. */
export const statusAfter = (status: OrderStatus, event: OrderEvent): OrderStatus | null =>
  TRANSITIONS[status][event] ?? null;
