import { z } from 'zod';
import { codecOf } from '../codec.ts';
import * as f from '../fields.ts';

/**
 * Fields of every report. `sequence` counts the reports of one engine shard to one member in steps of one and never
 * restarts, so shard and sequence identify a repeated report. `correlationId` is that of the cancel, replace,
 * mass cancel or end of session that the report answers, otherwise that of the order's NEW_ORDER.
 */
const common = {
  v: f.version1,
  member: f.id,
  /** Number of the engine's shard; absent for shard 0. */
  shard: f.count.optional(),
  sequence: f.sequence,
  atMs: f.instantMs,
  /** Day of the trading session. */
  tradeDate: f.day,
  correlationId: f.id,
};

const ofOrder = { ...common, orderId: f.id, ticker: f.ticker };
const quantities = { quantity: f.quantity, filledQuantity: f.count, leavesQuantity: f.count };

export const executionReportSchema = z.discriminatedUnion('type', [
  /** The exchange accepted the order; fills on entry follow. `limitPriceTicks` is null while it has no limit. */
  z.object({
    ...ofOrder,
    ...quantities,
    type: z.literal('ACCEPTED'),
    limitPriceTicks: f.priceTicks.nullable(),
  }),
  z.object({ ...ofOrder, type: z.literal('REJECTED'), rule: f.rule, message: z.string() }),
  z.object({
    ...ofOrder,
    ...quantities,
    type: z.literal('FILLED'),
    executionId: f.id,
    tradeId: f.id,
    priceTicks: f.priceTicks,
    fillQuantity: f.quantity,
    liquidity: z.enum(['MAKER', 'TAKER', 'AUCTION']),
    /** Limit of the order; the trade's price for an order without a limit. */
    limitPriceTicks: f.priceTicks.nullable(),
  }),
  z.object({
    ...ofOrder,
    ...quantities,
    type: z.literal('CANCELED'),
    /** Request id of the cancel, replace or mass cancel; null when the report answers no request. */
    requestId: f.id.nullable(),
    reason: z.enum(['REQUESTED', 'MASS_CANCEL', 'SELF_TRADE', 'DISCONNECT', 'CORPORATE_ACTION']),
  }),
  z.object({
    ...ofOrder,
    ...quantities,
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
    ...quantities,
    type: z.literal('REPLACED'),
    requestId: f.id,
    limitPriceTicks: f.priceTicks.nullable(),
    stopPriceTicks: f.priceTicks.optional(),
    displayQuantity: f.quantity.optional(),
    minimumQuantity: f.quantity.optional(),
  }),
  /** A stop was triggered: it is now a limit or market order. `limitPriceTicks` is absent while it has no limit. */
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

/**
 * A member's place in the journal of an engine shard, on the member's queue: published before the first report of each run of the
 * engine, and when the member asks for it (`contracts/calls/engine.ts`). A member compares it with its own numbers: another journal,
 * or one that ends before what the member has handled or sent, is not the one of its orders. It is no report and has no sequence.
 */
const journalPositionSchema = z.object({
  v: f.version1,
  type: z.literal('JOURNAL_POSITION'),
  member: f.id,
  shard: f.count,
  /** Identity of the journal, drawn at its creation. */
  journalId: f.id,
  /** Sequence of the member's last report; 0 before the first. */
  lastSequence: f.count,
  /** Highest number of the member's numbered commands; 0 before the first. */
  commandNumber: f.count,
  /** Instant of the engine's machine: a position that is not later than one that was handled is a repeat. */
  announcedAtMs: f.instantMs,
});
export type JournalPosition = z.infer<typeof journalPositionSchema>;

/** A message on a member's queue. */
export type MemberMessage = ExecutionReport | JournalPosition;
export const memberMessageCodec = codecOf<MemberMessage>(
  z.discriminatedUnion('type', [...executionReportSchema.options, journalPositionSchema]),
);
