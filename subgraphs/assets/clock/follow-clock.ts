import { createMarketTime, type MarketAnchor } from '#domain/calendar/market-time.ts';
import type { MarketMode } from '#domain/calendar/session.ts';
import { createTradingCalendar, type TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { delay, type Clock } from '#platform/time/clock.ts';
import { createDerivedClock, type TimeMapping } from '#platform/time/derived-clock.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Stop } from '#platform/process/part.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import { clockFactCodec, type ClockFact } from '#contracts/messages/market-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import type { AssetsRpc } from '#contracts/rpc.ts';

/** The market clock of a process that follows the one of assets. */
export interface FollowedMarketClock {
  readonly clock: Clock;
  readonly mode: () => MarketMode;
  /** How it runs now. */
  readonly fact: () => ClockFact;
  readonly stop: Stop;
}

export interface MarketClockSources {
  readonly eventLog: EventLog;
  readonly assets: Pick<AssetsRpc, 'clock'>;
  readonly wallClock: Clock;
  readonly log: Log;
}

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

/**
 * Follows the market clock: asks assets how it runs, as long as it takes to get an answer, and takes over every change
 * that is announced from then on.
 */
export async function followMarketClock(sources: MarketClockSources): Promise<FollowedMarketClock> {
  const calendar = createTradingCalendar();
  let announced: ClockFact | null = null;
  let take = (fact: ClockFact): void => {
    announced = fact;
  };
  await sources.eventLog.declare(TOPICS.clock, { compacted: true });
  const stop = await sources.eventLog.read([TOPICS.clock], { from: 'now' }, async (batch) => {
    for (const record of batch) take(clockFactCodec.decode(record.value));
  });
  // Asked after the reading has begun: what is announced from here on is as new as the answer or newer.
  const asked = await askUntilAnswered(sources);
  let current: ClockFact = announced ?? asked;
  const clock = createDerivedClock(sources.wallClock, marketTimeMapping(calendar, current));
  take = (fact) => {
    current = fact;
    clock.remap(marketTimeMapping(calendar, fact));
    sources.log.info({ clock: fact }, 'the market clock changed');
  };
  return { clock, mode: () => current.mode, fact: () => current, stop };
}

/** An anchor of the market's time as a mapping from the machine's clock. */
export function marketTimeMapping(calendar: TradingCalendar, anchor: MarketAnchor): TimeMapping {
  const time = createMarketTime(calendar, anchor);
  return { fromBase: time.simulatedAt, toBase: time.realAt };
}

async function askUntilAnswered({ assets, wallClock, log }: MarketClockSources): Promise<ClockFact> {
  for (let pauseMs = FIRST_RETRY_MS; ; pauseMs = Math.min(pauseMs * 2, LAST_RETRY_MS)) {
    try {
      return await assets.clock({});
    } catch (error) {
      // A start waits a while for its neighbours; only a long wait deserves somebody's attention.
      const level = pauseMs === LAST_RETRY_MS ? 'warn' : 'info';
      const reason = error instanceof Error ? error.message : String(error);
      log[level]({ reason, pauseMs }, 'assets does not tell the market clock yet; asking again');
      await delay(wallClock, pauseMs);
    }
  }
}
