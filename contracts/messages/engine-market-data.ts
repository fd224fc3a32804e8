import { z } from 'zod';
import { codecOf } from '../codec.ts';
import * as f from '../fields.ts';

/**
 * What every market-data message of the engine carries. `sequence` counts the messages of one ticker in steps of one
 * and never restarts: whoever finds a gap has lost one. Prices are ticks of `tickCentavos`.
 */
const common = {
  v: f.version1,
  ticker: f.ticker,
  sequence: f.sequence,
  tickCentavos: z.int().positive(),
  atMs: f.instantMs,
  tradeDate: f.day,
};

const level = z.object({ priceTicks: f.priceTicks, quantity: f.count, orders: f.count });

export const engineMarketDataSchema = z.discriminatedUnion('type', [
  /** Levels as they are after one command; a quantity of 0 removes the level. */
  z.object({
    ...common,
    type: z.literal('BOOK_CHANGED'),
    changes: z.array(level.extend({ side: f.side })).min(1),
  }),
  z.object({
    ...common,
    type: z.literal('TRADE'),
    tradeId: f.id,
    /** Trades of this ticker in steps of one, never restarted. */
    tradeSequence: f.sequence,
    priceTicks: f.priceTicks,
    quantity: f.quantity,
    /** The side that took; null in an auction. */
    aggressor: f.side.nullable(),
  }),
  /**
   * The ticker's own phase: the market's, or one that a protection or a halt put in its place. `previousCloseTicks` is
   * given when a new session day begins. An absent `cause` is SCHEDULE, an absent `endsAtMs` not known.
   */
  z.object({
    ...common,
    type: z.literal('PHASE_CHANGED'),
    phase: f.phase,
    previousCloseTicks: f.priceTicks.nullable(),
    cause: z
      .enum([
        'SCHEDULE',
        'STATIC_TUNNEL',
        'DYNAMIC_TUNNEL',
        'QUANTITY',
        'COMMAND',
        'EXTENSION',
        'HALT',
        'CIRCUIT_BREAKER',
      ])
      .optional(),
    /** When it ends at the earliest. */
    endsAtMs: f.instantMs.optional(),
    /** The whole market is in it, off its schedule: halted. */
    isOfMarket: z.literal(true).optional(),
  }),
  /** In a call: where the auction would trade now; null when nothing crosses. */
  z.object({
    ...common,
    type: z.literal('THEORETICAL'),
    priceTicks: f.priceTicks.nullable(),
    quantity: f.count,
  }),
  /**
   * The ticker as it stands after the message before: from it a consumer may start, or go on that has lost messages. It
   * does not bring back the trades themselves; how many were lost is told by `tradeSequence`.
   */
  z.object({
    ...common,
    type: z.literal('BOOK_SNAPSHOT'),
    phase: f.phase,
    bids: z.array(level),
    asks: z.array(level),
    /** Of the session's day; absent before its first trade. */
    lastTradeTicks: f.priceTicks.optional(),
    /** Of the session before, adjusted; absent when it has none. */
    previousCloseTicks: f.priceTicks.optional(),
    /** Of the last trade of all sessions; 0 before the first. */
    tradeSequence: f.count.optional(),
    /** In a call where the auction would trade now; absent elsewhere and where nothing crosses. */
    theoretical: z.object({ priceTicks: f.priceTicks, quantity: f.quantity }).optional(),
  }),
]);

export type EngineMarketData = z.infer<typeof engineMarketDataSchema>;
export const engineMarketDataCodec = codecOf<EngineMarketData>(engineMarketDataSchema);
