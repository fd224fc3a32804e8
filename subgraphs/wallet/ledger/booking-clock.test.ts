import { expect, test } from 'vitest';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createBookingClock } from './booking-clock.ts';

const calendar = createTradingCalendar();
const daysOn = (day: string): readonly string[] =>
  createBookingClock(createManualClock(instantOf(day, 12 * 60)), calendar)().days;

test.each([
  ['a Monday', '2026-03-16', ['2026-03-16', '2026-03-17', '2026-03-18']],
  ['a Saturday', '2026-03-14', ['2026-03-14', '2026-03-16', '2026-03-17']],
  ['a day before a holiday', '2026-04-02', ['2026-04-02', '2026-04-06', '2026-04-07']],
  ['a day with D+3', '2019-05-24', ['2019-05-24', '2019-05-27', '2019-05-28', '2019-05-29']],
  ['the first day with D+2', '2019-05-27', ['2019-05-27', '2019-05-28', '2019-05-29']],
])('projects cash on %s to the coming settlement days', (_name, day, days) => {
  expect(daysOn(day)).toEqual(days);
});

test('looks the days up again when the day changes', () => {
  const clock = createManualClock(instantOf('2026-03-13', 23 * 60));
  const read = createBookingClock(clock, calendar);
  expect(read().days[0]).toBe('2026-03-13');
  clock.set(instantOf('2026-03-14', 1));
  expect(read().days).toEqual(['2026-03-14', '2026-03-16', '2026-03-17']);
});
