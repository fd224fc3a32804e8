import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, easterSunday, isWeekend } from './days.ts';
import { createTradingCalendar, settlementDay } from './trading-calendar.ts';

const calendar = createTradingCalendar();
const exchangeCalendar = path.resolve(import.meta.dirname, '../../../shared/data/B3.cal');

const daysOf = (from: string, to: string): string[] => {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
};
const anyDay = fc.integer({ min: 0, max: 36_000 }).map((offset) => addDays('2000-01-01', offset));

test.skipIf(!existsSync(exchangeCalendar))(
  "every weekday of 2000 to 2025 agrees with the exchange's list (skipped without ../shared/data/B3.cal)",
  () => {
    const listed = new Set(readFileSync(exchangeCalendar, 'utf8').split(/\r?\n/));
    const weekdays = daysOf('2000-01-01', '2025-12-31').filter((day) => !isWeekend(day));
    const differences = weekdays.filter((day) => calendar.isTradingDay(day) === listed.has(day));
    expect(differences).toEqual([]);
  },
);

test('the weekdays of 2026 without a session', () => {
  const closed = daysOf('2026-01-01', '2026-12-31').filter(
    (day) => !isWeekend(day) && !calendar.isTradingDay(day),
  );
  expect(closed).toEqual([
    '2026-01-01',
    '2026-02-16',
    '2026-02-17',
    '2026-04-03',
    '2026-04-21',
    '2026-05-01',
    '2026-06-04',
    '2026-09-07',
    '2026-10-12',
    '2026-11-02',
    '2026-11-20',
    '2026-12-24',
    '2026-12-25',
    '2026-12-31',
  ]);
});

test.each([
  [2000, '2000-04-23'],
  [2019, '2019-04-21'],
  [2025, '2025-04-20'],
  [2026, '2026-04-05'],
  [2038, '2038-04-25'],
  [2100, '2100-03-28'],
])('Easter of %d', (year, day) => {
  expect(easterSunday(year)).toBe(day);
});

describe('session hours', () => {
  test.each([
    ['US standard time', '2026-01-05', '2026-01-05T13:00:00.000Z', '2026-01-05T21:00:00.000Z'],
    ['US daylight time', '2026-03-16', '2026-03-16T13:00:00.000Z', '2026-03-16T20:00:00.000Z'],
    [
      'last day before US daylight time',
      '2026-03-06',
      '2026-03-06T13:00:00.000Z',
      '2026-03-06T21:00:00.000Z',
    ],
    ['first day after it', '2026-11-03', '2026-11-03T13:00:00.000Z', '2026-11-03T21:00:00.000Z'],
    ['Ash Wednesday', '2026-02-18', '2026-02-18T16:00:00.000Z', '2026-02-18T21:00:00.000Z'],
    ["Sao Paulo's own daylight time", '2018-12-03', '2018-12-03T12:00:00.000Z', '2018-12-03T20:00:00.000Z'],
  ])('%s', (_name, day, opensAt, closesAt) => {
    const session = calendar.sessionOf(day);
    expect(new Date(session?.opensAtMs ?? 0).toISOString()).toBe(opensAt);
    expect(new Date(session?.closesAtMs ?? 0).toISOString()).toBe(closesAt);
  });

  test('none on a weekend or a holiday', () => {
    expect(calendar.sessionOf('2026-03-15')).toBeNull();
    expect(calendar.sessionOf('2026-04-21')).toBeNull();
  });

  test('phases are in order of time and end with CLOSED', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const phases = calendar.sessionOf(day)?.phases ?? [];
        const starts = phases.map((phase) => phase.startsAtMs);
        expect(starts).toEqual([...starts].sort((a, b) => a - b));
        if (phases.length > 0) expect(phases.at(-1)?.phase).toBe('CLOSED');
      }),
    );
  });
});

describe('settlement', () => {
  test.each([
    ['an ordinary Monday', '2026-03-16', '2026-03-18'],
    ['over a weekend', '2026-03-19', '2026-03-23'],
    ['over Carnival', '2026-02-13', '2026-02-19'],
    ['over the end of the year', '2026-12-30', '2027-01-05'],
    ['the last day of D+3', '2019-05-24', '2019-05-29'],
    ['the first day of D+2', '2019-05-27', '2019-05-29'],
    ['a day without a session counts as the next', '2026-03-14', '2026-03-18'],
  ])('%s', (_name, tradeDay, settlesOn) => {
    expect(settlementDay(calendar, tradeDay)).toBe(settlesOn);
  });

  test('of a later trade is never earlier, within one cycle', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 30 }), (day, later) => {
        const other = addDays(day, later);
        fc.pre(day >= '2019-05-27' || other < '2019-05-27');
        expect(settlementDay(calendar, day) <= settlementDay(calendar, other)).toBe(true);
      }),
    );
  });
});

test('the next trading day is the first trading day after the day', () => {
  fc.assert(
    fc.property(anyDay, (day) => {
      const next = calendar.nextTradingDay(day);
      const between = daysOf(addDays(day, 1), addDays(next, -1));
      expect(calendar.isTradingDay(next)).toBe(true);
      expect(between.filter((other) => calendar.isTradingDay(other))).toEqual([]);
    }),
  );
});

test.each(['1999-12-31', '2101-01-01', '2026-02-30', 'today'])(
  '%s throws: not a day of the calendar',
  (day) => {
    expect(() => calendar.isTradingDay(day)).toThrow(RangeError);
  },
);
