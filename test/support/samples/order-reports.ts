import type { ExecutionReport } from '#contracts/messages/execution-reports.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { NO_BROKERAGE } from '#domain/costs/brokerage.ts';
import { B3_COST_TABLES } from '#domain/costs/cost-table.ts';
import { bookReport } from '#domain/orders/lifecycle/book-report.ts';
import type { FactDraft } from '#domain/orders/lifecycle/order-fact.ts';
import type { OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import { withReservation } from '#domain/orders/lifecycle/order-reservation.ts';
import type { Side } from '#domain/orders/order.ts';

/** A report as the exchange sends it; `bookReport` reads a part of its fields. */
export type OrderReport = Exclude<ExecutionReport, { type: 'MASS_CANCELED' }>;

export const TODAY = '2026-03-16';
/** B3's costs without brokerage. */
export const costs = { tables: B3_COST_TABLES, brokerage: NO_BROKERAGE };
export const rules = { tables: costs.tables, calendar: createTradingCalendar() };

/** A pending limit order, good for the day. */
export const orderOf = (side: Side, quantity: number, limitPriceCentavos: number): OrderRecord =>
  withReservation(
    {
      orderId: 'ord_1',
      clientOrderId: 'one',
      accountId: 'acc_1',
      ownerId: 'usr_1',
      ticker: 'PETR4',
      custodyTicker: 'PETR4',
      assetKind: 'PREFERRED_STOCK',
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
      brokerage: costs.brokerage,
      createdAtMs: 1,
      updatedAtMs: 1,
      executionCount: 0,
      version: 1,
      content: '',
      tickCentavos: 1,
      protectionPriceCentavos: null,
      cancelRequestId: null,
      replacement: null,
      lotSize: 1,
      costsDay: TODAY,
      costsCentavos: 0,
      tradedDays: 0,
      filledDay: null,
      dayOrdinaryCentavos: 0,
      dayAuctionCentavos: 0,
      correlationId: 'cor_1',
      intentAtMs: 1,
    },
    costs.tables,
  );

/** Terms that a replacement leaves unchanged. */
export const NO_CHANGE = { stopPriceCentavos: null, displayQuantity: null, minimumQuantity: null };

/** Common fields of reports about the order. */
export const common = {
  v: 1,
  member: 'BROKER',
  sequence: 1,
  atMs: 2,
  tradeDate: TODAY,
  correlationId: 'cor_2',
  orderId: 'ord_1',
  ticker: 'PETR4',
} as const;
/** Quantities of a report after a fill of this quantity. */
export const quantitiesAfter = (order: OrderRecord, fillQuantity = 0) => ({
  quantity: order.quantity,
  filledQuantity: order.filledQuantity + fillQuantity,
  leavesQuantity: order.quantity - order.filledQuantity - fillQuantity,
});
export const acceptedReport = (order: OrderRecord): OrderReport => ({
  ...common,
  ...quantitiesAfter(order),
  type: 'ACCEPTED',
  limitPriceTicks: order.limitPriceCentavos,
});
export const fillReport = (order: OrderRecord, fillQuantity: number, priceTicks: number): OrderReport => ({
  ...common,
  ...quantitiesAfter(order, fillQuantity),
  type: 'FILLED',
  executionId: `exe_${order.executionCount}`,
  tradeId: 'trd_1',
  priceTicks,
  fillQuantity,
  liquidity: 'TAKER',
  limitPriceTicks: order.limitPriceCentavos,
});
export const expiredReport = (order: OrderRecord): OrderReport => ({
  ...common,
  ...quantitiesAfter(order),
  leavesQuantity: 0,
  type: 'EXPIRED',
  reason: 'END_OF_DAY',
});

/** Applies reports one after the other; throws when one contradicts the order. */
export function bookAll(
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
    if (booking.fact) facts.push(booking.fact);
  }
  return { order, facts };
}
