import type { Phase } from '../market/phase.ts';
import { addDays, isWeekend, utcMidnightMs, yearOf } from './days.ts';
import { ashWednesday, holidaysOf } from './holidays.ts';
import { instantsOf, isUsDaylightTime } from './sao-paulo-time.ts';
import { SESSION_SCHEDULES, type PhaseStart } from './session-table.ts';
import { settlementCycleOn } from './settlement.ts';

/** Range of the calendar, both days included. A day outside it throws RangeError. */
export const FIRST_DAY = '2000-01-01';
export const LAST_DAY = '2100-12-31';

/** A phase of a session and the instant of its start. */
export interface PhaseOfSession {
  readonly phase: Phase;
  readonly startsAtMs: number;
}

/** Session hours of a day. */
export interface SessionHours {
  readonly day: string;
  /** In order of time, each phase once; the last one is CLOSED. */
  readonly phases: readonly PhaseOfSession[];
  /** Start of continuous trading. */
  readonly opensAtMs: number;
  /** End of continuous trading. */
  readonly closingCallAtMs: number;
  /** End of the closing call. */
  readonly closesAtMs: number;
}

/** Trading days and session hours of the exchange. Days are ISO days of Sao Paulo from 2000 to 2100. */
export interface TradingCalendar {
  isTradingDay(day: string): boolean;
  /** First trading day after this day. */
  nextTradingDay(day: string): string;
  /** The trading day `count` trading days later. A day without a session counts as the next trading day. */
  addTradingDays(day: string, count: number): string;
  /** Session hours of a day; null on a day without a session. */
  sessionOf(day: string): SessionHours | null;
}

/** Sessions, and next days: about seven years. With fewer than a few requests of a year each, they would push each other out. */
const MAX_CACHED_DAYS = 2_048;

/** Creates the calendar of the exchange's cash market. Caches holidays and a bounded number of days. */
export function createTradingCalendar(): TradingCalendar {
  const holidays = new Map<number, ReadonlyMap<string, string>>();
  const sessions = new Map<string, SessionHours>();
  const nextDays = new Map<string, string>();

  const isHoliday = (day: string): boolean => {
    const year = yearOf(day);
    const known = holidays.get(year) ?? holidaysOf(year);
    holidays.set(year, known);
    return known.has(day);
  };
  // rule NO_SESSION_DAYS
  const isTradingDay = (day: string): boolean =>
    sessions.has(day) || (!isWeekend(checked(day)) && !isHoliday(day));
  const nextTradingDay = (day: string): string => {
    const known = nextDays.get(day);
    if (known !== undefined) return known;
    let next = addDays(day, 1);
    while (!isTradingDay(next)) next = addDays(next, 1);
    if (nextDays.size >= MAX_CACHED_DAYS) nextDays.clear();
    nextDays.set(day, next);
    return next;
  };
  const addTradingDays = (day: string, count: number): string => {
    if (!Number.isInteger(count) || count < 0)
      throw new RangeError(`the count of days must be a whole number from 0 on, not ${count}`);
    let result = isTradingDay(day) ? day : nextTradingDay(day);
    for (let step = 0; step < count; step++) result = nextTradingDay(result);
    return result;
  };
  const sessionOf = (day: string): SessionHours | null => {
    const known = sessions.get(day);
    if (known) return known;
    if (!isTradingDay(day)) return null;
    const session = makeSession(day);
    if (sessions.size >= MAX_CACHED_DAYS) sessions.clear();
    sessions.set(day, session);
    return session;
  };
  return { isTradingDay, nextTradingDay, addTradingDays, sessionOf };
}

/** Last trading day before a day; the day before when the calendar begins later. */
export function tradingDayBefore(calendar: Pick<TradingCalendar, 'isTradingDay'>, day: string): string {
  let before = addDays(day, -1);
  while (before >= FIRST_DAY && !calendar.isTradingDay(before)) before = addDays(before, -1);
  return before;
}

/** Settlement day of a trade: the clearing house exchanges cash and shares on it. */
export const settlementDay = (calendar: TradingCalendar, tradeDay: string): string =>
  calendar.addTradingDays(tradeDay, settlementCycleOn(tradeDay).tradingDays);

function checked(day: string): string {
  utcMidnightMs(day);
  if (day < FIRST_DAY || day > LAST_DAY)
    throw new RangeError(`the trading calendar covers ${FIRST_DAY} to ${LAST_DAY}, not ${day}`);
  return day;
}

function makeSession(day: string): SessionHours {
  const schedule = SESSION_SCHEDULES.findLast((candidate) => candidate.from <= day);
  if (!schedule) throw new RangeError(`no session schedule covers ${day}`);
  // rule LATE_OPENING
  const opening = day === ashWednesday(yearOf(day)) ? schedule.lateOpening : schedule.opening;
  // rule DAYLIGHT_REGIMES
  const closing = isUsDaylightTime(day) ? schedule.closing.usDaylight : schedule.closing.usStandard;
  const instantAt = instantsOf(day);
  const phases = [...opening, ...closing].map((start) => ({
    phase: start.phase,
    startsAtMs: instantAt(minutesOf(start)),
  }));
  return {
    day,
    phases,
    opensAtMs: startOf(phases, 'CONTINUOUS'),
    closingCallAtMs: startOf(phases, 'CLOSING_CALL'),
    closesAtMs: startOf(phases, 'CLOSED'),
  };
}

function minutesOf({ at }: PhaseStart): number {
  return Number(at.slice(0, 2)) * 60 + Number(at.slice(3));
}

function startOf(phases: SessionHours['phases'], phase: Phase): number {
  const start = phases.find((candidate) => candidate.phase === phase);
  if (!start) throw new RangeError(`the session has no phase ${phase}`);
  return start.startsAtMs;
}
