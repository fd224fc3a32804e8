import { z } from 'zod';
import { codecOf } from '../codec.ts';
import * as f from '../fields.ts';

/** A fill, as booked by the broker. */
const executionSchema = z.object({
  executionId: f.id,
  tradeId: f.id,
  orderId: f.id,
  priceCentavos: f.centavos,
  quantity: f.quantity,
  grossCentavos: f.centavos,
  /** The fill was made in an auction, such as the opening or the closing call. */
  isAuction: z.boolean(),
  /** Provisional costs by name, and their sum. */
  costs: z.array(f.cost),
  feesCentavos: f.centavos,
  tradeDate: f.day,
  settlesOn: f.day,
  atMs: f.instantMs,
});
export type ExecutionRecord = z.infer<typeof executionSchema>;

/** State of a whole order at one moment. */
const orderSnapshotSchema = z.object({
  orderId: f.id,
  clientOrderId: z.string(),
  accountId: f.id,
  ownerId: f.id,
  ticker: f.ticker,
  /** Ticker of the asset in custody: PETR4 for an order of PETR4F. */
  custodyTicker: f.ticker,
  assetKind: f.assetKind,
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
  /** Null in the last fact of an order: an ended order waits for no answer. */
  pendingRequest: z.enum(['CANCEL', 'REPLACE']).nullable(),
  filledQuantity: f.count,
  leavesQuantity: f.count,
  filledCentavos: f.centavos,
  reservedCentavos: f.centavos,
  reservedQuantity: f.count,
  refusal: f.refusal.nullable(),
  /** The broker's own price when it accepted the order: the price of all its fills. */
  brokerage: f.brokerage,
  createdAtMs: f.instantMs,
  updatedAtMs: f.instantMs,
  /** Number of fills at that moment. Readers fetch the fills up to this count, so that facts stay small. */
  executionCount: f.count,
  /** Number of the order's facts so far, this one included. */
  version: f.count,
});
export type OrderSnapshot = z.infer<typeof orderSnapshotSchema>;

/**
 * An event of an order. `sequence` counts the facts of one account in steps of one and never restarts: it is the cursor
 * of the orders stream, and the wallet uses it to apply each fact once.
 */
const orderFactSchema = z.object({
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
  /** The fill of a FILLED fact, else null. */
  execution: executionSchema.nullable(),
  /**
   * Part of the order's reservation that this fact releases: centavos for a buy, shares for a sell, never negative.
   * For a fill it includes the consumed part: the wallet releases all of it and then books the trade. Reservations grow
   * only by the synchronous call `reserve`, so the sums are correct in any order of arrival.
   */
  released: f.count,
});
export type OrderFact = z.infer<typeof orderFactSchema>;
export const orderFactCodec = codecOf<OrderFact>(orderFactSchema);

/** The part of a fact that a booking of the ledger needs, which reads every fact: the rest is not checked. */
const bookableFactSchema = orderFactSchema.extend({
  order: orderSnapshotSchema.pick({
    orderId: true,
    accountId: true,
    side: true,
    ticker: true,
    custodyTicker: true,
    assetKind: true,
    brokerage: true,
  }),
});
export type BookableFact = z.infer<typeof bookableFactSchema>;
export const bookableFactCodec = codecOf<BookableFact>(bookableFactSchema);

/** A fact without its sequence, which the account's stream gives it when it is stored. */
const unsequencedFactSchema = orderFactSchema.omit({ sequence: true });
export const unsequencedFactCodec = codecOf<Omit<OrderFact, 'sequence'>>(unsequencedFactSchema);
