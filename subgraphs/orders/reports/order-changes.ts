import type { ExecutionReport } from '#contracts/messages/execution-reports.ts';
import { bookReport, type BookingRules } from '#domain/orders/lifecycle/book-report.ts';
import { changesBalances, type FactDraft } from '#domain/orders/lifecycle/order-fact.ts';
import type { OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import type { OrderTransaction } from '../store/store.ts';

/** The orders of a batch of reports in memory: many reports about one order write its row once. */
export interface OrderChanges {
  /** Applies a report to its order. Returns the reason when the report is impossible, else null. */
  apply(report: ExecutionReport): string | null;
  /** Writes changed orders, executions and facts in the transaction. Returns whether a fact changes balances. */
  save(): boolean;
}

/** Locks and reads the orders of the reports. */
export async function openOrderChanges(
  tx: OrderTransaction,
  reports: readonly ExecutionReport[],
  rules: BookingRules,
): Promise<OrderChanges> {
  const ids = new Set(reports.flatMap((report) => (report.type === 'MASS_CANCELED' ? [] : report.orderId)));
  const orders = new Map<string, OrderRecord>();
  if (ids.size > 0) for (const order of await tx.lockOrders([...ids])) orders.set(order.orderId, order);
  const changed = new Set<string>();
  const facts: FactDraft[] = [];

  return {
    apply: (report) => {
      if (report.type === 'MASS_CANCELED') return null;
      const order = orders.get(report.orderId);
      if (!order) return `there is no order ${report.orderId}`;
      if (order.ticker !== report.ticker)
        return `the order ${report.orderId} is of ${order.ticker}, not of ${report.ticker}`;
      const booking = bookReport(order, report, rules);
      if (!booking.ok) return `${report.type} of order ${report.orderId}: ${booking.impossible}`;
      if (!booking.fact) return null;
      orders.set(order.orderId, booking.order);
      changed.add(order.orderId);
      facts.push(booking.fact);
      return null;
    },
    save: () => {
      if (facts.length === 0) return false;
      tx.saveOrders([...changed].flatMap((id) => orders.get(id) ?? []));
      tx.addExecutions(
        facts.flatMap(({ execution, order }) =>
          execution ? [{ ...execution, number: order.executionCount }] : [],
        ),
      );
      tx.addFacts(facts);
      return facts.some(changesBalances);
    },
  };
}
