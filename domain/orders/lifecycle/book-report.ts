import { settlementDay, type TradingCalendar } from '../../calendar/trading-calendar.ts';
import { totalOf } from '../../costs/cost.ts';
import { costRulesOn } from '../../costs/cost-schedule.ts';
import type { CostTable } from '../../costs/cost-table.ts';
import {
  NOTHING_FILLED,
  provisionalCostsOfFill,
  withFill,
  type FilledToday,
} from '../../costs/provisional.ts';
import { add, multiply, subtract } from '../../money/integer.ts';
import { refuse } from '../../refusal.ts';
import { hasEnded, isWaitingStop } from '../order.ts';
import { PRICES_OF_TYPE } from '../terms/combinations.ts';
import { draftFact, type FactDraft } from './order-fact.ts';
import type { ExecutionRecord, OrderRecord } from './order-record.ts';
import type { OrderReport, ReportedQuantities, ReportOf } from './order-report.ts';
import { highestPrice, reservedAmount, withChangedTerms, withReservation } from './order-reservation.ts';
import { statusAfter, type OrderEvent } from './status-transitions.ts';

/** B3's cost tables and the calendar, which decide provisional costs and settlement day of a fill. */
export interface BookingRules {
  readonly tables: readonly CostTable[];
  readonly calendar: TradingCalendar;
}

/**
 * The order and the fact after a report, or the reason why the report contradicts the order, which is a bug of its sender.
 * The fact is null for a report that changes nothing: the answer to a request that crossed the end of the order.
 */
export type Booking =
  | { readonly ok: true; readonly order: OrderRecord; readonly fact: FactDraft | null }
  | { readonly ok: false; readonly impossible: string };

/** The changed order, or a sentence with the reason why the report contradicts it. */
type Change = { readonly order: OrderRecord; readonly execution?: ExecutionRecord } | string;

/**
 * Applies one execution report to its order:
 *
 * 1. find the new status in the transition table; an ended order has its final status already, and stays as it is;
 * 2. check the report against the order and change its fields; an order that ends waits for no answer any more;
 * 3. compute the reservation that the order still needs;
 * 4. make the fact, which frees the difference.
 */
export function bookReport(order: OrderRecord, report: OrderReport, rules: BookingRules): Booking {
  const event = eventOf(report);
  const status = statusAfter(order.status, event);
  if (!status) return { ok: false, impossible: `${event} cannot happen to an order that is ${order.status}` };
  if (hasEnded(order.status)) return { ok: true, order, fact: null };
  const change = changeBy(order, report, rules);
  if (typeof change === 'string') return { ok: false, impossible: change };
  const updatedAtMs = Math.max(order.updatedAtMs, report.atMs);
  const next = { ...change.order, status, updatedAtMs, version: order.version + 1 };
  const changed = hasEnded(status) ? { ...next, cancelRequestId: null, replacement: null } : next;
  const after = reservationAfter(order, withReservation(changed, rules.tables));
  const fact = draftFact(report.type, reservedAmount(order), after, {
    atMs: updatedAtMs,
    correlationId: report.correlationId,
    execution: change.execution ?? null,
  });
  if (fact.released < 0)
    return { ok: false, impossible: `the order would need ${-fact.released} more reserved` };
  return { ok: true, order: after, fact };
}

/** A report never reserves more cash: costs above those at the placing, by a newer cost table, are charged beyond the reservation. */
const reservationAfter = (before: OrderRecord, after: OrderRecord): OrderRecord =>
  after.reservedCentavos <= before.reservedCentavos
    ? after
    : { ...after, reservedCentavos: before.reservedCentavos };

function eventOf(report: OrderReport): OrderEvent {
  if (report.type !== 'FILLED') return report.type;
  return report.leavesQuantity === 0 ? 'FILLED_WHOLE' : 'FILLED_IN_PART';
}

