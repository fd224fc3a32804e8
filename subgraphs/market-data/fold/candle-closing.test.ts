import { setImmediate } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { NO_CANDLES, withTime, withTrade, type TickerCandles } from '#domain/market-data/candles.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createManualClock, type ManualClock } from '#platform/time/manual-clock.ts';
import { startCandleClosing } from './candle-closing.ts';

const OPEN_MS = Date.parse('2026-03-16T13:00:00Z');
const DATE = '2026-03-16';
let clock: ManualClock;
let candles: Map<string, TickerCandles>;
let requests: string[];
let isAnswering: boolean;
let stop: () => Promise<void>;
beforeEach(() => {
  clock = createManualClock(OPEN_MS);
  candles = new Map();
  requests = [];
  isAnswering = true;
  const board = {
    candles: () =>
      [...candles.values()].flatMap(({ newest }) => Object.values(newest).filter((one) => one !== null)),
  };
  /** The engine's event comes after all trades of the ticker, at the market's time. */
  const publishBooks = async ({ tickers }: { tickers: string[] }) => {
    if (!isAnswering) throw new Error('the engine is unavailable');
    for (const ticker of tickers) {
      requests.push(ticker);
      const time = { atMs: clock.nowMs(), tradeDate: DATE };
      candles.set(ticker, withTime(candles.get(ticker) ?? NO_CANDLES, time).candles);
    }
    return null;
  };
  stop = startCandleClosing(board, {
    ...{ engines: [{ publishBooks }], marketClock: clock, wallClock: clock, log: silentLog },
  });
});
const trade = (ticker: string): void => {
  const one = { ticker, priceCentavos: 1, quantity: 1, sequence: 1, atMs: clock.nowMs(), tradeDate: DATE };
  candles.set(ticker, withTrade(candles.get(ticker) ?? NO_CANDLES, one).candles);
};
const wait = async (seconds: number): Promise<void> => {
  for (let second = 0; second < seconds; second++) {
    clock.advance(1_000);
    for (let turn = 0; turn < 5; turn++) await setImmediate();
  }
};
const isClosed = (ticker: string, interval: 'M1' | 'M5' | 'D1'): boolean | undefined =>
  candles.get(ticker)?.newest[interval]?.isClosed;

test('asks for the book of a quiet ticker once after the end of each interval, and not for a day', async () => {
  trade('PETR4');
  await wait(59);
  expect([requests, isClosed('PETR4', 'M1')]).toEqual([[], false]);
  await wait(3);
  expect([requests, isClosed('PETR4', 'M1'), isClosed('PETR4', 'M5')]).toEqual([['PETR4'], true, false]);
  await wait(300);
  expect([requests, isClosed('PETR4', 'M5')]).toEqual([['PETR4', 'PETR4'], true]);
  await wait(3_600);
  expect([requests.length, isClosed('PETR4', 'D1')]).toEqual([4, false]);
  await stop();
});

test('leaves a ticker alone whose next event has closed its candle', async () => {
  trade('PETR4');
  trade('VALE3');
  await wait(60);
  trade('VALE3');
  await wait(5);
  expect(requests).toEqual(['PETR4']);
  await stop();
});

test('repeats a request without an answer, after growing pauses', async () => {
  trade('PETR4');
  isAnswering = false;
  await wait(70);
  isAnswering = true;
  await wait(20);
  expect([requests, isClosed('PETR4', 'M1')]).toEqual([['PETR4'], true]);
  await stop();
  trade('VALE3');
  await wait(70);
  expect(requests).toEqual(['PETR4']);
});
