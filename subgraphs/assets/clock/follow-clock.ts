import { createMarketTime, type MarketAnchor } from '#domain/calendar/market-time.ts';
import type { MarketMode } from '#domain/calendar/session.ts';
import { createTradingCalendar, type TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { reasonOf } from '#platform/retry/reason.ts';
import { retry } from '#platform/retry/retry.ts';
import type { Clock } from '#platform/time/clock.ts';
import { createDerivedClock, type TimeMapping } from '#platform/time/derived-clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Stop } from '#platform/process/part.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import { clockFactCodec, type ClockFact } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import type { AssetsRpc } from '#contracts/calls/assets.ts';

/** A process's copy of the market clock that assets owns. */
export interface FollowedMarketClock {
  readonly clock: Clock;
  readonly mode: () => MarketMode;
  /** The fact that the clock currently follows. */
  readonly fact: () => ClockFact;
  readonly stop: Stop;
}

export interface MarketClockSources {
  readonly eventLog: EventLog;
  readonly assets: Pick<AssetsRpc, 'clock'>;
  readonly wallClock: Clock;
  readonly log: Log;
}

/**
 * Follows the market clock: requests the clock fact from assets, with retries, and applies every fact published from then
 * on.
 */
export async function followMarketClock(sources: MarketClockSources): Promise<FollowedMarketClock> {
  const calendar = createTradingCalendar();
  let published: ClockFact | null = null;
  let apply = (fact: ClockFact): void => {
    published = fact;
  };
  await sources.eventLog.declare(TOPICS.clock, { compacted: true });
  const stop = await sources.eventLog.read([TOPICS.clock], { from: 'now' }, async (batch) => {
    for (const record of batch) apply(clockFactCodec.decode(record.value));
  });
  // Reading starts before the request, so any fact read since is at least as new as the answer.
  const answer = await requestClock(sources);
  let current: ClockFact = published ?? answer;
  const clock = createDerivedClock(sources.wallClock, marketTimeMapping(calendar, current));
  apply = (fact) => {
    current = fact;
    clock.remap(marketTimeMapping(calendar, fact));
    sources.log.info({ clock: fact }, 'the market clock changed');
  };
  return { clock, mode: () => current.mode, fact: () => current, stop };
}

/** Converts an anchor of market time to a mapping from the machine's clock. */
function marketTimeMapping(calendar: TradingCalendar, anchor: MarketAnchor): TimeMapping {
  const time = createMarketTime(calendar, anchor);
  return { fromBase: time.simulatedAt, toBase: time.realAt };
}

/** A short wait for assets at the start is normal; from this attempt on it is a warning. */
const LONG_WAIT_ATTEMPT = 10;

const requestClock = ({ assets, wallClock, log }: MarketClockSources): Promise<ClockFact> =>
  retry(() => assets.clock({}), {
    clock: wallClock,
    onFailure: ({ error, attempt, delayMs }) => {
      const level = attempt === 1 ? 'info' : attempt === LONG_WAIT_ATTEMPT ? 'warn' : 'debug';
      log[level](
        { reason: reasonOf(error), attempt, delayMs },
        'assets does not answer the request for the market clock; retrying',
      );
    },
  });
