import { dayOf } from '#domain/calendar/session.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { BookingTime } from '../store/store.ts';

/** Settlement days ahead of today for which cash is projected (D+1, D+2). */
const DAYS_AHEAD = 2;

/** Reads the booking time: the present instant of the market clock, today and the next settlement days. */
export type BookingClock = () => BookingTime;

/** Creates a booking clock. It looks up the settlement days once a day. */
export function createBookingClock(marketClock: Clock, calendar: TradingCalendar): BookingClock {
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