function changeBy(order: OrderRecord, report: OrderReport, rules: BookingRules): Change {
  switch (report.type) {
    case 'ACCEPTED':
      return accepted(order, report);
    case 'REJECTED': {
      const refusal = refuse(report.rule, { message: report.message });
      return { order: { ...order, leavesQuantity: 0, refusal } };
    }
    case 'FILLED':
      return filled(order, report, rules);
    case 'CANCELED':
      return quantityMismatch(order, report) ?? { order: canceled(order, report) };
    case 'EXPIRED':
      return quantityMismatch(order, report) ?? { order: { ...order, leavesQuantity: 0 } };
    case 'REPLACED':
      return replaced(order, report);
    case 'TRIGGERED':
      return triggered(order, report);
    case 'CANCEL_REJECTED':
      if (order.cancelRequestId !== report.requestId) return `no cancel ${report.requestId} is pending`;
      return { order: { ...order, cancelRequestId: null } };
    case 'REPLACE_REJECTED':
      if (order.replacement?.requestId !== report.requestId)
        return `no replace ${report.requestId} is pending`;
      return { order: { ...order, replacement: null } };
  }
}

/** A client did not request a cancel for a corporate action, so the order says its reason. */
function canceled(order: OrderRecord, { reason }: ReportOf<'CANCELED'>): OrderRecord {
  const refusal = reason === 'CORPORATE_ACTION' ? refuse('CORPORATE_ACTION') : order.refusal;
  return { ...order, leavesQuantity: 0, refusal };
}

/** Describes how the quantities of a report differ from those of the order; null when they agree. */
function quantityMismatch(
  order: OrderRecord,
  report: Omit<ReportedQuantities, 'leavesQuantity'>,
  fillQuantity = 0,
): string | null {
  if (report.quantity !== order.quantity)
    return `the reported quantity is ${report.quantity}, not ${order.quantity}`;
  const filledQuantity = order.filledQuantity + fillQuantity;
  if (report.filledQuantity === filledQuantity) return null;
  return `the reported filled quantity is ${report.filledQuantity}, not ${filledQuantity}`;
}

function accepted(order: OrderRecord, report: ReportOf<'ACCEPTED'>): Change {
  const limitPriceCentavos = centavosOf(order, report.limitPriceTicks);
  return (
    aboveHighestPrice(order, limitPriceCentavos) ??
    quantityMismatch(order, report) ?? {
      order: withLimit(order, limitAfter(order, limitPriceCentavos)),
    }
  );
}

const withLimit = (order: OrderRecord, limitPriceCentavos: number | null): OrderRecord =>
  limitPriceCentavos === order.limitPriceCentavos ? order : { ...order, limitPriceCentavos };

function triggered(order: OrderRecord, report: ReportOf<'TRIGGERED'>): Change {
  if (!isWaitingStop(order)) return 'the order is not a waiting stop';
  const limitPriceCentavos = centavosOf(order, report.limitPriceTicks ?? null);
  return (
    aboveHighestPrice(order, limitPriceCentavos) ?? {
      order: {
        ...order,
        triggeredAtMs: report.atMs,
        limitPriceCentavos: limitAfter(order, limitPriceCentavos),
      },
    }
  );
}

/** Refuses a limit of a buy above the price that the reservation covers. */
const aboveHighestPrice = (order: OrderRecord, limitPriceCentavos: number | null): string | null =>
  order.side === 'BUY' && limitPriceCentavos !== null && limitPriceCentavos > highestPrice(order)
    ? `the limit is ${limitPriceCentavos}, above ${highestPrice(order)}`
    : null;

