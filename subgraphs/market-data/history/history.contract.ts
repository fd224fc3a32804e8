import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DAY_MS } from '#domain/calendar/durations.ts';
import { NO_CANDLES, type Candle } from '#domain/market-data/candles.ts';
import { RepeatedQuotes, StaleState, type CandleRange, type DayRange, type QuoteHistory } from './history.ts';
import { candleOf, dailyQuote, importOf, MONDAY_MS, stateOf, tradeOf } from '../test/history-samples.ts';

/** A store of a history. Each adapter that it opens has the data that earlier ones stored. */
export interface HistoryHarness {
  open(): Promise<QuoteHistory>;
  dispose(): Promise<void>;
}

/** Behaviour that every adapter of the quote history must have. */
export function quoteHistoryContract(makeHarness: () => Promise<HistoryHarness>): void {
  let harness: HistoryHarness;
  let history: QuoteHistory;
  let serial = 0;
  /** Ticker, content hash or lease of one test, unique to it. */
  let own: string;

  beforeAll(async () => {
    harness = await makeHarness();
    history = await harness.open();
  });
  beforeEach(() => {
    own = `T${serial++}X`;
  });
  afterAll(async () => {
    await history.close();
    await harness.dispose();
  });
  const load = async (ticker: string) => (await history.loadStates([ticker]))[0] ?? null;
  const tradesBefore = async (ticker: string, before: number | null, limit: number) =>
    (await history.tradesBefore([{ ticker, before, limit }]))[0];
  const candles = async (range: CandleRange) => (await history.candles([range]))[0] ?? [];
  const importedDays = async (range: DayRange) => (await history.importedDays([range]))[0] ?? [];
  const days = async (ticker: string) => {
    const found = await importedDays({ ticker, fromMs: null, toMs: null, limit: 10, isNewest: false });
    return found.map((candle) => candle.close);
  };

  test('adds a ticker once and keeps its first state', async () => {
    expect(await history.addTickers([stateOf(`${own}3`), stateOf(`${own}4`)])).toHaveLength(2);
    expect(await history.addTickers([stateOf(`${own}4`, 'CONTINUOUS'), stateOf(`${own}5`)])).toEqual([
      `${own}5`,
    ]);
    const loaded = await history.loadStates([`${own}4`, `${own}9`, `${own}3`]);
    expect(loaded).toEqual([
      { state: stateOf(`${own}4`), version: 0 },
      null,
      { state: stateOf(`${own}3`), version: 0 },
    ]);
    const tickers = (await history.allStates()).map((state) => state.quote.ticker);
    expect(tickers.filter((ticker) => ticker.startsWith(own))).toEqual([`${own}3`, `${own}4`, `${own}5`]);
    expect(await history.addTickers([])).toEqual([]);
  });

  test('removes old trades and candles shorter than a day', async () => {
    await history.addTickers([stateOf(own)]);
    const dayBefore = MONDAY_MS - DAY_MS;
    const old = { atMs: dayBefore, tradeDate: '2026-03-15' };
    await history.commit({
      states: [{ state: stateOf(own), version: 0 }],
      trades: [{ ...tradeOf(own, 1), ...old }, { ...tradeOf(own, 2), ...old }, tradeOf(own, 3)],
      candles: [
        candleOf(own, dayBefore, 1),
        { ...candleOf(own, dayBefore, 1), interval: 'D1' },
        candleOf(own, MONDAY_MS, 2),
      ],
    });
    while ((await history.removeTrades(MONDAY_MS)) > 0);
    while ((await history.removeCandles(MONDAY_MS)) > 0);
    expect(await tradesBefore(own, null, 5)).toEqual([tradeOf(own, 3)]);
    const range = { ticker: own, fromMs: null, toMs: null, limit: 5, isNewest: false };
    expect(await candles({ ...range, interval: 'M1' })).toEqual([candleOf(own, MONDAY_MS, 2)]);
    expect(await candles({ ...range, interval: 'D1' })).toHaveLength(1);
  });

  test('a commit stores states, trades and candles durably', async () => {
    await history.addTickers([stateOf(own)]);
    const begun = stateOf(own, 'CONTINUOUS');
    // A field without a value stays absent: a reader takes no null for it.
    const state = { ...begun, quote: { ...begun.quote, phaseCause: undefined, phaseEndsAtMs: undefined } };
    const trades = [tradeOf(own, 1), tradeOf(own, 2)];
    await history.commit({ states: [{ state, version: 0 }], trades, candles: [candleOf(own, MONDAY_MS, 1)] });
    await history.commit({
      states: [{ state, version: 1 }],
      trades: [tradeOf(own, 3)],
      candles: [candleOf(own, MONDAY_MS, 2), candleOf(own, MONDAY_MS + 60_000, 3)],
    });
    await history.close();
    history = await harness.open();
    expect(await load(own)).toEqual({ state, version: 2 });
    expect(await tradesBefore(own, null, 2)).toEqual([tradeOf(own, 3), tradeOf(own, 2)]);
    expect(await tradesBefore(own, 2, 5)).toEqual([tradeOf(own, 1)]);
    expect(await history.tradesAfter(own, 1, 5)).toEqual([tradeOf(own, 2), tradeOf(own, 3)]);
    expect(await history.tradesAfter(own, 0, 1)).toEqual([tradeOf(own, 1)]);
    expect(await history.tradesAfter(own, 0, 0)).toEqual([]);
    const range = {
      ticker: own,
      interval: 'M1' as const,
      fromMs: null,
      toMs: null,
      limit: 5,
      isNewest: false,
    };
    expect(await candles(range)).toEqual([candleOf(own, MONDAY_MS, 2), candleOf(own, MONDAY_MS + 60_000, 3)]);
    expect(await candles({ ...range, toMs: MONDAY_MS + 60_000 })).toHaveLength(1);
    expect(await candles({ ...range, fromMs: MONDAY_MS + 1 })).toHaveLength(1);
    expect(await candles({ ...range, interval: 'H1' })).toEqual([]);
    expect(await candles({ ...range, limit: 0 })).toEqual([]);
  });

  test('reads a candle from its first trade on, and once when it has closed', async () => {
    await history.addTickers([stateOf(own)]);
    const [first, second] = [candleOf(own, MONDAY_MS, 1), candleOf(own, MONDAY_MS + 60_000, 2)];
    const withNewest = (M1: Candle) => ({
      ...stateOf(own),
      candles: { ...NO_CANDLES, newest: { ...NO_CANDLES.newest, M1 } },
    });
    const range = { ticker: own, interval: 'M1' as const, fromMs: null, toMs: null, limit: 1 };
    const [oldest, newest] = [
      { ...range, isNewest: false },
      { ...range, isNewest: true },
    ];
    await history.commit({
      states: [{ state: withNewest(first), version: 0 }],
      trades: [],
      candles: [first],
    });
    expect(await candles(oldest)).toEqual([first]);
    const closed = { ...first, isClosed: true };
    await history.commit({
      states: [{ state: withNewest(second), version: 1 }],
      trades: [],
      candles: [closed, second],
    });
    expect(await candles(oldest)).toEqual([closed]);
    expect(await candles(newest)).toEqual([second]);
    expect(await candles({ ...oldest, limit: 5 })).toEqual([closed, second]);
    expect(await candles({ ...newest, toMs: second.openedAtMs })).toEqual([closed]);
    expect(await candles({ ...oldest, fromMs: second.openedAtMs })).toEqual([second]);
    expect(await candles({ ...newest, limit: 0 })).toEqual([]);
  });

  test('refuses a commit on a stale version and changes nothing', async () => {
    await history.addTickers([stateOf(own), stateOf(`${own}9`)]);
    const state = stateOf(own, 'CONTINUOUS');
    await history.commit({ states: [{ state, version: 0 }], trades: [tradeOf(own, 1)], candles: [] });
    const stale = history.commit({
      states: [
        { state: stateOf(`${own}9`, 'CONTINUOUS'), version: 0 },
        { state: stateOf(own), version: 0 },
      ],
      trades: [tradeOf(own, 2)],
      candles: [],
    });
    await expect(stale).rejects.toThrow(StaleState);
    expect(await load(own)).toEqual({ state, version: 1 });
    expect(await load(`${own}9`)).toEqual({ state: stateOf(`${own}9`), version: 0 });
    expect(await history.tradesAfter(own, 0, 5)).toEqual([tradeOf(own, 1)]);
  });

  test('accepts one of several concurrent commits on a version', async () => {
    await history.addTickers([stateOf(own)]);
    const commit = () =>
      history.commit({ states: [{ state: stateOf(own), version: 0 }], trades: [], candles: [] });
    const settled = await Promise.allSettled(Array.from({ length: 5 }, commit));
    expect(settled.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect((await load(own))?.version).toBe(1);
  });

  test('returns imported days of the cash market as candles, and counts the quotes of all markets', async () => {
    const before = await history.countQuotes();
    const result = await history.importQuotes(
      importOf(
        own,
        1,
        [dailyQuote(own, '2021-06-25', 2_900), dailyQuote(own, '2021-06-25', 1, '070')],
        [dailyQuote(own, '2021-06-24', 2_890)],
      ),
    );
    expect(result).toEqual({ isNew: true, quotes: 3 });
    expect(await history.countQuotes()).toBe(before + 3);
    expect(await days(own)).toEqual([2_890, 2_900]);
    const [first] = await importedDays({ ticker: own, fromMs: null, toMs: null, limit: 1, isNewest: false });
    expect(first).toEqual({
      ...{ ticker: own, interval: 'D1', openedAtMs: Date.parse('2021-06-24T03:00:00Z') },
      ...{ open: 2_890, high: 2_890, low: 2_890, close: 2_890 },
      ...{ volume: 300, turnoverCentavos: 867_000, tradeCount: 3, lastTradeSequence: null, isClosed: true },
    });
    const fromMs = Date.parse('2021-06-24T03:00:00Z') + 1;
    expect(
      await importedDays({ ticker: own, fromMs, toMs: fromMs + 2 * DAY_MS, limit: 5, isNewest: false }),
    ).toHaveLength(1);
  });

  test('imports the same content once', async () => {
    expect(await history.findImport(own)).toBeNull();
    await history.importQuotes(importOf(own, 1, [dailyQuote(own, '2021-06-25', 2_900)]));
    const before = await history.countQuotes();
    const again = await history.importQuotes(importOf(own, 2, [dailyQuote(own, '2021-06-25', 2_900)]));
    expect(again).toEqual({ isNew: false, quotes: 1 });
    expect(await history.findImport(own)).toEqual({ isNew: false, quotes: 1 });
    expect(await history.countQuotes()).toBe(before);
    expect(await days(own)).toEqual([2_900]);
  });

  test('the newest import of a day replaces older ones', async () => {
    await history.importQuotes(
      importOf(`${own}a`, 1, [dailyQuote(own, '2021-06-24', 1), dailyQuote(own, '2021-06-25', 2)]),
    );
    const before = await history.countQuotes();
    await history.importQuotes(importOf(`${own}b`, 2, [dailyQuote(own, '2021-06-25', 3)]));
    expect(await days(own)).toEqual([1, 3]);
    expect(await history.countQuotes()).toBe(before);
  });

  test('keeps several contracts of a code on one day, until a newer import of that day and code', async () => {
    const contract = (line: number) => ({ ...dailyQuote(own, '1986-10-10', line, '030'), contract: line });
    const before = await history.countQuotes();
    await history.importQuotes(importOf(`${own}a`, 1, [contract(2), contract(3)], [contract(4)]));
    expect(await history.countQuotes()).toBe(before + 3);
    await history.importQuotes(importOf(`${own}b`, 2, [contract(3), contract(9)]));
    expect(await history.countQuotes()).toBe(before + 2);
  });

  test('keeps the factor of a price per 1,000 shares, and the state of a past', async () => {
    const quote = { ...dailyQuote(own, '2003-02-13', 2_210), quoteFactor: 1_000 };
    await history.importQuotes(importOf(own, 1, [quote]));
    const range = { ticker: own, fromMs: null, toMs: null, limit: 1, isNewest: true };
    expect(await importedDays(range)).toMatchObject([{ close: 2_210, quoteFactor: 1_000 }]);
    const past = {
      ...{ ticker: own, custodyTicker: own, beforeDay: '2026-03-16', closeCentavos: 2_800, lotSize: 100 },
      ...{ annualVolatilityBp: 3_000, dailyVolume: 1_000, dailyTrades: 10 },
    };
    await history.addTickers([{ ...stateOf(own), past }]);
    expect((await load(own))?.state.past).toEqual(past);
  });

  test('a failed import stores nothing and may be repeated', async () => {
    const before = await history.countQuotes();
    const portion = [dailyQuote(own, '2021-06-25', 2_900)];
    const failing = history.importQuotes(importOf(own, 1, portion, new Error('cut off')));
    await expect(failing).rejects.toThrow('cut off');
    expect(await days(own)).toEqual([]);
    expect(await history.countQuotes()).toBe(before);
    expect(await history.findImport(own)).toBeNull();
    expect(await history.importQuotes(importOf(own, 2, portion))).toEqual({ isNew: true, quotes: 1 });
  });

  test.each([
    ['in one portion', 1],
    ['in two portions', 2],
  ])('refuses an import with a repeated quote %s', async (_where, portions) => {
    const quote = dailyQuote(own, '2021-06-25', 2_900);
    const twice = importOf(own, 1, ...(portions === 1 ? [[quote, quote]] : [[quote], [quote]]));
    await expect(history.importQuotes(twice)).rejects.toThrow(RepeatedQuotes);
    expect(await days(own)).toEqual([]);
  });

  test('a lease has one holder until it is released or expires', async () => {
    expect(await history.takeLease(own, 'a', 1_000, 100)).toBe(true);
    expect(await history.takeLease(own, 'b', 1_050, 100)).toBe(false);
    expect(await history.takeLease(own, 'a', 1_050, 100)).toBe(true);
    expect(await history.takeLease(own, 'b', 1_149, 100)).toBe(false);
    expect(await history.takeLease(own, 'b', 1_150, 100)).toBe(true);
    await history.releaseLease(own, 'a');
    expect(await history.takeLease(own, 'a', 1_160, 100)).toBe(false);
    await history.releaseLease(own, 'b');
    expect(await history.takeLease(own, 'a', 1_160, 100)).toBe(true);
  });

  test('the check of a usable history passes', async () => {
    await expect(history.check()).resolves.toBeUndefined();
  });
}
