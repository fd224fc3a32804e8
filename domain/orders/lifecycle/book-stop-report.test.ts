import { describe, expect, test } from 'vitest';
import { costTableOn, NO_COSTS } from '#domain/costs/cost-table.ts';
import { highestCostsOfOrder } from '#domain/costs/provisional.ts';
import type { Side } from '#domain/orders/order.ts';
import {
  acceptedReport,
  bookAll,
  common,
  costs,
  fillReport,
  NO_CHANGE,
  orderOf,
  type OrderReport,
  rules,
  TODAY,
} from '#test/support/samples/order-reports.ts';
import { bookReport } from './book-report.ts';
import type { OrderRecord } from './order-record.ts';
import { reservedAmount, withReservation } from './order-reservation.ts';

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
      costs.tables,
    );
  const waiting = (side: Side): OrderRecord => bookAll(stopOf(side), [acceptedReport]).order;
  const triggeredAt = (limitPriceTicks: number): OrderReport => ({
    ...common,
    type: 'TRIGGERED',
    limitPriceTicks,
  });
  const rulesOfDay = { table: costTableOn(costs.tables, TODAY) ?? NO_COSTS, brokerage: costs.brokerage };
  const withFees = (centavos: number): number => centavos + highestCostsOfOrder(rulesOfDay, centavos, 1);

  test('reserves at its protection price, and at its limit once it is triggered', () => {
    const order = waiting('BUY');
    expect(order).toMatchObject({ status: 'OPEN', limitPriceCentavos: null, triggeredAtMs: null });
    expect(reservedAmount(order)).toBe(withFees(330_000));
    const { order: after, facts } = bookAll(order, [() => triggeredAt(3010)]);
    expect(after).toMatchObject({ status: 'OPEN', limitPriceCentavos: 3010, triggeredAtMs: common.atMs });
    expect(reservedAmount(after)).toBe(withFees(301_000));
    expect(facts[0]?.released).toBe(withFees(330_000) - withFees(301_000));
    expect(bookAll(after, [(now) => fillReport(now, 100, 3010)]).order).toMatchObject({
      status: 'FILLED',
      reservedCentavos: 0,
    });
  });

  test('reserves shares for a sell at any trigger price', () => {
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
    const replacing = withReservation({ ...waiting('BUY'), replacement }, costs.tables);
    expect(reservedAmount(replacing)).toBe(withFees(680_000));
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
    expect(reservedAmount(order)).toBe(withFees(680_000));
  });
});
