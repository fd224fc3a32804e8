import type { OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import { withReservation } from '#domain/orders/lifecycle/order-reservation.ts';
import { parseDecimal } from '#domain/money/decimal.ts';
import type { BatchService, Requester } from './batch-service.ts';
import type { OrderInput, PreparedOrder } from './prepare-orders.ts';

/** Makes the order of a valid request, PENDING and with the amount that it needs reserved. */
export function newOrder(
  service: Pick<BatchService, 'ids' | 'marketClock' | 'wallClock' | 'costs'>,
  input: OrderInput,
  prepared: PreparedOrder,
  requester: Requester,
): OrderRecord {
  const nowMs = service.marketClock.nowMs();
  const order: OrderRecord = {
    orderId: service.ids('ord'),
    accountId: input.accountId,
    ownerId: requester.userId,
    clientOrderId: input.clientOrderId,
    content: contentOf(input),
    ticker: input.ticker,
    custodyTicker: prepared.instrument.custodyTicker,
    assetKind: prepared.instrument.kind,
    lotSize: prepared.instrument.lotSize,
    tickCentavos: prepared.instrument.tickCentavos,
    side: input.side,
    type: input.type,
    timeInForce: input.timeInForce,
    quantity: input.quantity,
    displayQuantity: input.displayQuantity,
    minimumQuantity: input.minimumQuantity,
    limitPriceCentavos: prepared.limitPriceCentavos,
    protectionPriceCentavos: prepared.protectionPriceCentavos,
    stopPriceCentavos: prepared.stopPriceCentavos,
    triggeredAtMs: null,
    expiresOn: input.expiresOn,
    status: 'PENDING',
    cancelRequestId: null,
    replacement: null,
    filledQuantity: 0,
    leavesQuantity: input.quantity,
    filledCentavos: 0,
    reservedCentavos: 0,
    reservedQuantity: 0,
    refusal: null,
    executionCount: 0,
    costsDay: prepared.tradeDate,
    brokerage: service.costs.brokerage,
    costsCentavos: 0,
    tradedDays: 0,
    filledDay: null,
    dayOrdinaryCentavos: 0,
    dayAuctionCentavos: 0,
    correlationId: requester.correlationId,
    intentAtMs: service.wallClock.nowMs(),
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    version: 1,
  };
  return withReservation(order, service.costs.tables);
}

/** Writes the content of a request in a canonical form: 28.9 and 28.90 are the same price. */
export function contentOf(input: OrderInput): string {
  const { ticker, side, type, timeInForce, quantity, displayQuantity, minimumQuantity, expiresOn } = input;
  const prices = [input.limitPrice, input.stopPrice].map(canonicalPrice);
  const rest = [displayQuantity, minimumQuantity, expiresOn];
  return JSON.stringify([ticker, side, type, timeInForce, quantity, ...prices, ...rest]);
}

/** Removes trailing zeros from a decimal; null stays null. */
export function canonicalPrice(text: string | null): string | null {
  const decimal = text === null ? null : parseDecimal(text);
  if (!decimal) return text;
  let { units, places } = decimal;
  for (; places > 0 && units % 10n === 0n; places--) units /= 10n;
  return `${units}e-${places}`;
}
