import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Candle } from '#domain/market-data/candles.ts';
import { candleOf, dailyQuote, importOf, MONDAY_MS, stateOf, tradeOf } from '../test/history-samples.ts';
import type { HistoryHarness } from './history.contract.ts';
import type { QuoteHistory } from './history.ts';

const PETR = 'LISTS4';
const VALE = 'LISTS3';
const ALL = { interval: 'M1' as const, fromMs: null, toMs: null, limit: 5, isNewest: false };

const closesOf = (lists: readonly (readonly Candle[])[]) =>
  lists.map((list) => list.map(({ close }) => close));

/** Lists that a history reads many at once: each answer has the place of its query. */
export function historyListsContract(makeHarness: () => Promise<HistoryHarness>): void {
  let harness: HistoryHarness;
  let history: QuoteHistory;

  beforeAll(async () => {
    harness = await makeHarness();
    history = await harness.open();
    await history.addTickers([stateOf(PETR), stateOf(VALE)]);
    await history.commit({
      states: [PETR, VALE].map((ticker) => ({ state: stateOf(ticker, 'CONTINUOUS'), version: 0 })),
      trades: [tradeOf(PETR, 1), tradeOf(PETR, 2), tradeOf(PETR, 3), tradeOf(VALE, 1)],
      candles: [
        candleOf(PETR, MONDAY_MS, 1),
        candleOf(PETR, MONDAY_MS + 60_000, 2),
        candleOf(VALE, MONDAY_MS, 3),
      ],
    });
    const days = [
      dailyQuote(PETR, '2021-06-24', 1),
      dailyQuote(PETR, '2021-06-25', 2),
      dailyQuote(VALE, '2021-06-25', 3),
    ];
    await history.importQuotes(importOf('lists', 1, days));
  });
  afterAll(async () => {
    await history.close();
    await harness.dispose();
  });

  test('trades, newest first', async () => {
    const lists = await history.tradesBefore([
      { ticker: VALE, before: null, limit: 5 },
      { ticker: PETR, before: null, limit: 1 },
      { ticker: 'LISTS9', before: null, limit: 5 },
      { ticker: PETR, before: 3, limit: 5 },
      { ticker: PETR, before: null, limit: 0 },
    ]);
    expect(lists).toEqual([
      [tradeOf(VALE, 1)],
      [tradeOf(PETR, 3)],
      [],
      [tradeOf(PETR, 2), tradeOf(PETR, 1)],
      [],
    ]);
    expect(await history.tradesBefore([])).toEqual([]);
  });

  test('candles, oldest first', async () => {
    const lists = await history.candles([
      { ...ALL, ticker: PETR, fromMs: MONDAY_MS + 1 },
      { ...ALL, ticker: VALE },
      { ...ALL, ticker: PETR, interval: 'H1' },
      { ...ALL, ticker: PETR, limit: 1 },
      { ...ALL, ticker: PETR, toMs: MONDAY_MS + 60_000 },
      { ...ALL, ticker: PETR },
      { ...ALL, ticker: PETR, limit: 0 },
      { ...ALL, ticker: PETR, limit: 1, isNewest: true },
      { ...ALL, ticker: PETR, isNewest: true },
      { ...ALL, ticker: PETR, limit: 1, toMs: MONDAY_MS + 60_000, isNewest: true },
    ]);
    expect(closesOf(lists)).toEqual([[2], [3], [], [1], [1], [1, 2], [], [2], [1, 2], [1]]);
    expect(await history.candles([])).toEqual([]);
  });

  test('imported days, oldest first', async () => {
    const lists = await history.importedDays([
      { ...ALL, ticker: VALE },
      { ...ALL, ticker: PETR },
      { ...ALL, ticker: PETR, limit: 1 },
      { ...ALL, ticker: PETR, fromMs: Date.parse('2021-06-25T00:00:00Z') },
      { ...ALL, ticker: PETR, limit: 1, isNewest: true },
      { ...ALL, ticker: PETR, isNewest: true },
    ]);
    expect(closesOf(lists)).toEqual([[3], [1, 2], [1], [2], [2], [1, 2]]);
    expect(await history.importedDays([])).toEqual([]);
  });

  test('more lists than one command takes', async () => {
    const queries = Array.from({ length: 250 }, (_, index) => ({
      ticker: index % 2 === 0 ? PETR : VALE,
      before: null,
      limit: 1,
    }));
    const lists = await history.tradesBefore(queries);
    expect(lists.map(([trade]) => trade?.ticker)).toEqual(queries.map(({ ticker }) => ticker));
  });
}
