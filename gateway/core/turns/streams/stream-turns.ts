import type { Clock } from '#platform/time/clock.ts';
import { createClientShares } from './client-shares.ts';
import { createEventTurns, type EventTurns } from './event-turns.ts';
import { createOpeningTurns, type OpeningTurns } from './opening-turns.ts';

/** The turns of the work for streams, common to the hubs of all graphs. */
export interface StreamTurns {
  readonly openingTurns: OpeningTurns;
  readonly eventTurns: EventTurns;
}

/** Creates the turns, in which a client has one share of both. */
export function createStreamTurns(clock: Clock): StreamTurns {
  const shares = createClientShares(clock);
  return { openingTurns: createOpeningTurns(clock, shares), eventTurns: createEventTurns(clock, shares) };
}
