import { z } from 'zod';
import { engineCommandSchema, type EngineCommand } from '#contracts/engine-commands.ts';
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
});

/** The phase of a group from now on. Another `tradeDate` than the present one begins a new session. */
export const setPhaseSchema = z.object({
  v: f.version1,
  type: z.literal('SET_PHASE'),
  group: f.id,
  phase: f.phase,
  tradeDate: f.day,
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
  publishBookSchema,
]);

export type DefineInstrument = z.infer<typeof defineInstrumentSchema>;
export type SetPhase = z.infer<typeof setPhaseSchema>;
export type PublishBook = z.infer<typeof publishBookSchema>;
export type InternalCommand = z.infer<typeof internalCommandSchema>;

/** Everything that the core can be told, as the journal holds it. */
export const coreCommandSchema = z.union([engineCommandSchema, internalCommandSchema]);
export type CoreCommand = EngineCommand | InternalCommand;
