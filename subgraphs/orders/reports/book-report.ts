import type { ExecutionReport } from '#contracts/messages/execution-reports.ts';
import type { ExecutionRecord } from '#contracts/messages/order-facts.ts';
import { settlementDay, type TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { costsOfFill, scheduleOn, type FeeSchedule } from '#domain/fees/fees.ts';
import { add, multiply, subtract } from '#domain/money/integer.ts';
import { statusAfter, type OrderEvent } from '#domain/orders/life-cycle.ts';
import { PRICES_OF_TYPE } from '#domain/orders/combinations.ts';
import { hasEnded, type OrderStatus } from '#domain/orders/order.ts';
import { isWaitingStop } from '#domain/orders/replace.ts';
import { refuse } from '#domain/refusal.ts';
import {
  changedBy,
  factOf,
  heldFor,
  highestPrice,
  withReservation,
  type FactDraft,
  type OrderRecord,
} from '../record.ts';

/** What the books need to know beside the order and the report. */
export interface BookingRules {
  /** The fee table, oldest first. */
  readonly schedules: readonly FeeSchedule[];
  readonly calendar: TradingCalendar;
}

/** A report about one order. */
export type OrderReport = Exclude<ExecutionReport, { type: 'MASS_CANCELED' }>;
type Report<T extends OrderReport['type']> = Extract<OrderReport, { type: T }>;

/** What a report changes, or why it cannot be true: then something is wrong with whoever sent it. */
export type Booking =
  | { readonly ok: true; readonly order: OrderRecord; readonly fact: FactDraft }
  | { readonly ok: false; readonly impossible: string };

/** The new state, or a sentence on why the report contradicts the order. */
type Change = { readonly order: OrderRecord; readonly execution?: ExecutionRecord } | string;

/** Applies one report to its order. Pure: the same order and report always give the same books. */
export function bookReport(order: OrderRecord, report: OrderReport, rules: BookingRules): Booking {
  const event = eventOf(report);
  const status = statusAfter(order.status, event);
  if (!status) return { ok: false, impossible: `${event} cannot happen to an order that is ${order.status}` };
  const change = changeBy(order, report, status, rules);
  if (typeof change === 'string') return { ok: false, impossible: change };
  const updatedAtMs = Math.max(order.updatedAtMs, report.atMs);
  const after = withReservation({ ...change.order, status, updatedAtMs }, rules.schedules);
  const fact = factOf(report.type, heldFor(order), after, {
    atMs: updatedAtMs,
    correlationId: report.correlationId,
    execution: change.execution ?? null,
  });
  if (fact.released < 0) return { ok: false, impossible: `it would need ${-fact.released} more reserved` };
  return { ok: true, order: after, fact };
}

function eventOf(report: OrderReport): OrderEvent {
  if (report.type !== 'FILLED') return report.type;
  return report.leavesQuantity === 0 ? 'FILLED_WHOLE' : 'FILLED_IN_PART';
}

function changeBy(order: OrderRecord, report: OrderReport, status: OrderStatus, rules: BookingRules): Change {
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
      return canceled(order, report);
    case 'EXPIRED':
      return misfit(order, report) ?? { order: { ...order, leavesQuantity: 0 } };
    case 'REPLACED':
      return replaced(order, report);
    case 'TRIGGERED':
      return triggered(order, report);
    case 'CANCEL_REJECTED':
      if (order.cancelRequestId !== report.requestId) return `no cancel ${report.requestId} was asked for`;
      return { order: { ...order, cancelRequestId: null } };
    case 'REPLACE_REJECTED':
      if (order.replacement?.requestId !== report.requestId)
        return `no replace ${report.requestId} was asked for`;
      return { order: { ...order, replacement: null, leavesQuantity: leavesOf(order, status) } };
  }
}

const leavesOf = (order: OrderRecord, status: OrderStatus): number =>
  hasEnded(status) ? 0 : subtract(order.quantity, order.filledQuantity);

/** Why the quantities of a report are not those of the order; null when they are. */
function misfit(
  order: OrderRecord,
  report: { readonly quantity: number; readonly filledQuantity: number },
  fillQuantity = 0,
): string | null {
  if (report.quantity !== order.quantity) return `its quantity is ${report.quantity}, not ${order.quantity}`;
  const filledQuantity = order.filledQuantity + fillQuantity;
  if (report.filledQuantity === filledQuantity) return null;
  return `it says that ${report.filledQuantity} have filled in all, and ${filledQuantity} have`;
}

