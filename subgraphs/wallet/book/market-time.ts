import { dayOf } from '#domain/calendar/session.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { BookingTime } from '../store/store.ts';

/** How many settlement days ahead cash is projected (D+1, D+2). */
const DAYS_AHEAD = 2;

/** The market's time as bookings need it. */
export type MarketTime = () => BookingTime;

/** Reads the market's clock and calendar: the instant, today and the settlement days to come. */
export function createMarketTime(marketClock: Clock, calendar: TradingCalendar): MarketTime {
  let today = '';
  let days: readonly string[] = [];
  return () => {
    const nowMs = marketClock.nowMs();
    const day = dayOf(nowMs);
    if (day !== today) {
      today = day;
      days = [day];
      for (let ahead = 1; ahead <= DAYS_AHEAD; ahead++) {
        days = [...days, calendar.addTradingDays(day, ahead)];
      }
    }
    return { nowMs, days };
  };
}
