import { followMarketClock, type FollowedMarketClock } from './follow-clock.ts';
import { clockFactCodec, type ClockFact } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { startBackgroundTask, type BackgroundTask } from '#platform/background/background-task.ts';
import type { Clock } from '#platform/time/clock.ts';
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

/** Interval of storing the clock; well below the lead of its ceiling. */
const STORE_INTERVAL_MS = 5_000;

/**
 * Decides how market time runs, publishes it, and stores its progress. Several instances agree through the store: the
 * first decides, and an instance that starts while the clock runs continues from the same anchor.
 */
export async function startMarketClock(dependencies: ClockOwnerDependencies): Promise<FollowedMarketClock> {
  const { store, eventLog, wallClock, calendar, settings, log } = dependencies;
  const { anchor } = await store.decideClock((stored) =>
    startClock(calendar, settings, stored, wallClock.nowMs()),
  );
  const decided: ClockFact = { v: 1, ...anchor };
  await eventLog.declare(TOPICS.clock, { compacted: true });
  await eventLog.append(TOPICS.clock, [{ key: 'clock', value: clockFactCodec.encode(decided) }]);
  log.info({ clock: decided }, 'the market clock has started');

  const followed = await followMarketClock({
    eventLog,
    assets: { clock: async () => decided },
    wallClock,
    log,
  });
  const storing = startStoringClock(dependencies, followed);
  return {
    ...followed,
    stop: async () => {
      await storing.stop();
      await followed.stop();
    },
  };
}

const startStoringClock = (
  { store, wallClock, calendar, log }: ClockOwnerDependencies,
  followed: FollowedMarketClock,
): BackgroundTask =>
  startBackgroundTask({
    name: 'storing of the market clock',
    run: async () => {
      await store.decideClock((stored) => {
        const kept = keptClock(calendar, followed.fact(), wallClock.nowMs());
        // Another instance may have decided again without this instance having read its fact yet.
        return {
          ...kept,
          anchor: stored?.anchor ?? kept.anchor,
          ceilingMs: Math.max(kept.ceilingMs, stored?.ceilingMs ?? 0),
        };
      });
    },
    schedule: (start) => wallClock.after(STORE_INTERVAL_MS, start),
    runsAtStart: false,
    clock: wallClock,
    log,
  });
