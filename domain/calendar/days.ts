/** Arithmetic of calendar days in the form `2026-03-16`, without clock and time zone. Text order is date order. */
import { DAY_MS } from './durations.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Midnight UTC of a day. Throws RangeError when the text is not a calendar day. */
export function utcMidnightMs(day: string): number {
  const instantMs = midnightOf(day);
  if (instantMs === null) throw new RangeError(`not a day: ${day}`);
  return instantMs;
}

/** True for a calendar day in the form YYYY-MM-DD. */
export const isDay = (text: string): boolean => midnightOf(text) !== null;

/** Midnight UTC of a day; null for any other text. Reads digits: `Date.parse` and a comparison take five times as long. */
function midnightOf(text: string): number | null {
  if (!DAY.test(text)) return null;
  const month = Number(text.slice(5, 7));
  const dayOfMonth = Number(text.slice(8));
  const date = new Date(0);
  const instantMs = date.setUTCFullYear(Number(text.slice(0, 4)), month - 1, dayOfMonth);
  // A month or day that does not exist moves the date into another month.
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfMonth ? instantMs : null;
}

/** UTC day of an instant. */
export const formatDay = (instantMs: number): string => new Date(instantMs).toISOString().slice(0, 10);

/** The day `count` days later; earlier for a negative count. */
export const addDays = (day: string, count: number): string => formatDay(utcMidnightMs(day) + count * DAY_MS);

/** The last day of a day's month. */
export function lastDayOfMonth(day: string): string {
  const inNextMonth = addDays(`${day.slice(0, 7)}-28`, 4);
  return addDays(inNextMonth, -Number(inNextMonth.slice(8)));
}

/** Days from one day to another; negative when the second comes first. */
export const daysBetween = (from: string, to: string): number =>
  (utcMidnightMs(to) - utcMidnightMs(from)) / DAY_MS;

/** Day of the week: 0 is Sunday, 6 is Saturday. */
const weekdayOf = (day: string): number => new Date(utcMidnightMs(day)).getUTCDay();

export const isWeekend = (day: string): boolean => weekdayOf(day) % 6 === 0;

export const yearOf = (day: string): number => Number(day.slice(0, 4));

/** Easter Sunday of a Gregorian year, by the Meeus/Jones/Butcher algorithm. */
export function easterSunday(year: number): string {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const yearOfCentury = year % 100;
  const leapCenturies = Math.floor(century / 4);
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - leapCenturies - correction + 15) % 30;
  const weekday =
    (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const monthAndDay = epact + weekday - 7 * late + 114;
  const month = String(Math.floor(monthAndDay / 31)).padStart(2, '0');
  const dayOfMonth = String((monthAndDay % 31) + 1).padStart(2, '0');
  return `${year}-${month}-${dayOfMonth}`;
}
