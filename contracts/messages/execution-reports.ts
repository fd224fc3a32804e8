import { z } from 'zod';
import { codecOf } from '../codec.ts';
import * as f from '../fields.ts';

/**
 * What every report carries. `sequence` counts the reports of one engine shard to one member in steps of one and never
 * restarts, so a repeated report is known by it and the shard. `commandId` is the command that caused it (of the taker for a maker's fill).
 */
const common = {
  v: f.version1,
  member: f.id,
  /** The engine that reports; absent means the first, 0. */
  shard: f.count.optional(),
  sequence: f.sequence,
  atMs: f.instantMs,
  /** The session's day. */
  tradeDate: f.day,
  correlationId: f.id,
};

const ofOrder = { ...common, orderId: f.id, ticker: f.ticker };
const standing = { quantity: f.quantity, filledQuantity: f.count, leavesQuantity: f.count };

export const executionReportSchema = z.discriminatedUnion('type', [
  /** The order is in the book (or was matched on entry: fills follow). */
  z.object({
    ...ofOrder,
    ...standing,
    type: z.literal('ACCEPTED'),
    limitPriceTicks: f.priceTicks.nullable(),
  }),
  z.object({ ...ofOrder, type: z.literal('REJECTED'), rule: f.rule, message: z.string() }),
  z.object({
    ...ofOrder,
    ...standing,
    type: z.literal('FILLED'),
    executionId: f.id,
    tradeId: f.id,
    priceTicks: f.priceTicks,
    fillQuantity: f.quantity,
    liquidity: z.enum(['MAKER', 'TAKER', 'AUCTION']),
    /** Where the rest stands; of a market order the price at which it traded. */
    limitPriceTicks: f.priceTicks.nullable(),
  }),
  z.object({
    ...ofOrder,
    ...standing,
    type: z.literal('CANCELED'),
    /** The cancel's or mass cancel's request id; null when nobody asked. */
    requestId: f.id.nullable(),
    reason: z.enum(['REQUESTED', 'MASS_CANCEL', 'SELF_TRADE', 'DISCONNECT']),
  }),
  z.object({
    ...ofOrder,
    ...standing,
    type: z.literal('EXPIRED'),
    reason: z.enum([
      'IMMEDIATE_OR_CANCEL',
      'FILL_OR_KILL',
      'MINIMUM_QUANTITY',
      'END_OF_DAY',
      'EXPIRY_DATE',
      'AUCTION',
    ]),
  }),
  z.object({
    ...ofOrder,
    ...standing,
    type: z.literal('REPLACED'),
    requestId: f.id,
    limitPriceTicks: f.priceTicks.nullable(),
    stopPriceTicks: f.priceTicks.optional(),
    displayQuantity: f.quantity.optional(),
    minimumQuantity: f.quantity.optional(),
  }),
  /** A stop was triggered and is a plain order from now on, with the limit that it was given or became. */
  z.object({
    ...ofOrder,
    type: z.literal('TRIGGERED'),
    limitPriceTicks: f.priceTicks.optional(),
  }),
  z.object({
    ...ofOrder,
    type: z.literal('CANCEL_REJECTED'),
    requestId: f.id,
    rule: f.rule,
    message: z.string(),
  }),
  z.object({
    ...ofOrder,
    type: z.literal('REPLACE_REJECTED'),
    requestId: f.id,
    rule: f.rule,
    message: z.string(),
  }),
  z.object({ ...common, type: z.literal('MASS_CANCELED'), requestId: f.id, count: f.count }),
]);

export type ExecutionReport = z.infer<typeof executionReportSchema>;
export const executionReportCodec = codecOf<ExecutionReport>(executionReportSchema);
