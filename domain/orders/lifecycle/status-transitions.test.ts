import { describe, expect, test } from 'vitest';
import { ORDER_EVENTS, statusAfter, type OrderEvent } from './status-transitions.ts';
import { hasEnded, ORDER_STATUSES, type OrderStatus } from '../order.ts';

const none = null;
/** Every event with the status after it, an independent copy of the table: columns in the order of ORDER_STATUSES. */
const EXPECTED: Readonly<Record<OrderEvent, readonly (OrderStatus | null)[]>> = {
  ACCEPTED: ['OPEN', none, none, none, none, none, none],
  REJECTED: ['REJECTED', none, none, none, none, none, none],
  FILLED_IN_PART: [none, 'PARTIALLY_FILLED', 'PARTIALLY_FILLED', none, none, none, none],
  FILLED_WHOLE: [none, 'FILLED', 'FILLED', none, none, none, none],
  CANCELED: [none, 'CANCELED', 'CANCELED', none, none, none, none],
  EXPIRED: [none, 'EXPIRED', 'EXPIRED', none, none, none, none],
  TRIGGERED: [none, 'OPEN', 'PARTIALLY_FILLED', none, none, none, none],
  REPLACED: [none, 'OPEN', 'PARTIALLY_FILLED', none, none, none, none],
  CANCEL_REQUESTED: ['PENDING', 'OPEN', 'PARTIALLY_FILLED', none, none, none, none],
  CANCEL_REJECTED: [none, 'OPEN', 'PARTIALLY_FILLED', 'FILLED', 'CANCELED', 'EXPIRED', 'REJECTED'],
  REPLACE_REQUESTED: ['PENDING', 'OPEN', 'PARTIALLY_FILLED', none, none, none, none],
  REPLACE_REJECTED: [none, 'OPEN', 'PARTIALLY_FILLED', 'FILLED', 'CANCELED', 'EXPIRED', 'REJECTED'],
};

describe('the transition table', () => {
  const cases = ORDER_EVENTS.flatMap((event) =>
    ORDER_STATUSES.map((status, column) => ({ status, event, after: EXPECTED[event][column] })),
  );

  test.each(cases)('$status, $event: $after', ({ status, event, after }) => {
    expect(statusAfter(status, event)).toBe(after);
  });

  test('an ended order keeps its status', () => {
    for (const status of ORDER_STATUSES.filter(hasEnded)) {
      for (const event of ORDER_EVENTS) expect(statusAfter(status, event) ?? status).toBe(status);
    }
  });
});
