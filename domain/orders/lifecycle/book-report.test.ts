import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costTableOn, NO_COSTS } from '#domain/costs/cost-table.ts';
import { provisionalCosts } from '#domain/costs/provisional.ts';
import type { Side } from '#domain/orders/order.ts';
import {
  acceptedReport,
  bookAll,
  common,
  costs,
  expiredReport,
  fillReport,
  NO_CHANGE,
  orderOf,
  type OrderReport,
  quantitiesAfter,
  rules,
  TODAY,
} from '#test/support/samples/order-reports.ts';
import { bookReport } from './book-report.ts';
import type { OrderRecord } from './order-record.ts';
import { reservedAmount, withReservation } from './order-reservation.ts';

const fills = fc.array(
  fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }), better: fc.nat(500) }),
  {
    maxLength: 12,
  },
);
const fillSome =
  (side: Side, limit: number, { share, better }: { share: number; better: number }) =>
  (order: OrderRecord): OrderReport | null => {
    const quantity = Math.min(order.leavesQuantity, Math.max(1, Math.floor(order.leavesQuantity * share)));
    const price = side === 'BUY' ? Math.max(1, limit - better) : limit + better;
    return quantity === 0 ? null : fillReport(order, quantity, price);
  };
const quantities = fc.integer({ min: 1, max: 100_000 });
const prices = fc.integer({ min: 1, max: 1_000_000 });
const sides = fc.constantFrom<Side>('BUY', 'SELL');

describe('over any sequence of fills', () => {
  test('facts release exactly the reserved amount, and each fill releases at least its cost', () => {
    fc.assert(
      fc.property(sides, quantities, prices, fills, (side, quantity, limit, parts) => {
        const start = orderOf(side, quantity, limit);
        const { order, facts } = bookAll(start, [
          acceptedReport,
          ...parts.map((part) => fillSome(side, limit, part)),
          (now) => (now.leavesQuantity > 0 ? expiredReport(now) : null),
        ]);
        expect(facts.reduce((sum, fact) => sum + fact.released, 0)).toBe(reservedAmount(start));
        expect(reservedAmount(order)).toBe(0);
        for (const { execution, released } of facts) {
          if (!execution) continue;
          const needed =
            side === 'BUY' ? execution.grossCentavos + execution.feesCentavos : execution.quantity;
          expect(released).toBeGreaterThanOrEqual(needed);
        }
        const paid = facts.reduce((sum, { execution }) => sum + (execution?.feesCentavos ?? 0), 0);
        const rulesOfDay = {
          table: costTableOn(costs.tables, TODAY) ?? NO_COSTS,
          brokerage: costs.brokerage,
        };
        const filled = { ordinaryCentavos: order.filledCentavos, auctionCentavos: 0 };
        expect(paid).toBe(provisionalCosts(rulesOfDay, filled));
      }),
    );
  });

  test('facts release exactly the reserved amount while a replace is pending, and after its answer', () => {
    const answers = fc.constantFrom('REPLACED', 'REPLACE_REJECTED');
    fc.assert(
      fc.property(
        fc.record({
          side: sides,
          quantity: quantities,
          limit: prices,
          newQuantity: quantities,
          newLimit: prices,
        }),
        fills,
        fills,
        answers,
        ({ side, quantity, limit, newQuantity, newLimit }, before, after, answer) => {
          const replacement = {
            ...NO_CHANGE,
            requestId: 'rpl_1',
            quantity: newQuantity,
            limitPriceCentavos: newLimit,
          };
          const start = withReservation({ ...orderOf(side, quantity, limit), replacement }, costs.tables);
          const answered = (now: OrderRecord): OrderReport => {
            const isRejected =
              answer === 'REPLACE_REJECTED' || newQuantity <= now.filledQuantity || now.leavesQuantity === 0;
            return isRejected
              ? { ...common, type: 'REPLACE_REJECTED', requestId: 'rpl_1', rule: 'PHASE', message: '' }
              : {
                  ...common,
                  type: 'REPLACED',
                  requestId: 'rpl_1',
                  ...quantitiesAfter({ ...now, quantity: newQuantity }),
                  limitPriceTicks: newLimit,
                };
          };
          const { order, facts } = bookAll(start, [
            acceptedReport,
            ...before.map((part) => fillSome(side, limit, part)),
            answered,
            ...after.map(
              (part) => (now: OrderRecord) => fillSome(side, now.limitPriceCentavos ?? limit, part)(now),
            ),
            (now) => (now.leavesQuantity > 0 ? expiredReport(now) : null),
          ]);
          expect(facts.reduce((sum, fact) => sum + fact.released, 0)).toBe(reservedAmount(start));
          expect(reservedAmount(order)).toBe(0);
          for (const { execution, released } of facts) {
            if (!execution) continue;
            const needed =
              side === 'BUY' ? execution.grossCentavos + execution.feesCentavos : execution.quantity;
            expect(released).toBeGreaterThanOrEqual(needed);
          }
        },
      ),
    );
  });
});

