import { followMarketClock, type FollowedMarketClock } from './follow-clock.ts';
import { clockFactCodec, type ClockFact } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { Alarm, Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import { keptClock, startClock, type ClockSettings } from './clock-start.ts';
import type { AssetsStore } from '../store/store.ts';

export interface ClockOwnerDependencies {
  readonly store: AssetsStore;
  readonly eventLog: EventLog;
  readonly wallClock: Clock;
  readonly calendar: TradingCalendar;
  readonly settings: ClockSettings;
  readonly log: Log;
}

/** How often what is kept of the clock is renewed; well below the lead that the ceiling has. */
const KEEP_EVERY_MS = 5_000;

/**
 * Decides how market time runs, announces it, and keeps how far it has come. Several instances agree through the
 * store: the first decides, and one that starts while it runs goes on from the same anchor.
 */
export async function startMarketClock(dependencies: ClockOwnerDependencies): Promise<FollowedMarketClock> {
  const { store, eventLog, wallClock, calendar, settings, log } = dependencies;
  const { anchor } = await store.decideClock((stored) =>
    startClock(calendar, settings, stored, wallClock.nowMs()),
  );
  const decided: ClockFact = { v: 1, ...anchor };
  await eventLog.declare(TOPICS.clock, { compacted: true });
  await eventLog.append(TOPICS.clock, [{ key: 'clock', value: clockFactCodec.encode(decided) }]);
  log.info({ clock: decided }, 'the market clock runs');

  const followed = await followMarketClock({
    eventLog,
    assets: { clock: async () => decided },
    wallClock,
    log,
  });
  const stopKeeping = keepClock(dependencies, followed);
  return {
    ...followed,
    stop: async () => {
      await stopKeeping();
      await followed.stop();
    },
  };
}

function keepClock(
  { store, wallClock, calendar, log }: ClockOwnerDependencies,
  followed: FollowedMarketClock,
): () => Promise<void> {
  let next: Alarm;
  let running = Promise.resolve();
  let stopped = false;
  const keep = async (): Promise<void> => {
    try {
      await store.decideClock((stored) => {
        const kept = keptClock(calendar, followed.fact(), wallClock.nowMs());
        // Another instance may have decided anew, which is not heard of here yet.
        return {
          ...kept,
          anchor: stored?.anchor ?? kept.anchor,
          ceilingMs: Math.max(kept.ceilingMs, stored?.ceilingMs ?? 0),
        };
      });
    } catch (error) {
      log.warn({ err: error }, 'how far market time has come could not be kept; trying again');
    }
    if (!stopped) schedule();
  };
  const schedule = (): void => {
    next = wallClock.after(KEEP_EVERY_MS, () => {
      running = keep();
    });
  };
  schedule();
  return async () => {
    stopped = true;
    next.cancel();
    await running;
  };
}
