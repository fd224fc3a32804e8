import { addDays, formatDay, utcMidnightMs } from '#domain/calendar/days.ts';
import { DAY_MS } from '#domain/calendar/durations.ts';
import { FIRST_DAY, settlementDay, type TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { badInput } from '#platform/graphql/errors.ts';
import { checkPeriod } from '#platform/graphql/resolvers/period.ts';

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

/** The trading days of about seven years. With fewer, a few requests of a year each would push each other out. */
const MAX_KNOWN_DAYS = 2_560;

/** Days with a session in a range, both ends included. Throws BAD_USER_INPUT for an invalid range. */
export type TradingDays = (from: string, to: string) => readonly TradingDay[];

/** Creates the list of trading days. A day is computed once: one request may name a year under several aliases. */
export function createTradingDays(calendar: TradingCalendar): TradingDays {
  const known = new Map<number, TradingDay | null>();
  const dayAt = (midnightMs: number): TradingDay | null => {
    const found = known.get(midnightMs);
    if (found !== undefined) return found;
    const day = tradingDay(calendar, formatDay(midnightMs));
    if (known.size >= MAX_KNOWN_DAYS) known.clear();
    known.set(midnightMs, day);
    return day;
  };
  return (from, to) => {
    checkRange(from, to);
    const days: TradingDay[] = [];
    const lastMs = utcMidnightMs(to);
    for (let atMs = utcMidnightMs(from); atMs <= lastMs; atMs += DAY_MS) {
      const day = dayAt(atMs);
      if (day) days.push(day);
    }
    return days;
  };
}

function checkRange(from: string, to: string): void {
  checkPeriod(from, to);
  if (from < FIRST_DAY || to > LAST_QUERY_DAY)
    throw badInput(`The calendar covers ${FIRST_DAY} to ${LAST_QUERY_DAY}.`);
  if (to >= addDays(from, MAX_RANGE_DAYS))
    throw badInput(`"from" to "to" must span at most ${MAX_RANGE_DAYS} days.`);
}

function tradingDay(calendar: TradingCalendar, date: string): TradingDay | null {
  const session = calendar.sessionOf(date);
  if (!session) return null;
  const { opensAtMs, closesAtMs } = session;
  return { date, opensAtMs, closesAtMs, settlesOn: settlementDay(calendar, date) };
}
