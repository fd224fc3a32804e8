import { dayOf } from '#domain/calendar/sao-paulo-time.ts';
import { settlementCycleOn } from '#domain/calendar/settlement.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { BookingTime } from '../store/unit-of-work.ts';

/** Reads the booking time: the present instant of the market clock, today and the coming settlement days. */
export type BookingClock = () => BookingTime;

/** Creates a booking clock. It looks up the settlement days once a day. */
export function createBookingClock(marketClock: Clock, calendar: TradingCalendar): BookingClock {
  let days: readonly string[] = [];
  return () => {
    const nowMs = marketClock.nowMs();
    const today = dayOf(nowMs);
    if (days[0] !== today) days = projectedDays(calendar, today);
    return { nowMs, days };
  };
}

/** Today and the settlement days on which trades made until today settle: D+0 to D+2, until May 2019 to D+3. */
function projectedDays(calendar: TradingCalendar, today: string): readonly string[] {
  const days = [today];
  for (let ahead = settlementCycleOn(today).tradingDays; ahead > 0; ahead--)
    days.push(calendar.nextTradingDay(days.at(-1) ?? today));
  return days;
}
