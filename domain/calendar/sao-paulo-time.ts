import { utcMidnightMs } from './days.ts';
import { MINUTE_MS } from './durations.ts';

const formatterOf = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });

const SAO_PAULO = formatterOf('America/Sao_Paulo');
const NEW_YORK = formatterOf('America/New_York');

/** Local time of the zone as if it were UTC, in whole seconds. */
function localMs(formatter: Intl.DateTimeFormat, instantMs: number): number {
  const [year, month, day, hour, minute, second] = formatter.format(instantMs).split(/\D+/).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

const offsetMs = (formatter: Intl.DateTimeFormat, instantMs: number): number =>
  localMs(formatter, instantMs) - Math.floor(instantMs / 1000) * 1000;

/** Day of an instant in Sao Paulo, `2026-03-16`. */
export const dayOf = (instantMs: number): string =>
  new Date(localMs(SAO_PAULO, instantMs)).toISOString().slice(0, 10);

/**
 * Instant of a time of day in Sao Paulo, given in minutes after midnight. A time that daylight saving skips maps to the
 * first instant after the gap; a repeated time maps to its later instant.
 */
export function instantOf(day: string, minutes: number): number {
  const local = utcMidnightMs(day) + minutes * MINUTE_MS;
  const first = local - offsetMs(SAO_PAULO, local);
  const second = local - offsetMs(SAO_PAULO, first);
  return localMs(SAO_PAULO, second) === local ? second : first;
}

/** UTC hours after a day's midnight in UTC by which the day has ended in Sao Paulo, whatever its offset. */
const DAY_ENDED_HOURS = 30;

/**
 * Creates the function that gives `instantOf` for the times of one day. It looks the offset up once for a day on which the offset
 * does not change: a look-up takes longer than the rest of the work for a session's hours.
 */
export function instantsOf(day: string): (minutes: number) => number {
  const midnightMs = utcMidnightMs(day);
  const offset = offsetMs(SAO_PAULO, midnightMs);
  const isConstant = offsetMs(SAO_PAULO, midnightMs + DAY_ENDED_HOURS * 60 * MINUTE_MS) === offset;
  if (!isConstant) return (minutes) => instantOf(day, minutes);
  return (minutes) => midnightMs + minutes * MINUTE_MS - offset;
}

/** True when New York has daylight time on this day; the exchange then closes earlier. */
export function isUsDaylightTime(day: string): boolean {
  const noonMs = utcMidnightMs(day) + 17 * 60 * MINUTE_MS;
  return offsetMs(NEW_YORK, noonMs) === -4 * 60 * MINUTE_MS;
}
