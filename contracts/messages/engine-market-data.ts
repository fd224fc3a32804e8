import { z } from 'zod';
import { codecOf } from '../codec.ts';
import * as f from '../fields.ts';

/**
 * Fields of every market-data message of the engine. `sequence` counts the messages of one ticker in steps of one and
 * never restarts in a journal: a consumer that finds a gap has lost messages. Prices are in ticks of `tickCentavos`.
 */
const common = {
  v: f.version1,
  ticker: f.ticker,
  sequence: f.sequence,
  /** Identity of the engine's journal, which the publisher adds. Absent in an INDEX_VALUE, which no engine makes. */
  journalId: f.id.optional(),
  tickCentavos: z.int().positive(),
  atMs: f.instantMs,
  tradeDate: f.day,
};

const level = z.object({ priceTicks: f.priceTicks, quantity: f.count, orders: f.count });

export const engineMarketDataSchema = z.discriminatedUnion('type', [
  /** Levels after one command or a part of one; a quantity of 0 removes the level. */
  z.object({
    ...common,
    type: z.literal('BOOK_CHANGED'),
    changes: z.array(level.extend({ side: f.side })).min(1),
  }),
  z.object({
    ...common,
    type: z.literal('TRADE'),
    tradeId: f.id,
    /** Counts the trades of this ticker in steps of one and never restarts. */
    tradeSequence: f.sequence,
    priceTicks: f.priceTicks,
    quantity: f.quantity,
    /** Side of the incoming order; null in an auction. */
    aggressor: f.side.nullable(),
  }),
  /**
   * The ticker's phase: its group's, or one that a protection or a halt put in its place. `previousCloseTicks` is set
   * when a session begins or the ticker is listed, when the previous close is adjusted and when the tick changes; null
   * otherwise. An absent `cause` is SCHEDULE.
   */
  z.object({
    ...common,
    type: z.literal('PHASE_CHANGED'),
    phase: f.phase,
    previousCloseTicks: f.priceTicks.nullable(),
    cause: f.phaseCause.optional(),
    /** Earliest end of the phase; absent when it is not known. */
    endsAtMs: f.instantMs.optional(),
    /** True when the ticker's whole group is halted. */
    isOfMarket: z.literal(true).optional(),
  }),
  /** Theoretical price and quantity of the auction, in a call; price null and quantity 0 when no orders cross. */
  z.object({
    ...common,
    type: z.literal('THEORETICAL'),
    priceTicks: f.priceTicks.nullable(),
    quantity: f.count,
  }),
  /**
   * The whole book after the ticker's message before this one. A consumer starts from it, or resumes from it after a
   * gap. Lost trades are not repeated; `tradeSequence` shows how many they are.
   */
  z.object({
    ...common,
    type: z.literal('BOOK_SNAPSHOT'),
    phase: f.phase,
    bids: z.array(level),
    asks: z.array(level),
    /** Price of the session's last trade; absent before its first one. */
    lastTradeTicks: f.priceTicks.optional(),
    /** Adjusted close of the session before; absent when there is none. */
    previousCloseTicks: f.priceTicks.optional(),
    /** Sequence of the ticker's last trade, of any session; 0 before the first. */
    tradeSequence: f.count.optional(),
    /** Theoretical price and quantity in a call; absent in other phases and when no orders cross. */
    theoretical: z.object({ priceTicks: f.priceTicks, quantity: f.quantity }).optional(),
  }),
  /**
   * Value of an index, in hundredths of a point (a tick). An index has no book and no trades. Market data computes it and
   * publishes it beside the exchange's messages.
   */
  z.object({
    ...common,
    type: z.literal('INDEX_VALUE'),
    /** Phase of most members. */
    phase: f.phase,
    /** Null before the first trade of a member in the session. */
    valueTicks: f.priceTicks.nullable(),
    /** Counts the values in steps of one and never restarts. */
    valueSequence: f.sequence,
    previousCloseTicks: f.priceTicks,
  }),
]);

export type EngineMarketData = z.infer<typeof engineMarketDataSchema>;
export const engineMarketDataCodec = codecOf<EngineMarketData>(engineMarketDataSchema);
