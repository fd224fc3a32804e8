import type { NewOrder, ReplaceOrder } from '#contracts/messages/engine-commands.ts';
import { MEMBERS } from '#contracts/names.ts';
import { parseDecimal } from '#domain/money/decimal.ts';
import type { Asked, Desk } from './desk.ts';
import type { OrderInput, PreparedOrder } from './prepare.ts';
import { withReservation, type OrderRecord, type Replacement } from '../record.ts';

/** The order as it will be accepted. */
export function orderOf(
  desk: Pick<Desk, 'ids' | 'marketClock' | 'wallClock' | 'schedules'>,
  input: OrderInput,
  prepared: PreparedOrder,
  asked: Asked,
): OrderRecord {
  const nowMs = desk.marketClock.nowMs();
  const order: OrderRecord = {
    orderId: desk.ids('ord'),
    accountId: input.accountId,
    ownerId: asked.userId,
    clientOrderId: input.clientOrderId,
    content: contentOf(input),
    ticker: input.ticker,
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
    feesDay: prepared.tradeDate,
    correlationId: asked.correlationId,
    intentAtMs: desk.wallClock.nowMs(),
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  return withReservation(order, desk.schedules);
}

/** What the client sent, in one form: 28.9 and 28.90 are the same price. */
export function contentOf(input: OrderInput): string {
  const { ticker, side, type, timeInForce, quantity, displayQuantity, minimumQuantity, expiresOn } = input;
  const prices = [input.limitPrice, input.stopPrice].map(canonicalPrice);
  const rest = [displayQuantity, minimumQuantity, expiresOn];
  return JSON.stringify([ticker, side, type, timeInForce, quantity, ...prices, ...rest]);
}

/** A decimal without the zeros that say nothing; null stays null. */
export function canonicalPrice(text: string | null): string | null {
  const decimal = text === null ? null : parseDecimal(text);
  if (!decimal) return text;
  let { units, places } = decimal;
  for (; places > 0 && units % 10n === 0n; places--) units /= 10n;
  return `${units}e-${places}`;
}

/** A price in ticks; null stays null. A price off the tick is a bug by now. */
export const inTicks = (order: OrderRecord, centavos: number | null): number | null => {
  if (centavos === null) return null;
  if (centavos % order.tickCentavos !== 0) throw new Error(`${centavos} is off the tick of ${order.ticker}`);
  return centavos / order.tickCentavos;
};

/**
 * The command that brings the order to the exchange. The order's id is the command's too. The investor is the owner: no
 * order trades with another of the same person, in whichever account; the one that would is canceled, what rests stays.
 */
export const commandOf = (order: OrderRecord): NewOrder => ({
  v: 1,
  type: 'NEW_ORDER',
  commandId: order.orderId,
  member: MEMBERS.broker,
  correlationId: order.correlationId,
  orderId: order.orderId,
  accountId: order.accountId,
  ticker: order.ticker,
  side: order.side,
  orderType: order.type,
  timeInForce: order.timeInForce,
  quantity: order.quantity,
  limitPriceTicks: inTicks(order, order.limitPriceCentavos),
  protectionPriceTicks: inTicks(order, order.protectionPriceCentavos),
  stopPriceTicks: inTicks(order, order.stopPriceCentavos),
  displayQuantity: order.displayQuantity,
  minimumQuantity: order.minimumQuantity,
  expiresOn: order.expiresOn,
  investorId: order.ownerId,
  selfTradePrevention: 'CANCEL_AGGRESSOR',
});

/** The command that brings a replace to the exchange. The request's id is the command's too. */
export const replaceCommandOf = (
  order: OrderRecord,
  replacement: Replacement,
  correlationId: string,
): ReplaceOrder => ({
  v: 1,
  type: 'REPLACE_ORDER',
  commandId: replacement.requestId,
  member: MEMBERS.broker,
  correlationId,
  ticker: order.ticker,
  orderId: order.orderId,
  requestId: replacement.requestId,
  quantity: replacement.quantity,
  limitPriceTicks: inTicks(order, replacement.limitPriceCentavos),
  stopPriceTicks: inTicks(order, replacement.stopPriceCentavos),
  displayQuantity: replacement.displayQuantity,
  minimumQuantity: replacement.minimumQuantity,
});