describe('a report that contradicts its order', () => {
  const pending = orderOf('BUY', 100, 2890);
  const open = bookAll(pending, [acceptedReport]).order;

  test.each<[string, OrderRecord, OrderReport]>([
    ['a fill before the acceptance', pending, fillReport(pending, 100, 2890)],
    ['a second acceptance', open, acceptedReport(open)],
    ['a fill above the limit', open, fillReport(open, 100, 2891)],
    [
      'a fill with a wrong filled quantity',
      open,
      { ...fillReport(open, 40, 2890), filledQuantity: 41 } as OrderReport,
    ],
    [
      'a fill with a wrong leaves quantity',
      open,
      { ...fillReport(open, 40, 2890), leavesQuantity: 61 } as OrderReport,
    ],
    ['a wrong quantity', open, { ...expiredReport(open), quantity: 200 } as OrderReport],
    [
      'the answer to an unknown cancel',
      open,
      { ...common, type: 'CANCEL_REJECTED', requestId: 'can_1', rule: 'PHASE', message: '' },
    ],
    [
      'the answer to an unknown replace',
      open,
      { ...common, ...quantitiesAfter(open), type: 'REPLACED', requestId: 'rpl_1', limitPriceTicks: 2900 },
    ],
  ])('%s is refused with a reason', (_name, order, report) => {
    const booking = bookReport(order, report, rules);
    expect(booking.ok ? null : booking.impossible).toMatch(/\w+/);
  });
});

test('a replace to a total that has filled meanwhile ends the order as canceled', () => {
  const replacement = { ...NO_CHANGE, requestId: 'rpl_1', quantity: 40, limitPriceCentavos: 2890 };
  const start = withReservation({ ...orderOf('BUY', 100, 2890), replacement }, costs.tables);
  const { order } = bookAll(start, [
    acceptedReport,
    (now) => fillReport(now, 40, 2890),
    (now) => ({
      ...common,
      ...quantitiesAfter(now),
      leavesQuantity: 0,
      type: 'CANCELED',
      requestId: 'rpl_1',
      reason: 'REQUESTED',
    }),
  ]);
  expect(order).toMatchObject({
    status: 'CANCELED',
    replacement: null,
    leavesQuantity: 0,
    reservedCentavos: 0,
  });
});

test.each([
  ['CORPORATE_ACTION', 'CORPORATE_ACTION'],
  ['DISCONNECT', undefined],
] as const)('a cancel for the reason %s gives the order the refusal %s', (reason, rule) => {
  const start = withReservation(orderOf('SELL', 100, 2890), costs.tables);
  const { order, facts } = bookAll(start, [
    acceptedReport,
    (now) => ({
      ...common,
      ...quantitiesAfter(now),
      leavesQuantity: 0,
      type: 'CANCELED',
      requestId: null,
      reason,
    }),
  ]);
  expect(order.refusal?.rule).toBe(rule);
  expect(facts.reduce((sum, fact) => sum + fact.released, 0)).toBe(100);
});

describe('an order that ends while a request is on its way', () => {
  const replacement = { ...NO_CHANGE, requestId: 'rpl_1', quantity: 200, limitPriceCentavos: 2890 };
  const rejected = { ...common, rule: 'ORDER_ENDED', message: '' } as const;
  const requests: [string, Partial<OrderRecord>, OrderReport][] = [
    ['cancel', { cancelRequestId: 'can_1' }, { ...rejected, type: 'CANCEL_REJECTED', requestId: 'can_1' }],
    ['replace', { replacement }, { ...rejected, type: 'REPLACE_REJECTED', requestId: 'rpl_1' }],
  ];
  const ends: [string, (order: OrderRecord) => OrderReport][] = [
    ['FILLED', (order) => fillReport(order, 100, 2890)],
    ['EXPIRED', expiredReport],
    [
      'CANCELED',
      (order) => ({
        ...common,
        ...quantitiesAfter(order),
        leavesQuantity: 0,
        type: 'CANCELED',
        requestId: null,
        reason: 'SELF_TRADE',
      }),
    ],
  ];

  test.each(requests.flatMap((request) => ends.map((end) => [...request, ...end] as const)))(
    'by a %s, waits for nothing: one final fact (%#)',
    (_request, pending, late, status, end) => {
      const open = bookAll(orderOf('BUY', 100, 2890), [acceptedReport]).order;
      const start = withReservation({ ...open, ...pending }, costs.tables);
      const { order, facts } = bookAll(start, [end, () => late]);
      expect(facts.map((fact) => [fact.order.status, fact.order.pendingRequest])).toEqual([[status, null]]);
      expect(order).toMatchObject({ status, cancelRequestId: null, replacement: null });
      expect(reservedAmount(order)).toBe(0);
      expect(facts[0]?.released).toBe(reservedAmount(start));
    },
  );
});

test("a replace takes the exchange's displayed quantity and clears the minimum quantity", () => {
  const replacement = {
    ...NO_CHANGE,
    requestId: 'rpl_1',
    quantity: 300,
    limitPriceCentavos: null,
    displayQuantity: 100,
  };
  const open = bookAll(orderOf('SELL', 500, 2890), [acceptedReport]).order;
  const { order } = bookAll({ ...open, replacement }, [
    () => ({
      ...common,
      type: 'REPLACED',
      requestId: 'rpl_1',
      quantity: 300,
      filledQuantity: 0,
      leavesQuantity: 300,
      limitPriceTicks: 2890,
      displayQuantity: 100,
    }),
  ]);
  expect(order).toMatchObject({ quantity: 300, displayQuantity: 100, minimumQuantity: null });
});
