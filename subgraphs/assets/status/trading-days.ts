import { addDays } from '#domain/calendar/days.ts';
import { FIRST_DAY, settlementDay, type TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { badInput } from '#platform/graphql/errors.ts';
import { checkPeriod } from '#platform/graphql/period.ts';

/** A day with a session. */
export interface TradingDay {
  readonly date: string;
  readonly opensAtMs: number;
  readonly closesAtMs: number;
  readonly settlesOn: string;
}

/** Maximum length of a requested range. */
const MAX_RANGE_DAYS = 366;
/** The last day whose trades settle within the calendar. */
const LAST_QUERY_DAY = '2100-11-30';

/** Days with a session in a range, both ends included. Throws BAD_USER_INPUT for an invalid range. */
export function tradingDays(calendar: TradingCalendar, from: string, to: string): readonly TradingDay[] {
  checkPeriod(from, to);
  if (from < FIRST_DAY || to > LAST_QUERY_DAY)
    throw badInput(`The calendar covers ${FIRST_DAY} to ${LAST_QUERY_DAY}.`);
  if (to >= addDays(from, MAX_RANGE_DAYS))
    throw badInput(`"from" to "to" must span at most ${MAX_RANGE_DAYS} days.`);
  const days: TradingDay[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) {
    const session = calendar.sessionOf(date);
    if (!session) continue;
    const { opensAtMs, closesAtMs } = session;
    days.push({ date, opensAtMs, closesAtMs, settlesOn: settlementDay(calendar, date) });
  }
  return days;
}
