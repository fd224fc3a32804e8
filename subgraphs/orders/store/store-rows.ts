import { z } from 'zod';
import * as f from '#contracts/fields.ts';
import type { ExecutionRecord } from '#domain/orders/lifecycle/order-record.ts';
import { rowFormat } from './row-format.ts';
import type { ReplaceRequest, StoredOrder } from './store.ts';

const optional = z.int().nullable();

const orderSchema = z.object({
  orderId: z.string(),
  accountId: z.string(),
  ownerId: z.string(),
  clientOrderId: z.string(),
  content: z.string(),
  ticker: z.string(),
  custodyTicker: z.string(),
  assetKind: f.assetKind,
  tickCentavos: z.int(),
  side: f.side,
  type: f.orderType,
  timeInForce: f.timeInForce,
  expiresOn: z.string().nullable(),
  lotSize: z.int(),
  costsDay: z.string(),
  brokerage: f.brokerage,
  correlationId: z.string(),
  intentAtMs: z.int(),
  createdAtMs: z.int(),
  quantity: z.int(),
  displayQuantity: optional,
  minimumQuantity: optional,
  limitPriceCentavos: optional,
  protectionPriceCentavos: optional,
  stopPriceCentavos: optional,
  triggeredAtMs: optional,
  status: z.union([f.orderStatus, z.literal('RESERVING')]),
  cancelRequestId: z.string().nullable(),
  replaceRequestId: z.string().nullable(),
  replaceQuantity: optional,
  replaceLimitPriceCentavos: optional,
  replaceStopPriceCentavos: optional,
  replaceDisplayQuantity: optional,
  replaceMinimumQuantity: optional,
  filledQuantity: z.int(),
  leavesQuantity: z.int(),
  filledCentavos: z.int(),
  costsCentavos: z.int(),
  tradedDays: z.int(),
  filledDay: z.string().nullable(),
  dayOrdinaryCentavos: z.int(),
  dayAuctionCentavos: z.int(),
  reservedCentavos: z.int(),
  reservedQuantity: z.int(),
  refusal: f.refusal.nullable(),
  executionCount: z.int(),
  updatedAtMs: z.int(),
  version: z.int(),
});
type OrderFields = z.infer<typeof orderSchema>;
const orderFormat = rowFormat(orderSchema, { orderId: 'id' });

/** Reads the row of an order or intent. The order of an intent has the state of its acceptance. */
export function orderOfRow(row: unknown): StoredOrder {
  const {
    status,
    replaceRequestId,
    replaceQuantity,
    replaceLimitPriceCentavos,
    replaceStopPriceCentavos,
    replaceDisplayQuantity,
    replaceMinimumQuantity,
    ...fields
  }: OrderFields = orderFormat.read(row);
  const replacement =
    replaceRequestId === null || replaceQuantity === null
      ? null
      : {
          requestId: replaceRequestId,
          quantity: replaceQuantity,
          limitPriceCentavos: replaceLimitPriceCentavos,
          stopPriceCentavos: replaceStopPriceCentavos,
          displayQuantity: replaceDisplayQuantity,
          minimumQuantity: replaceMinimumQuantity,
        };
  const reserving = status === 'RESERVING';
  return { order: { ...fields, status: reserving ? 'PENDING' : status, replacement }, reserving };
}

const executionFormat = rowFormat(
  z.object({
    orderId: z.string(),
    number: z.int(),
    executionId: z.string(),
    tradeId: z.string(),
    priceCentavos: z.int(),
    quantity: z.int(),
    grossCentavos: z.int(),
    isAuction: z.boolean(),
    costs: z.array(f.cost),
    feesCentavos: z.int(),
    tradeDate: z.string(),
    settlesOn: z.string(),
    atMs: z.int(),
  }),
  { executionId: 'id' },
);

/** Makes the row of a fill. */
export const rowOfExecution = (
  execution: ExecutionRecord & { readonly number: number },
): Record<string, unknown> => executionFormat.write(execution);

/** Reads the row of a fill. */
export function executionOfRow(row: unknown): ExecutionRecord {
  const { number: _number, ...execution } = executionFormat.read(row);
  return execution;
}

const replaceFormat = rowFormat(
  z.object({
    requestId: z.string(),
    accountId: z.string(),
    clientRequestId: z.string(),
    orderId: z.string(),
    content: z.string(),
    state: z.enum(['RESERVING', 'SENT']),
    intentAtMs: z.int(),
    correlationId: z.string(),
  }),
  { requestId: 'id' },
);

/** Makes the row of a replace request that is an intent. */
export const rowOfReplace = (request: ReplaceRequest): Record<string, unknown> =>
  replaceFormat.write({ ...request, state: 'RESERVING' });

/** Reads the row of a replace request. */
export function replaceOfRow(row: unknown): ReplaceRequest & { readonly reserving: boolean } {
  const { state, ...request } = replaceFormat.read(row);
  return { ...request, reserving: state === 'RESERVING' };
}
