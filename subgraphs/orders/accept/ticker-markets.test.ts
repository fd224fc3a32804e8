import { expect, test } from 'vitest';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { silentLog } from '#platform/observability/log.ts';
import { CacheUnavailable, type Cache } from '#platform/ports/cache.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { tickerMarkets } from './ticker-markets.ts';

const marketsOf = (getMany: Cache['getMany'], ...tickers: string[]) =>
  tickerMarkets(
    {
      calendar: createTradingCalendar(),
      marketMode: () => 'b3',
      marketClock: createManualClock(Date.parse('2026-03-16T15:00:00.000Z')),
      cache: { getMany } as Cache,
      log: silentLog,
    },
    tickers,
  );

const CALENDAR = { phase: 'CONTINUOUS', today: '2026-03-16', lastCentavos: null };

test('a hot price that cannot be read, as one of another version, is unknown', async () => {
  const markets = await marketsOf(async () => [Buffer.from('{"v":0}'), null], 'PETR4', 'VALE3');
  expect(markets.get('PETR4')).toMatchObject({ ...CALENDAR, arePricesKnown: false });
  expect(markets.get('VALE3')).toMatchObject({ ...CALENDAR, arePricesKnown: true });
});

test('no hot price is known while the cache does not answer', async () => {
  const markets = await marketsOf(() => Promise.reject(new CacheUnavailable('no cache')), 'PETR4');
  expect(markets.get('PETR4')).toMatchObject({ ...CALENDAR, arePricesKnown: false });
});

test('any other error of the cache is a bug', async () => {
  await expect(marketsOf(() => Promise.reject(new TypeError('a bug')), 'PETR4')).rejects.toThrow(TypeError);
});
