import { expect, test } from 'vitest';
import { createTradingCalendar, type TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { createTradingDays } from './trading-days.ts';

test('the days of a range have their session and settlement, both ends included', () => {
  const tradingDays = createTradingDays(createTradingCalendar());
  expect(tradingDays('2026-02-13', '2026-02-18').map(({ date, settlesOn }) => [date, settlesOn])).toEqual([
    ['2026-02-13', '2026-02-19'],
    ['2026-02-18', '2026-02-20'],
  ]);
});

test('a day is computed once, however many ranges have it', () => {
  const calendar = createTradingCalendar();
  let lookUps = 0;
  const counting: TradingCalendar = {
    ...calendar,
    sessionOf: (day) => {
      lookUps += 1;
      return calendar.sessionOf(day);
    },
  };
  const tradingDays = createTradingDays(counting);
  const year = tradingDays('2026-01-01', '2026-12-31');
  for (let alias = 0; alias < 8; alias += 1) tradingDays('2026-01-01', '2026-12-31');
  expect([year.length > 240, lookUps]).toEqual([true, 365]);
});
