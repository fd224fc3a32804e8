import type { OrderFact, OrderSnapshot } from '#contracts/messages/order-facts.ts';
import { scheduleOn, type FeeSchedule } from '#domain/fees/fees.ts';
import { subtract } from '#domain/money/integer.ts';
import { hasEnded } from '#domain/orders/order.ts';
import { movedProtection } from '#domain/orders/protection.ts';
import { isWaitingStop, type ChangedTerms } from '#domain/orders/replace.ts';
import { reservedForBuy, reservedForSell } from '#domain/orders/reservation.ts';

/** What an order gets when the exchange says yes to a replace. */
export interface Replacement extends ChangedTerms {
  readonly requestId: string;
}

/** An order as the broker keeps it: what clients and facts show, and what its life still needs. */
export interface OrderRecord extends Omit<OrderSnapshot, 'pendingRequest'> {
  /** What the client sent, in one form: tells a repeat from a reused id. */
  readonly content: string;
  readonly tickCentavos: number;
  /** Of a buy without a limit: the most that a share may cost. */
  readonly protectionPriceCentavos: number | null;
  /** The cancel that the exchange has not answered. */
  readonly cancelRequestId: string | null;
  /** The replace that the exchange has not answered. */
  readonly replacement: Replacement | null;
  /** The day whose fees the order was reserved with and is charged by. */
  readonly feesDay: string;
  readonly correlationId: string;
  /** When it was written first, on the wall clock. */
  readonly intentAtMs: number;
}

/** A fact without what its account's stream gives it. */
export type FactDraft = Omit<OrderFact, 'v' | 'sequence'>;

/** The order as clients and facts show it. */
export function snapshotOf(order: OrderRecord): OrderSnapshot {
  const {
    content: _content,
    tickCentavos: _tickCentavos,
    protectionPriceCentavos: _protection,
    cancelRequestId,
    replacement,
    feesDay: _feesDay,
    correlationId: _correlationId,
    intentAtMs: _intentAtMs,
    ...shown
  } = order;
  const pendingRequest = cancelRequestId === null ? (replacement ? 'REPLACE' : null) : 'CANCEL';
  return { ...shown, pendingRequest };
}

/** The order with what must stay reserved for it as it stands: nothing once it has ended. */
export function withReservation(order: OrderRecord, schedules: readonly FeeSchedule[]): OrderRecord {
  if (hasEnded(order.status)) return { ...order, reservedCentavos: 0, reservedQuantity: 0 };
  const next = order.replacement && {
    priceCentavos: highestPrice(changedBy(order, order.replacement)),
    leavesQuantity: Math.max(0, order.replacement.quantity - order.filledQuantity),
  };
  if (order.side === 'SELL') {
    const reservedQuantity = reservedForSell(order.leavesQuantity, next?.leavesQuantity ?? null);
    return { ...order, reservedCentavos: 0, reservedQuantity };
  }
  const reservedCentavos = reservedForBuy(scheduleOn(schedules, order.feesDay), {
    priceCentavos: highestPrice(order),
    leavesQuantity: order.leavesQuantity,
    filledCentavos: order.filledCentavos,
    replacement: next,
  });
  return { ...order, reservedCentavos, reservedQuantity: 0 };
}

/** The order with the terms of the replace; how much of it has filled is not looked at. */
export const changedBy = (order: OrderRecord, replacement: ChangedTerms): OrderRecord => ({
  ...order,
  quantity: replacement.quantity,
  limitPriceCentavos: replacement.limitPriceCentavos ?? order.limitPriceCentavos,
  stopPriceCentavos: replacement.stopPriceCentavos ?? order.stopPriceCentavos,
  protectionPriceCentavos: isWaitingStop(order)
    ? movedProtection(order.protectionPriceCentavos, order.stopPriceCentavos, replacement.stopPriceCentavos)
    : order.protectionPriceCentavos,
  displayQuantity: replacement.displayQuantity ?? order.displayQuantity,
  minimumQuantity: replacement.minimumQuantity ?? order.minimumQuantity,
});

/** The order while a replace is on its way, with all that either terms may need reserved. */
export const replacing = (
  order: OrderRecord,
  replacement: Replacement,
  schedules: readonly FeeSchedule[],
): OrderRecord => withReservation({ ...order, replacement }, schedules);

/** The most that a share of a buy may cost now, in centavos; 0 for a sell without a limit, whose price nobody holds cash for. */
export const highestPrice = (order: OrderRecord): number =>
  order.limitPriceCentavos ?? order.protectionPriceCentavos ?? 0;

/** What is held for the order, in centavos for a buy and shares for a sell. */
export const heldFor = (order: OrderRecord): number =>
  order.side === 'BUY' ? order.reservedCentavos : order.reservedQuantity;

/** A fact about an order: what it was before decides how much of its reservation the fact frees. */
export function factOf(
  type: OrderFact['type'],
  heldBefore: number,
  after: OrderRecord,
  event: Pick<OrderFact, 'atMs' | 'correlationId'> & { readonly execution?: OrderFact['execution'] },
): FactDraft {
  return {
    accountId: after.accountId,
    atMs: event.atMs,
    correlationId: event.correlationId,
    type,
    order: snapshotOf(after),
    execution: event.execution ?? null,
    released: subtract(heldBefore, heldFor(after)),
  };
}