function filled(order: OrderRecord, report: ReportOf<'FILLED'>, rules: BookingRules): Change {
  const leavesQuantity = subtract(order.leavesQuantity, report.fillQuantity);
  const mismatch = quantityMismatch(order, report, report.fillQuantity);
  if (mismatch !== null) return mismatch;
  if (report.leavesQuantity !== leavesQuantity)
    return `the reported leaves quantity is ${report.leavesQuantity}, not ${leavesQuantity}`;
  const priceCentavos = multiply(report.priceTicks, order.tickCentavos);
  if (order.side === 'BUY' && priceCentavos > highestPrice(order))
    return `the fill is at ${priceCentavos}, above ${highestPrice(order)}`;
  const execution = executionOf(order, report, priceCentavos, rules);
  if (!execution) return `no cost table covers ${report.tradeDate}`;
  const filledToday = withFill(filledOn(order, report.tradeDate), execution);
  return {
    execution,
    order: {
      ...order,
      leavesQuantity,
      costsCentavos: add(order.costsCentavos, execution.feesCentavos),
      tradedDays: order.tradedDays + (order.filledDay === report.tradeDate ? 0 : 1),
      filledDay: report.tradeDate,
      dayOrdinaryCentavos: filledToday.ordinaryCentavos,
      dayAuctionCentavos: filledToday.auctionCentavos,
      filledQuantity: add(order.filledQuantity, report.fillQuantity),
      filledCentavos: add(order.filledCentavos, execution.grossCentavos),
      executionCount: order.executionCount + 1,
      limitPriceCentavos: limitAfter(order, centavosOf(order, report.limitPriceTicks)),
    },
  };
}

/** An order with a limit keeps its owner's limit; any other gets the price at which it rests at the exchange. */
const limitAfter = (order: OrderRecord, reportedCentavos: number | null): number | null =>
  PRICES_OF_TYPE[order.type].limit
    ? order.limitPriceCentavos
    : (reportedCentavos ?? order.limitPriceCentavos);

const centavosOf = (order: OrderRecord, ticks: number | null): number | null =>
  ticks === null ? null : multiply(ticks, order.tickCentavos);

function executionOf(
  order: OrderRecord,
  report: ReportOf<'FILLED'>,
  priceCentavos: number,
  rules: BookingRules,
): ExecutionRecord | null {
  const costRules = costRulesOn({ tables: rules.tables, brokerage: order.brokerage }, report.tradeDate);
  if (!costRules) return null;
  const grossCentavos = multiply(priceCentavos, report.fillQuantity);
  const isAuction = report.liquidity === 'AUCTION';
  const fill = { grossCentavos, isAuction };
  const costs = provisionalCostsOfFill(costRules, filledOn(order, report.tradeDate), fill);
  return {
    executionId: report.executionId,
    tradeId: report.tradeId,
    orderId: order.orderId,
    priceCentavos,
    quantity: report.fillQuantity,
    grossCentavos,
    isAuction,
    costs: [...costs],
    feesCentavos: totalOf(costs),
    tradeDate: report.tradeDate,
    settlesOn: settlementDay(rules.calendar, report.tradeDate),
    atMs: report.atMs,
  };
}

/** Amounts of the order that filled on a day. */
const filledOn = (order: OrderRecord, day: string): FilledToday =>
  order.filledDay === day
    ? { ordinaryCentavos: order.dayOrdinaryCentavos, auctionCentavos: order.dayAuctionCentavos }
    : NOTHING_FILLED;

function replaced(order: OrderRecord, report: ReportOf<'REPLACED'>): Change {
  const { replacement } = order;
  if (replacement?.requestId !== report.requestId) return `no replace ${report.requestId} is pending`;
  const mismatch = quantityMismatch({ ...order, quantity: replacement.quantity }, report);
  if (mismatch !== null) return mismatch;
  const leavesQuantity = subtract(replacement.quantity, order.filledQuantity);
  if (leavesQuantity <= 0) return 'the replace leaves no quantity, yet the order stays open';
  const after = withChangedTerms(order, replacement);
  // The exchange lowers the displayed quantity to the leaves quantity when fewer shares remain.
  const displayQuantity = report.displayQuantity ?? after.displayQuantity;
  return { order: { ...after, displayQuantity, leavesQuantity, replacement: null } };
}
