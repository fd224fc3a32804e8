import type { MarketMode } from '#domain/calendar/session.ts';
import { createTradingCalendar, type TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import type { ServiceKit } from '#platform/service/kit.ts';
import { followMarketClock } from '#assets/clock/follow-clock.ts';
import { assetsRpcContract, type AssetsRpc } from '#contracts/calls/assets.ts';

/** Dependencies of a part that uses market time, in a process of its own. */
export interface MarketOfProcess {
  readonly assets: AssetsRpc;
  readonly eventLog: EventLog;
  readonly marketClock: Clock;
  readonly marketMode: () => MarketMode;
  readonly calendar: TradingCalendar;
}

/** Connects to the event log and to assets, and waits for the market clock. */
export async function joinMarket(kit: ServiceKit<{ readonly ASSETS_URL: string }>): Promise<MarketOfProcess> {
  const { wallClock, log } = kit;
  const assets = kit.callsTo(assetsRpcContract, kit.settings.ASSETS_URL);
  const eventLog = await kit.eventLog();
  const followed = await followMarketClock({ eventLog, assets, wallClock, log });
  kit.onStop('market clock', followed.stop);
  return {
    assets,
    eventLog,
    marketClock: followed.clock,
    marketMode: followed.mode,
    calendar: createTradingCalendar(),
  };
}
