import { z } from 'zod';
import { engineCommandSchema, type EngineCommand } from '#contracts/messages/engine-commands.ts';
import * as f from '#contracts/fields.ts';

/**
 * Commands that the engine's own edge puts into the stream. They are journaled like those of members, so that the core
 * needs no clock, calendar or catalogue of its own. They carry no id: each is idempotent by what it says.
 */

/** An instrument as it is from now on. One that is not newer than the known version changes nothing. */
export const defineInstrumentSchema = z.object({
  v: f.version1,
  type: z.literal('DEFINE_INSTRUMENT'),
  ticker: f.ticker,
  /** Instruments of one group go through the phases of the day together. */
  group: f.id,
  status: f.assetStatus,
  lotSize: z.int().positive(),
  tickCentavos: z.int().positive(),
  priceBand: z.object({ lowCentavos: f.centavos, highCentavos: f.centavos }).nullable(),
  maxOrderQuantity: z.int().positive(),
  previousCloseCentavos: f.centavos,
  version: f.sequence,
  /** Its own in place of the group's. */
  tunnels: z
    .object({
      staticPpm: z.int().nonnegative().max(1_000_000),
      dynamicPpm: z.int().nonnegative().max(1_000_000),
    })
    .optional(),
  /** Mean traded shares a session, in place of the one that the exchange counts itself. */
  meanQuantity: f.count.optional(),
});

/**
 * The phase of a group from now on. Another `tradeDate` than the present one begins a new session. Calls that have a
 * reason to are extended beyond it, each instrument's for itself, and instruments in an auction or halted stay so.
 */
export const setPhaseSchema = z.object({
  v: f.version1,
  type: z.literal('SET_PHASE'),
  group: f.id,
  phase: f.phase,
  tradeDate: f.day,
  /**
   * When it begins by the calendar; never earlier than anything that was told before. What it causes is told with this
   * instant, even when the command comes late because the engine was down. Absent: the command's own instant.
   */
  startsAtMs: f.instantMs.optional(),
  /** When it is scheduled to end; absent where nobody knows. */
  endsAtMs: f.instantMs.optional(),
});

/** Time has come to what is due at the command's instant: auctions, extended calls and halts end. */
export const timeSchema = z.object({ v: f.version1, type: z.literal('TIME') });

/** Trading stops in a ticker, or with null in its whole group, until it is resumed or `endsAtMs`. */
export const haltSchema = z.object({
  v: f.version1,
  type: z.literal('HALT'),
  group: f.id,
  ticker: f.ticker.nullable(),
  endsAtMs: f.instantMs.optional(),
});

/** A halt ends now. In continuous trading it goes on through a call of the length that the protections name. */
export const resumeSchema = z.object({
  v: f.version1,
  type: z.literal('RESUME'),
  group: f.id,
  ticker: f.ticker.nullable(),
});

/** Starts an auction in continuous trading; elsewhere it changes nothing. Absent length: that of a price auction. */
export const startAuctionSchema = z.object({
  v: f.version1,
  type: z.literal('START_AUCTION'),
  ticker: f.ticker,
  durationMs: z.int().positive().optional(),
});

/** What the index that the circuit breaker of a group looks at stands at, in hundredths of a point. */
export const indexValueSchema = z.object({
  v: f.version1,
  type: z.literal('INDEX_VALUE'),
  group: f.id,
  value: f.count,
  previousClose: z.int().positive(),
});

const lengthMs = z.int().nonnegative();
const ppm = z.int().nonnegative().max(1_000_000);
const extensionRules = z.object({
  windowMs: lengthMs,
  lengthMs,
  most: z.int().nonnegative(),
  tunnelPpm: ppm,
});

/** The protections of a group from now on (`domain/market/protections.ts`). Without one nothing is protected. */
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

/** Asks for the whole book as market data. */
export const publishBookSchema = z.object({
  v: f.version1,
  type: z.literal('PUBLISH_BOOK'),
  ticker: f.ticker,
});

export const internalCommandSchema = z.discriminatedUnion('type', [
  defineInstrumentSchema,
  setPhaseSchema,
  timeSchema,
  haltSchema,
  resumeSchema,
  startAuctionSchema,
  indexValueSchema,
  setProtectionsSchema,
  publishBookSchema,
]);

export type DefineInstrument = z.infer<typeof defineInstrumentSchema>;
export type SetPhase = z.infer<typeof setPhaseSchema>;
export type Halt = z.infer<typeof haltSchema>;
export type Resume = z.infer<typeof resumeSchema>;
export type StartAuction = z.infer<typeof startAuctionSchema>;
export type IndexValue = z.infer<typeof indexValueSchema>;
export type SetProtections = z.infer<typeof setProtectionsSchema>;
export type PublishBook = z.infer<typeof publishBookSchema>;
export type InternalCommand = z.infer<typeof internalCommandSchema>;

/** Everything that the core can be told, as the journal holds it. */
export const coreCommandSchema = z.union([engineCommandSchema, internalCommandSchema]);
export type CoreCommand = EngineCommand | InternalCommand;
