import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IndexCompositionFact } from '#contracts/calls/assets.ts';
import { engineMarketDataCodec, type EngineMarketData } from '#contracts/messages/engine-market-data.ts';
import { applyEvent, newTicker, type TickerState } from '#domain/market-data/fold.ts';
import type { Quote } from '#domain/market-data/quote.ts';
import type { Phase } from '#domain/market/phase.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { startIndexPublisher } from './index-publisher.ts';

const MONDAY = '2026-03-16';
const TUESDAY = '2026-03-17';
const composition: IndexCompositionFact = {
  ticker: 'IBOV',
  from: MONDAY,
  divisor: '10',
  members: [
    { ticker: 'PETR4', quantity: 1_000, sharePpm: 600_000 },
    { ticker: 'VALE3', quantity: 200, sharePpm: 400_000 },
  ],
};

/** The history and the board of the index, with the real folding of its messages. */
function createStore() {
  let stored: TickerState | null = null;
  let isOnBoard = false;
  return {
    board: { hasState: () => isOnBoard, takeState: () => void (isOnBoard = true) },
    history: {
      loadStates: async () => [stored && { state: stored, version: 1 }],
      addTickers: async ([state]: readonly TickerState[]) => {
        if (stored || !state) return [];
        stored = state;
        return ['IBOV'];
      },
    },
    state: () => stored,
    quote: () => stored?.quote ?? null,
    fold: (message: EngineMarketData) => {
      if (!stored) throw new Error('the index is not listed yet');
      const step = applyEvent(stored, message);
      if (!step || step.missing > 0) throw new Error('a sequence is wrong');
      stored = step.state;
    },
  };
}

/** The publisher with a board that the test sets and the real folding of its messages. */
function createWorld() {
  const wallClock = createManualClock(0);
  const quotes = new Map<string, Quote>();
  const watchers = new Set<(quote: Quote) => void>();
  const published: EngineMarketData[] = [];
  const breaker: { readonly value: number; readonly previousClose: number }[] = [];
  const store = createStore();
  let compositions = [composition];
  const stop = startIndexPublisher({
    board: {
      ...store.board,
      quote: (ticker) => (ticker === 'IBOV' ? store.quote() : (quotes.get(ticker) ?? null)),
      watchQuotes: (_tickers, onQuote) => {
        watchers.add(onQuote);
        return () => void watchers.delete(onQuote);
      },
    },
    history: store.history,
    eventLog: {
      append: async (_topic, records) => {
        for (const { value } of records) {
          const message = engineMarketDataCodec.decode(value);
          published.push(message);
          store.fold(message);
        }
      },
    },
    assets: { indexCompositions: async () => compositions },
    engines: [{ publishIndexValue: async (call) => (breaker.push(call), null) }],
    wallClock,
    log: silentLog,
  });
  return {
    published,
    breaker,
    stop,
    state: store.state,
    compose: (next: readonly IndexCompositionFact[]) => {
      compositions = [...next];
    },
    quote: (
      ticker: string,
      last: number | null,
      previousClose: number,
      { tradeDate = MONDAY, phase = 'CONTINUOUS' }: { tradeDate?: string; phase?: Phase } = {},
    ) => {
      const { quote } = newTicker(ticker, { tradeDate, atMs: 1_000, previousClose, phase });
      const taken = { ...quote, last };
      quotes.set(ticker, taken);
      for (const watch of watchers) watch(taken);
    },
    pass: async () => {
      wallClock.advance(1_000);
      for (let turn = 0; turn < 20; turn++) await setImmediate();
    },
  };
}

let world: ReturnType<typeof createWorld>;
beforeEach(() => {
  world = createWorld();
});
afterEach(() => world.stop());

