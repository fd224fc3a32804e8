import type { BucketPolicy } from '#platform/rate-limits/token-bucket.ts';
import type { Clock } from '#platform/time/clock.ts';
import { createClientShares } from '../client-shares.ts';
import { createEventTurns, type EventTurns } from './event-turns.ts';
import { createOpeningTurns, type OpeningTurns } from './opening-turns.ts';
import { createLateTurns } from '#platform/fair-queue/late-turns.ts';

/**
 * Milliseconds of a processor that the openings and the events of a client take as light work, at once and over time: 15 % of a
 * processor. Hundreds of openings at once, the events of a long past, and those of hundreds of streams take more.
 */
const SHARE: BucketPolicy = { capacity: 150, windowMs: 1_000 };

/** The turns of the work for streams, common to the hubs of all graphs. */
export interface StreamTurns {
  readonly openingTurns: OpeningTurns;
  readonly eventTurns: EventTurns;
}

/** Creates the turns, in which a client has one share of openings and events, and all late work of both takes the same turns. */
export function createStreamTurns(clock: Clock): StreamTurns {
  const shares = createClientShares(clock, SHARE);
  const late = createLateTurns(clock);
  return {
    openingTurns: createOpeningTurns(clock, shares, late),
    eventTurns: createEventTurns(clock, shares, late),
  };
}