function accepted(order: OrderRecord, report: Report<'ACCEPTED'>): Change {
  const restsAt = priceOf(order, report.limitPriceTicks);
  return (
    tooHigh(order, restsAt) ??
    misfit(order, report) ?? { order: { ...order, limitPriceCentavos: priceAfter(order, restsAt) } }
  );
}

function triggered(order: OrderRecord, report: Report<'TRIGGERED'>): Change {
  if (!isWaitingStop(order)) return 'it is no stop that waits';
  const restsAt = priceOf(order, report.limitPriceTicks ?? null);
  return (
    tooHigh(order, restsAt) ?? {
      order: { ...order, triggeredAtMs: report.atMs, limitPriceCentavos: priceAfter(order, restsAt) },
    }
  );
}

/** Why a buy cannot stand at a price: more was never reserved for it. */
const tooHigh = (order: OrderRecord, restsAt: number | null): string | null =>
  order.side === 'BUY' && restsAt !== null && restsAt > highestPrice(order)
    ? `it rests at ${restsAt}, above ${highestPrice(order)}`
    : null;

function filled(order: OrderRecord, report: Report<'FILLED'>, rules: BookingRules): Change {
  const leavesQuantity = subtract(order.leavesQuantity, report.fillQuantity);
  const wrong = misfit(order, report, report.fillQuantity);
  if (wrong !== null) return wrong;
  if (report.leavesQuantity !== leavesQuantity)
    return `it leaves ${report.leavesQuantity}, and ${leavesQuantity} are left`;
  const priceCentavos = multiply(report.priceTicks, order.tickCentavos);
  if (order.side === 'BUY' && priceCentavos > highestPrice(order))
    return `it fills at ${priceCentavos}, above ${highestPrice(order)}`;
  const execution = executionOf(order, report, priceCentavos, rules);
  return {
    execution,
    order: {
      ...order,
      leavesQuantity,
      filledQuantity: add(order.filledQuantity, report.fillQuantity),
      filledCentavos: add(order.filledCentavos, execution.grossCentavos),
      executionCount: order.executionCount + 1,
      limitPriceCentavos: priceAfter(order, priceOf(order, report.limitPriceTicks)),
    },
  };
}

/** The limit that an order came with is its owner's; of another one it is where the exchange let the rest stand. */
const priceAfter = (order: OrderRecord, reported: number | null): number | null =>
  PRICES_OF_TYPE[order.type].limit ? order.limitPriceCentavos : (reported ?? order.limitPriceCentavos);

const priceOf = (order: OrderRecord, ticks: number | null): number | null =>
  ticks === null ? null : multiply(ticks, order.tickCentavos);

function executionOf(
  order: OrderRecord,
  report: Report<'FILLED'>,
  priceCentavos: number,
  rules: BookingRules,
): ExecutionRecord {
  const grossCentavos = multiply(priceCentavos, report.fillQuantity);
  const schedule = scheduleOn(rules.schedules, order.feesDay);
  const { costs, totalCentavos } = costsOfFill(schedule, order.filledCentavos, grossCentavos);
  return {
    executionId: report.executionId,
    tradeId: report.tradeId,
    orderId: order.orderId,
    priceCentavos,
    quantity: report.fillQuantity,
    grossCentavos,
    costs: [...costs],
    feesCentavos: totalCentavos,
    tradeDate: report.tradeDate,
    settlesOn: settlementDay(rules.calendar, report.tradeDate),
    atMs: report.atMs,
  };
}

/** A replace whose new total had filled by then comes back as a cancel under the replace's own request id. */
function canceled(order: OrderRecord, report: Report<'CANCELED'>): Change {
  const answers = (requestId: string | undefined | null): boolean =>
    report.requestId !== null && report.requestId === requestId;
  const cancelRequestId = answers(order.cancelRequestId) ? null : order.cancelRequestId;
  const replacement = answers(order.replacement?.requestId) ? null : order.replacement;
  return misfit(order, report) ?? { order: { ...order, cancelRequestId, replacement, leavesQuantity: 0 } };
}

function replaced(order: OrderRecord, report: Report<'REPLACED'>): Change {
  const { replacement } = order;
  if (replacement?.requestId !== report.requestId) return `no replace ${report.requestId} was asked for`;
  const wrong = misfit({ ...order, quantity: replacement.quantity }, report);
  if (wrong !== null) return wrong;
  const leavesQuantity = subtract(replacement.quantity, order.filledQuantity);
  if (leavesQuantity <= 0) return `it leaves nothing of an order that it keeps open`;
  const after = changedBy(order, replacement);
  // Fewer shares than were shown are all shown: the exchange tells.
  const displayQuantity = report.displayQuantity ?? after.displayQuantity;
  return { order: { ...after, displayQuantity, leavesQuantity, replacement: null } };
}
