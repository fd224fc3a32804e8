import { z } from 'zod';
import type { ExecutionRecord } from '#contracts/messages/order-facts.ts';
import * as f from '#contracts/fields.ts';
import type { OrderRecord } from '../record.ts';
import type { ReplaceRequest, StoredOrder } from './store.ts';

/**
 * Rows travel to and from PostgreSQL as JSON documents with the names of their columns (`to_jsonb`,
 * `jsonb_populate_recordset`): a batch is one parameter, and a BIGINT becomes a number. Every amount is a safe integer by
 * the checked arithmetic that made it; the schemas below hold that on the way back too.
 */
const optional = z.int().nullable();

const orderRowSchema = z.object({
  id: z.string(),
  account_id: z.string(),
  owner_id: z.string(),
  client_order_id: z.string(),
  content: z.string(),
  ticker: z.string(),
  tick_centavos: z.int(),
  side: f.side,
  type: f.orderType,
  time_in_force: f.timeInForce,
  quantity: z.int(),
  display_quantity: optional,
  minimum_quantity: optional,
  limit_price_centavos: optional,
  protection_price_centavos: optional,
  stop_price_centavos: optional,
  triggered_at_ms: optional,
  expires_on: z.string().nullable(),
  status: z.union([f.orderStatus, z.literal('RESERVING')]),
  cancel_request_id: z.string().nullable(),
  replace_request_id: z.string().nullable(),
  replace_quantity: optional,
  replace_limit_price_centavos: optional,
  replace_stop_price_centavos: optional,
  replace_display_quantity: optional,
  replace_minimum_quantity: optional,
  filled_quantity: z.int(),
  leaves_quantity: z.int(),
  filled_centavos: z.int(),
  reserved_centavos: z.int(),
  reserved_quantity: z.int(),
  refusal: f.refusal.nullable(),
  execution_count: z.int(),
  fees_day: z.string(),
  correlation_id: z.string(),
  intent_at_ms: z.int(),
  created_at_ms: z.int(),
  updated_at_ms: z.int(),
});
type OrderRow = z.infer<typeof orderRowSchema>;

/** The row of an order; as an intent when `reserving`. */
export const rowOfOrder = (order: OrderRecord, reserving: boolean): OrderRow => ({
  id: order.orderId,
  account_id: order.accountId,
  owner_id: order.ownerId,
  client_order_id: order.clientOrderId,
  content: order.content,
  ticker: order.ticker,
  tick_centavos: order.tickCentavos,
  side: order.side,
  type: order.type,
  time_in_force: order.timeInForce,
  quantity: order.quantity,
  display_quantity: order.displayQuantity,
  minimum_quantity: order.minimumQuantity,
  limit_price_centavos: order.limitPriceCentavos,
  protection_price_centavos: order.protectionPriceCentavos,
  stop_price_centavos: order.stopPriceCentavos,
  triggered_at_ms: order.triggeredAtMs,
  expires_on: order.expiresOn,
  status: reserving ? 'RESERVING' : order.status,
  cancel_request_id: order.cancelRequestId,
  replace_request_id: order.replacement?.requestId ?? null,
  replace_quantity: order.replacement?.quantity ?? null,
  replace_limit_price_centavos: order.replacement?.limitPriceCentavos ?? null,
  replace_stop_price_centavos: order.replacement?.stopPriceCentavos ?? null,
  replace_display_quantity: order.replacement?.displayQuantity ?? null,
  replace_minimum_quantity: order.replacement?.minimumQuantity ?? null,
  filled_quantity: order.filledQuantity,
  leaves_quantity: order.leavesQuantity,
  filled_centavos: order.filledCentavos,
  reserved_centavos: order.reservedCentavos,
  reserved_quantity: order.reservedQuantity,
  refusal: order.refusal,
  execution_count: order.executionCount,
  fees_day: order.feesDay,
  correlation_id: order.correlationId,
  intent_at_ms: order.intentAtMs,
  created_at_ms: order.createdAtMs,
  updated_at_ms: order.updatedAtMs,
});

