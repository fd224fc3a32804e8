import { expect, test } from 'vitest';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { B3_COST_TABLES } from '#domain/costs/cost-table.ts';
import { readAdtv } from './adtv.ts';

const rules = {
  tables: B3_COST_TABLES,
  calendar: createTradingCalendar(),
};

/** A store in which the owner of `acc_1` traded 2,200 centavos in every window. */
function createTrial() {
  const windows: string[] = [];
  const store = {
    volumesOfOwners: async (_ids: readonly string[], first: string, last: string) => {
      windows.push(`${first} to ${last}`);
      return new Map([['acc_1', { allCentavos: 2_200, dayTradesCentavos: 220 }]]);
    },
  };
  return { windows, read: (...dates: string[]) => readAdtv(store, rules, ['acc_1', 'acc_2'], dates) };
}

test('the mean daily volumes of a month are those of its window, zero for an owner without trades', async () => {
  const { windows, read } = createTrial();
  const adtv = await read('2025-10-01', '2025-10-20');
  expect(windows).toEqual(['2025-08-29 to 2025-09-29']);
  expect(adtv('acc_1')('2025-10-15')).toEqual({ allCentavos: 100, dayTradesCentavos: 10 });
  expect(adtv('acc_2')('2025-10-15')).toEqual({ allCentavos: 0, dayTradesCentavos: 0 });
});

test('nothing is read for dates on which no rate depends on a monthly volume', async () => {
  const { windows, read } = createTrial();
  const adtv = await read('2024-05-21', '2013-01-02');
  expect(windows).toEqual([]);
  expect(adtv('acc_1')('2024-05-21')).toEqual({ allCentavos: 0, dayTradesCentavos: 0 });
});