describe('the index', () => {
  test('has a quote and candles without volume, and is published again only when it changes', async () => {
    world.quote('PETR4', 3_000, 3_000);
    world.quote('VALE3', 10_000, 10_000);
    await world.pass();
    await world.pass();
    world.quote('PETR4', 3_300, 3_000);
    await world.pass();
    expect(world.published).toHaveLength(2);
    expect(world.state()?.quote).toMatchObject({
      ...{
        phase: 'CONTINUOUS',
        tradeDate: MONDAY,
        last: 530_000,
        open: 500_000,
        high: 530_000,
        low: 500_000,
      },
      ...{ previousClose: 500_000, volume: 0, turnoverCentavos: 0, tradeCount: 0, bid: null },
    });
    expect(world.state()?.candles.newest.M1).toMatchObject({
      open: 500_000,
      close: 530_000,
      volume: 0,
      tradeCount: 0,
    });
    expect(world.state()?.bookKnown).toBe(true);
  });

  test('has a simulated past that leads to its first previous close', async () => {
    world.quote('PETR4', 3_000, 3_000);
    world.quote('VALE3', 10_000, 10_000);
    await world.pass();
    await world.pass();
    expect(world.state()?.past).toMatchObject({ ticker: 'IBOV', beforeDay: MONDAY, closeCentavos: 500_000 });
  });

  test('shows the phase without a value until a member trades', async () => {
    world.quote('PETR4', null, 3_000, { phase: 'OPENING_CALL' });
    world.quote('VALE3', null, 10_000, { phase: 'OPENING_CALL' });
    await world.pass();
    expect(world.state()?.quote).toMatchObject({ phase: 'OPENING_CALL', last: null, previousClose: 500_000 });
    expect(world.state()?.candles.newest.D1).toBeNull();
  });

  test('does not jump on an ex-day or with another portfolio, which begins with a session', async () => {
    world.quote('PETR4', 3_300, 3_000);
    world.quote('VALE3', 10_000, 10_000);
    await world.pass();
    world.compose([
      composition,
      { ...composition, from: TUESDAY, members: [{ ticker: 'VALE3', quantity: 7, sharePpm: 1 }] },
    ]);
    await world.pass();
    expect(world.state()?.quote.last).toBe(530_000);
    // VALE3 goes ex a split of one into two: its adjusted close is 50.00.
    world.quote('PETR4', 1_000, 1_650, { tradeDate: TUESDAY });
    world.quote('VALE3', 5_000, 5_000, { tradeDate: TUESDAY });
    await world.pass();
    expect(world.state()?.quote).toMatchObject({ tradeDate: TUESDAY, last: 530_000, previousClose: 530_000 });
  });

  test('closes with the trades after its last value of the day, also when another day has begun meanwhile', async () => {
    world.quote('PETR4', 3_000, 3_000);
    world.quote('VALE3', 10_000, 10_000);
    await world.pass();
    // Between two values: PETR4 closes at 33.00, and the next day begins.
    world.quote('PETR4', 3_300, 3_000);
    world.quote('PETR4', null, 3_300, { tradeDate: TUESDAY });
    world.quote('VALE3', null, 10_000, { tradeDate: TUESDAY });
    await world.pass();
    expect(world.state()?.quote).toMatchObject({ tradeDate: MONDAY, last: 530_000 });
    await world.pass();
    expect(world.state()?.quote).toMatchObject({ tradeDate: TUESDAY, last: null, previousClose: 530_000 });
    world.quote('VALE3', 11_000, 10_000, { tradeDate: TUESDAY });
    await world.pass();
    expect(world.state()?.quote.last).toBe(550_000);
  });

  test('sends each level of the circuit breaker once', async () => {
    world.quote('PETR4', 3_000, 3_000);
    world.quote('VALE3', 10_000, 10_000);
    await world.pass();
    expect(world.breaker).toEqual([]);
    for (const price of [2_690, 2_690, 2_600, 2_540]) {
      world.quote('PETR4', price, 3_000);
      world.quote('VALE3', price === 2_690 ? 8_950 : price === 2_600 ? 8_800 : 8_400, 10_000);
      await world.pass();
    }
    expect(world.breaker.map(({ value }) => Math.round((1 - value / 500_000) * 1_000) / 10)).toEqual([
      10.4, 15.6,
    ]);
  });
});
