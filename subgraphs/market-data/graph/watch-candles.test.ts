import { expect, test } from 'vitest';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { NO_CANDLES, withTrade, type Candle } from '#domain/market-data/candles.ts';
import { newTicker } from '#domain/market-data/fold.ts';
import { indexPastFacts, type PastFacts } from '#domain/market-data/past/past-facts.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createStreamSet } from '#platform/streams/stream-set.ts';
import { createBoard } from '../streams/board.ts';
import type { QuoteHistory } from '../history/history.ts';
import { candleCursor } from './candles.ts';
import { createMarketData } from './market-data.ts';

const OPEN_MS = Date.parse('2026-03-16T13:00:00Z');
const candleAt = (minute: number, ticker = 'PETR4'): Candle => {
  const time = { atMs: OPEN_MS + minute * 60_000, tradeDate: '2026-03-16' };
  const trade = { ticker, priceCentavos: 2_800, quantity: 100, sequence: minute, ...time };
  const [candle] = withTrade(NO_CANDLES, trade).changed;
  if (!candle) throw new Error('a trade begins a candle');
  return { ...candle, isClosed: true };
};

/** Market data whose history has lost the candles before minute 5. */
function createScene(ticker = 'PETR4', past: PastFacts | null = null) {
  const kept = [5, 6, 7].map((minute) => candleAt(minute, ticker));
  const board = createBoard();
  const facts = { tradeDate: '2026-03-16', atMs: OPEN_MS, previousClose: null, phase: 'CLOSED' } as const;
  board.takeState(newTicker(ticker, facts, past));
  for (const candle of kept) board.takeCandle(candle);
  const history: Pick<QuoteHistory, 'candles'> = {
    candles: async (ranges) =>
      ranges.map(({ fromMs, limit }) =>
        kept.filter(({ openedAtMs }) => openedAtMs >= (fromMs ?? 0)).slice(0, limit),
      ),
  };
  return createMarketData({
    ...{ board, history: history as QuoteHistory, marketClock: createManualClock(OPEN_MS) },
    wallClock: createManualClock(0),
    instruments: {
      ...{ get: () => null, take: () => undefined, requireKnown: async () => undefined },
      unknown: async () => new Map(),
    },
    corporateActions: { of: () => [] },
    readQuotes: async () => [],
    calendar: createTradingCalendar(),
    streams: createStreamSet(),
    retention: { tradeDays: 5, candleDays: 30 },
  });
}
const watch = (minute: number) =>
  createScene().watchCandles({ ticker: 'PETR4', interval: 'M1', after: candleCursor(candleAt(minute)) });

test('a stream after the cursor of a candle that is gone is CURSOR_EXPIRED', async () => {
  await expect(watch(4)).rejects.toMatchObject({ extensions: { code: 'CURSOR_EXPIRED' } });
});

test('a stream after the cursor of a candle that has not begun is refused', async () => {
  await expect(watch(8)).rejects.toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
});

test.each([
  [5, 6],
  [6, 7],
])('a stream after the candle of minute %d goes on with that of minute %d', async (after, next) => {
  const stream = await watch(after);
  const { value } = await stream.next();
  expect(value?.lastTradeSequence).toBe(next);
  await stream.return();
});

test.each([
  ['2026-03-16', null],
  ['2026-03-13', 'CURSOR_EXPIRED'],
])(
  'a stream of an index after a candle of its simulated past, whose first own day is %s, has the code %j',
  async (firstDay, code) => {
    const past = { ...candleAt(0, 'IBOV'), openedAtMs: OPEN_MS - 5 * 86_400_000, lastTradeSequence: null };
    const watching = createScene('IBOV', indexPastFacts('IBOV', firstDay, 12_700_000)).watchCandles({
      ...{ ticker: 'IBOV', interval: 'M1', after: candleCursor(past) },
    });
    const ended = watching.then(
      async (stream) => (await stream.return(), null),
      (error: { readonly extensions: { readonly code: unknown } }) => error.extensions.code,
    );
    expect(await ended).toBe(code);
  },
);
