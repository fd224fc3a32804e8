import { expect, test } from 'vitest';
import { addDays } from './days.ts';
import { instantOf, instantsOf } from './sao-paulo-time.ts';

const MINUTES = [0, 1, 59, 60, 61, 119, 120, 180, 585, 1020, 1380, 1439];

test.each(['2000', '2007', '2018', '2019', '2026'])(
  'the instants of a day are those of each time of it, on every day of %s',
  (year) => {
    for (let day = `${year}-01-01`; day.startsWith(year); day = addDays(day, 1)) {
      const instantAt = instantsOf(day);
      expect([day, ...MINUTES.map(instantAt)]).toEqual([
        day,
        ...MINUTES.map((minutes) => instantOf(day, minutes)),
      ]);
    }
  },
);
