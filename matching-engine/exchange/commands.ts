import { z } from 'zod';
import { engineCommandSchema, type EngineCommand } from '#contracts/messages/engine-commands.ts';
import { exActionSchema } from '#contracts/messages/market-facts.ts';
import * as f from '#contracts/fields.ts';

/**
 * Commands of the engine's own edge. They are journaled like the members', so that the exchange needs no clock, calendar
 * or catalogue of its own. They carry no command id, because a repeat changes nothing.
 */

const ppm = z.int().nonnegative().max(1_000_000);

/** Lists an instrument or replaces its facts. A version that is not newer than the known one changes nothing. */
export const defineInstrumentSchema = z.object({
  v: f.version1,
  type: z.literal('DEFINE_INSTRUMENT'),
  ticker: f.ticker,
  /** Listings of one group go through the phases of the session together. */
  group: f.id,
  status: f.assetStatus,
  lotSize: z.int().positive(),
  tickCentavos: z.int().positive(),
  priceBand: z.object({ lowCentavos: f.centavos, highCentavos: f.centavos }).nullable(),
  maxOrderQuantity: z.int().positive(),
  previousCloseCentavos: f.centavos,
  /** Corporate actions whose ex-days are ahead. */
  exActions: z.array(exActionSchema).readonly().optional(),
  version: f.sequence,
  /** The instrument's own tunnels, instead of its group's. */
  tunnels: z.object({ staticPpm: ppm, dynamicPpm: ppm }).optional(),
  /** Mean shares traded a session, instead of the mean that the exchange counts. */
  meanQuantity: f.count.optional(),
});

/**
 * Begins a phase of a group. Another `tradeDate` than the current one begins a new session. A listing may stay behind: a
 * halt, an auction and an extended call keep it in its own phase.
 */
const setPhaseSchema = z.object({
  v: f.version1,
  type: z.literal('SET_PHASE'),
  group: f.id,
  phase: f.phase,
  tradeDate: f.day,
  /**
   * Scheduled start, the timestamp of the events even when the command is late because the engine was down. An instant
   * before the last command's counts as the last command's. Absent: the command's own instant.
   */
  startsAtMs: f.instantMs.optional(),
  /** Scheduled end; absent when it is not known. */
  endsAtMs: f.instantMs.optional(),
});

/** Applies due work of the command's instant: auctions, extended calls and halts end, delayed phases begin. */
const timeSchema = z.object({ v: f.version1, type: z.literal('TIME') });

/** Halts a ticker, or with null its whole group, until a RESUME or `endsAtMs`. */
const haltSchema = z.object({
  v: f.version1,
  type: z.literal('HALT'),
  group: f.id,
  ticker: f.ticker.nullable(),
  endsAtMs: f.instantMs.optional(),
});

/** Ends a halt. Continuous trading resumes through a call, whose length the protections define. */
const resumeSchema = z.object({
  v: f.version1,
  type: z.literal('RESUME'),
  group: f.id,
  ticker: f.ticker.nullable(),
});

/** Starts an auction in continuous trading; has no effect in other phases. Default length: a price auction's. */
const startAuctionSchema = z.object({
  v: f.version1,
  type: z.literal('START_AUCTION'),
  ticker: f.ticker,
  durationMs: z.int().positive().optional(),
});

/** A value of the index that the circuit breaker of a group watches, in hundredths of a point. */
const indexValueSchema = z.object({
  v: f.version1,
  type: z.literal('INDEX_VALUE'),
  group: f.id,
  value: f.count,
  previousClose: z.int().positive(),
});

const lengthMs = z.int().nonnegative();
const extensionRules = z.object({
  windowMs: lengthMs,
  lengthMs,
  most: z.int().nonnegative(),
  tunnelPpm: ppm,
});

/** Replaces the protections of a group (`domain/market/protections.ts`). Until the first one it has none. */
export const setProtectionsSchema = z.object({
  v: f.version1,
  type: z.literal('SET_PROTECTIONS'),
  group: f.id,
  protections: z.object({
    auctions: z.object({
      staticPpm: ppm,
      dynamicPpm: ppm,
      priceCallMs: lengthMs,
      meanSessions: z.int().positive(),
      quantitySteps: z.array(z.object({ multiple: z.int().positive(), callMs: lengthMs })),
    }),
    extensions: z.object({ scheduled: extensionRules, auction: extensionRules }),
    resumptionCallMs: lengthMs,
    breaker: z.object({
      levels: z.array(z.object({ fallPpm: ppm, haltMs: lengthMs.nullable() })),
      quietMs: lengthMs,
      finalTradingMs: lengthMs,
      mostDelayMs: lengthMs,
    }),
  }),
});

/** Requests the whole book as market data. */
const publishBookSchema = z.object({
  v: f.version1,
  type: z.literal('PUBLISH_BOOK'),
  ticker: f.ticker,
});

/**
 * Lets the journal go on for one that was lost: cancels the member's orders, drops its commands up to a number, and counts every report,
 * message and trade after `from`.
 */
const renumberSchema = z.object({
  v: f.version1,
  type: z.literal('RENUMBER'),
  forMember: f.id,
  from: f.sequence,
  commandNumber: f.count,
});

const internalCommandSchema = z.discriminatedUnion('type', [
  defineInstrumentSchema,
  setPhaseSchema,
  timeSchema,
  haltSchema,
  resumeSchema,
  startAuctionSchema,
  indexValueSchema,
  setProtectionsSchema,
  publishBookSchema,
  renumberSchema,
]);

export type DefineInstrument = z.infer<typeof defineInstrumentSchema>;
export type SetPhase = z.infer<typeof setPhaseSchema>;
export type Halt = z.infer<typeof haltSchema>;
export type Resume = z.infer<typeof resumeSchema>;
export type StartAuction = z.infer<typeof startAuctionSchema>;
export type IndexValue = z.infer<typeof indexValueSchema>;
export type SetProtections = z.infer<typeof setProtectionsSchema>;
export type PublishBook = z.infer<typeof publishBookSchema>;
export type Renumber = z.infer<typeof renumberSchema>;
export type InternalCommand = z.infer<typeof internalCommandSchema>;

/** Any command of the exchange, as the journal holds it. */
export const exchangeCommandSchema = z.union([engineCommandSchema, internalCommandSchema]);
export type ExchangeCommand = EngineCommand | InternalCommand;
