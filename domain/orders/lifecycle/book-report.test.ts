import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExecutionReport } from '#contracts/messages/execution-reports.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { B3_CASH_FEES } from '#domain/fees/fee-table.ts';
import { costsOf, scheduleOn } from '#domain/fees/fees.ts';
import type { Side } from '#domain/orders/order.ts';
import { bookReport } from './book-report.ts';
import type { FactDraft } from './order-fact.ts';
import type { OrderRecord } from './order-record.ts';
import { reservedAmount, withReservation } from './order-reservation.ts';

/** A report as the exchange sends it: the domain's type is a part of it. */
type OrderReport = Exclude<ExecutionReport, { type: 'MASS_CANCELED' }>;

const TODAY = '2026-03-16';
const rules = { schedules: B3_CASH_FEES, calendar: createTradingCalendar() };

const orderOf = (side: Side, quantity: number, limitPriceCentavos: number): OrderRecord =>
  withReservation(
    {
      orderId: 'ord_1',
      clientOrderId: 'one',
      accountId: 'acc_1',
      ownerId: 'usr_1',
      ticker: 'PETR4',
      side,
      type: 'LIMIT',
      timeInForce: 'DAY',
      quantity,
      displayQuantity: null,
      minimumQuantity: null,
      limitPriceCentavos,
      stopPriceCentavos: null,
      triggeredAtMs: null,
      expiresOn: null,
      status: 'PENDING',
      filledQuantity: 0,
      leavesQuantity: quantity,
      filledCentavos: 0,
      reservedCentavos: 0,
      reservedQuantity: 0,
      refusal: null,
      createdAtMs: 1,
      updatedAtMs: 1,
      executionCount: 0,
      content: '',
      tickCentavos: 1,
      protectionPriceCentavos: null,
      cancelRequestId: null,
      replacement: null,
      feesDay: TODAY,
      correlationId: 'cor_1',
      intentAtMs: 1,
    },
    B3_CASH_FEES,
  );

const NO_CHANGE = { stopPriceCentavos: null, displayQuantity: null, minimumQuantity: null };

const common = {
  v: 1,
  member: 'BROKER',
  sequence: 1,
  atMs: 2,
  tradeDate: TODAY,
  correlationId: 'cor_2',
  orderId: 'ord_1',
  ticker: 'PETR4',
} as const;
const standingOf = (order: OrderRecord, fillQuantity = 0) => ({
  quantity: order.quantity,
  filledQuantity: order.filledQuantity + fillQuantity,
  leavesQuantity: order.quantity - order.filledQuantity - fillQuantity,
});
const acceptedReport = (order: OrderRecord): OrderReport => ({
  ...common,
  ...standingOf(order),
  type: 'ACCEPTED',
  limitPriceTicks: order.limitPriceCentavos,
});
const fillReport = (order: OrderRecord, fillQuantity: number, priceTicks: number): OrderReport => ({
  ...common,
  ...standingOf(order, fillQuantity),
  type: 'FILLED',
  executionId: `exe_${order.executionCount}`,
  tradeId: 'trd_1',
  priceTicks,
  fillQuantity,
  liquidity: 'TAKER',
  limitPriceTicks: order.limitPriceCentavos,
});
const expiredReport = (order: OrderRecord): OrderReport => ({
  ...common,
  ...standingOf(order),
  leavesQuantity: 0,
  type: 'EXPIRED',
  reason: 'END_OF_DAY',
});

/** Applies reports one after the other; all of them must be possible. */
function bookAll(
  start: OrderRecord,
  reports: readonly ((order: OrderRecord) => OrderReport | null)[],
): { order: OrderRecord; facts: FactDraft[] } {
  let order = start;
  const facts: FactDraft[] = [];
  for (const make of reports) {
    const report = make(order);
    if (!report) continue;
    const booking = bookReport(order, report, rules);
    if (!booking.ok) throw new Error(booking.impossible);
    order = booking.order;
    facts.push(booking.fact);
  }
  return { order, facts };
}

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

