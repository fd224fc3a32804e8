import { z } from 'zod';
import { codecOf } from '../codec.ts';
import * as f from '../fields.ts';

/** A fill as the broker books it. */
export const executionSchema = z.object({
  executionId: f.id,
  tradeId: f.id,
  orderId: f.id,
  priceCentavos: f.centavos,
  quantity: f.quantity,
  grossCentavos: f.centavos,
  costs: z.array(f.cost),
  feesCentavos: f.centavos,
  tradeDate: f.day,
  settlesOn: f.day,
  atMs: f.instantMs,
});
export type ExecutionRecord = z.infer<typeof executionSchema>;

/** The whole order at one moment. */
export const orderSnapshotSchema = z.object({
  orderId: f.id,
  clientOrderId: z.string(),
  accountId: f.id,
  ownerId: f.id,
  ticker: f.ticker,
  side: f.side,
  type: f.orderType,
  timeInForce: f.timeInForce,
  quantity: f.quantity,
  displayQuantity: f.quantity.nullable(),
  minimumQuantity: f.quantity.nullable(),
  limitPriceCentavos: f.centavos.nullable(),
  stopPriceCentavos: f.centavos.nullable(),
  triggeredAtMs: f.instantMs.nullable(),
  expiresOn: f.day.nullable(),
  status: f.orderStatus,
  pendingRequest: z.enum(['CANCEL', 'REPLACE']).nullable(),
  filledQuantity: f.count,
  leavesQuantity: f.count,
  filledCentavos: f.centavos,
  reservedCentavos: f.centavos,
  reservedQuantity: f.count,
  refusal: f.refusal.nullable(),
  createdAtMs: f.instantMs,
  updatedAtMs: f.instantMs,
  /** How many fills it had then. They are asked for by this count, so that a fact does not grow with them. */
  executionCount: f.count,
});
export type OrderSnapshot = z.infer<typeof orderSnapshotSchema>;

/**
 * Something that happened to an order of an account. `sequence` counts the facts of one account in steps of one and
 * never restarts: it is the cursor of the orders stream and what makes the wallet apply each fact once.
 */
export const orderFactSchema = z.object({
  v: f.version1,
  accountId: f.id,
  sequence: f.sequence,
  atMs: f.instantMs,
  correlationId: f.id,
  type: z.enum([
    'PLACED',
    'ACCEPTED',
    'REJECTED',
    'FILLED',
    'CANCELED',
    'EXPIRED',
    'TRIGGERED',
    'CANCEL_REQUESTED',
    'CANCEL_REJECTED',
    'REPLACE_REQUESTED',
    'REPLACED',
    'REPLACE_REJECTED',
  ]),
  order: orderSnapshotSchema,
  /** The fill, when it is one. */
  execution: executionSchema.nullable(),
  /**
   * How much of the order's reservation this fact frees, in centavos for a buy and shares for a sell, never negative.
   * Of a fill: what it consumes and what it frees together; the wallet releases all of it and then books the trade.
   * Reservations grow only by the synchronous call `reserve`, so sums stay right in any order of arrival.
   */
  released: f.count,
});
export type OrderFact = z.infer<typeof orderFactSchema>;
export const orderFactCodec = codecOf<OrderFact>(orderFactSchema);