/** Reads the row of an order or intent. An intent already has the state that it will be accepted in. */
export function orderOfRow(json: unknown): StoredOrder {
  const row = orderRowSchema.parse(json);
  const order: OrderRecord = {
    orderId: row.id,
    accountId: row.account_id,
    ownerId: row.owner_id,
    clientOrderId: row.client_order_id,
    content: row.content,
    ticker: row.ticker,
    tickCentavos: row.tick_centavos,
    side: row.side,
    type: row.type,
    timeInForce: row.time_in_force,
    quantity: row.quantity,
    displayQuantity: row.display_quantity,
    minimumQuantity: row.minimum_quantity,
    limitPriceCentavos: row.limit_price_centavos,
    protectionPriceCentavos: row.protection_price_centavos,
    stopPriceCentavos: row.stop_price_centavos,
    triggeredAtMs: row.triggered_at_ms,
    expiresOn: row.expires_on,
    status: row.status === 'RESERVING' ? 'PENDING' : row.status,
    cancelRequestId: row.cancel_request_id,
    replacement: replacementOf(row),
    filledQuantity: row.filled_quantity,
    leavesQuantity: row.leaves_quantity,
    filledCentavos: row.filled_centavos,
    reservedCentavos: row.reserved_centavos,
    reservedQuantity: row.reserved_quantity,
    refusal: row.refusal,
    executionCount: row.execution_count,
    feesDay: row.fees_day,
    correlationId: row.correlation_id,
    intentAtMs: row.intent_at_ms,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  };
  return { order, reserving: row.status === 'RESERVING' };
}

function replacementOf(row: OrderRow): OrderRecord['replacement'] {
  if (row.replace_request_id === null || row.replace_quantity === null) return null;
  return {
    requestId: row.replace_request_id,
    quantity: row.replace_quantity,
    limitPriceCentavos: row.replace_limit_price_centavos,
    stopPriceCentavos: row.replace_stop_price_centavos,
    displayQuantity: row.replace_display_quantity,
    minimumQuantity: row.replace_minimum_quantity,
  };
}

const executionRowSchema = z.object({
  order_id: z.string(),
  number: z.int(),
  id: z.string(),
  trade_id: z.string(),
  price_centavos: z.int(),
  quantity: z.int(),
  gross_centavos: z.int(),
  costs: z.array(f.cost),
  fees_centavos: z.int(),
  trade_date: z.string(),
  settles_on: z.string(),
  at_ms: z.int(),
});

/** The row of a fill. */
export const rowOfExecution = (
  execution: ExecutionRecord & { readonly number: number },
): z.infer<typeof executionRowSchema> => ({
  order_id: execution.orderId,
  number: execution.number,
  id: execution.executionId,
  trade_id: execution.tradeId,
  price_centavos: execution.priceCentavos,
  quantity: execution.quantity,
  gross_centavos: execution.grossCentavos,
  costs: execution.costs,
  fees_centavos: execution.feesCentavos,
  trade_date: execution.tradeDate,
  settles_on: execution.settlesOn,
  at_ms: execution.atMs,
});

/** Reads the row of a fill. */
export function executionOfRow(json: unknown): ExecutionRecord {
  const row = executionRowSchema.parse(json);
  return {
    executionId: row.id,
    tradeId: row.trade_id,
    orderId: row.order_id,
    priceCentavos: row.price_centavos,
    quantity: row.quantity,
    grossCentavos: row.gross_centavos,
    costs: row.costs,
    feesCentavos: row.fees_centavos,
    tradeDate: row.trade_date,
    settlesOn: row.settles_on,
    atMs: row.at_ms,
  };
}

const replaceRowSchema = z.object({
  id: z.string(),
  account_id: z.string(),
  client_request_id: z.string(),
  order_id: z.string(),
  content: z.string(),
  state: z.enum(['RESERVING', 'SENT']),
  intent_at_ms: z.int(),
  correlation_id: z.string(),
});

/** The row of a replace request that is an intent yet. */
export const rowOfReplace = (request: ReplaceRequest): z.infer<typeof replaceRowSchema> => ({
  id: request.requestId,
  account_id: request.accountId,
  client_request_id: request.clientRequestId,
  order_id: request.orderId,
  content: request.content,
  state: 'RESERVING',
  intent_at_ms: request.intentAtMs,
  correlation_id: request.correlationId,
});

/** Reads the row of a replace request. */
export function replaceOfRow(json: unknown): ReplaceRequest & { readonly reserving: boolean } {
  const row = replaceRowSchema.parse(json);
  return {
    requestId: row.id,
    accountId: row.account_id,
    clientRequestId: row.client_request_id,
    orderId: row.order_id,
    content: row.content,
    intentAtMs: row.intent_at_ms,
    correlationId: row.correlation_id,
    reserving: row.state === 'RESERVING',
  };
}