describe('for every sequence of fills', () => {
  test('the facts release exactly the reserved amount, and each fill releases at least its cost', () => {
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
        const schedule = scheduleOn(B3_CASH_FEES, TODAY);
        expect(paid).toBe(costsOf(schedule, order.filledCentavos).totalCentavos);
      }),
    );
  });

  test('the same holds while a replace is pending, and after its answer', () => {
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
          const start = withReservation({ ...orderOf(side, quantity, limit), replacement }, B3_CASH_FEES);
          const answered = (now: OrderRecord): OrderReport => {
            const isRejected =
              answer === 'REPLACE_REJECTED' || newQuantity <= now.filledQuantity || now.leavesQuantity === 0;
            return isRejected
              ? { ...common, type: 'REPLACE_REJECTED', requestId: 'rpl_1', rule: 'PHASE', message: '' }
              : {
                  ...common,
                  type: 'REPLACED',
                  requestId: 'rpl_1',
                  ...standingOf({ ...now, quantity: newQuantity }),
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

describe('an impossible report', () => {
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
      { ...common, ...standingOf(open), type: 'REPLACED', requestId: 'rpl_1', limitPriceTicks: 2900 },
    ],
  ])('%s changes nothing and has a reason', (_name, order, report) => {
    const booking = bookReport(order, report, rules);
    expect(booking.ok ? null : booking.impossible).toMatch(/\w+/);
  });
});

test('a replace to a total that has filled meanwhile cancels the order', () => {
  const replacement = { ...NO_CHANGE, requestId: 'rpl_1', quantity: 40, limitPriceCentavos: 2890 };
  const start = withReservation({ ...orderOf('BUY', 100, 2890), replacement }, B3_CASH_FEES);
  const { order } = bookAll(start, [
    acceptedReport,
    (now) => fillReport(now, 40, 2890),
    (now) => ({
      ...common,
      ...standingOf(now),
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

describe('a stop without a limit', () => {
  /** A stop at 30.00 with its protection at 33.00. */
  const stopOf = (side: Side): OrderRecord =>
    withReservation(
      {
        ...orderOf(side, 100, 0),
        type: 'STOP',
        limitPriceCentavos: null,
        stopPriceCentavos: 3000,
        protectionPriceCentavos: side === 'BUY' ? 3300 : null,
      },
      B3_CASH_FEES,
    );
  const waiting = (side: Side): OrderRecord => bookAll(stopOf(side), [acceptedReport]).order;
  const triggeredAt = (limitPriceTicks: number): OrderReport => ({
    ...common,
    type: 'TRIGGERED',
    limitPriceTicks,
  });
  const schedule = scheduleOn(B3_CASH_FEES, TODAY);
  const costing = (centavos: number): number => centavos + costsOf(schedule, centavos).totalCentavos;

  test('reserves at its protection price, and at its price in the book once it is triggered', () => {
    const order = waiting('BUY');
    expect(order).toMatchObject({ status: 'OPEN', limitPriceCentavos: null, triggeredAtMs: null });
    expect(reservedAmount(order)).toBe(costing(330_000));
    const { order: after, facts } = bookAll(order, [() => triggeredAt(3010)]);
    expect(after).toMatchObject({ status: 'OPEN', limitPriceCentavos: 3010, triggeredAtMs: common.atMs });
    expect(reservedAmount(after)).toBe(costing(301_000));
    expect(facts[0]?.released).toBe(costing(330_000) - costing(301_000));
    expect(bookAll(after, [(now) => fillReport(now, 100, 3010)]).order).toMatchObject({
      status: 'FILLED',
      reservedCentavos: 0,
    });
  });

  test('to sell reserves shares at any trigger price', () => {
    const { order } = bookAll(waiting('SELL'), [() => triggeredAt(2990)]);
    expect(order).toMatchObject({ limitPriceCentavos: 2990, reservedQuantity: 100, reservedCentavos: 0 });
  });

  test('triggers once, and not above its protection price', () => {
    const booking = bookReport(waiting('BUY'), triggeredAt(3301), rules);
    expect(booking.ok ? null : booking.impossible).toContain('3301');
    const triggered = bookAll(waiting('BUY'), [() => triggeredAt(3010)]).order;
    expect(bookReport(triggered, triggeredAt(3010), rules).ok).toBe(false);
    expect(
      bookReport(bookAll(orderOf('BUY', 100, 2890), [acceptedReport]).order, triggeredAt(2890), rules).ok,
    ).toBe(false);
  });

  test('keeps the distance of its protection price when a replace changes its stop price', () => {
    const replacement = {
      ...NO_CHANGE,
      requestId: 'rpl_1',
      quantity: 200,
      limitPriceCentavos: null,
      stopPriceCentavos: 3100,
    };
    const replacing = withReservation({ ...waiting('BUY'), replacement }, B3_CASH_FEES);
    expect(reservedAmount(replacing)).toBe(costing(680_000));
    const { order } = bookAll(replacing, [
      () => ({
        ...common,
        type: 'REPLACED',
        requestId: 'rpl_1',
        quantity: 200,
        filledQuantity: 0,
        leavesQuantity: 200,
        limitPriceTicks: null,
        stopPriceTicks: 3100,
      }),
    ]);
    expect(order).toMatchObject({
      stopPriceCentavos: 3100,
      protectionPriceCentavos: 3400,
      limitPriceCentavos: null,
      quantity: 200,
      replacement: null,
    });
    expect(reservedAmount(order)).toBe(costing(680_000));
  });
});

test('a replace sets the displayed and minimum quantity of the exchange', () => {
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
