import { expect, test } from 'vitest';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { NO_CANDLES, withTrade, type Candle } from '#domain/market-data/candles.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createStreamSet } from '#platform/streams/stream-set.ts';
import { createBoard } from '../streams/board.ts';
import type { QuoteHistory } from '../history/history.ts';
import { candleCursor } from './candles.ts';
import { createMarketData } from './market-data.ts';

const OPEN_MS = Date.parse('2026-03-16T13:00:00Z');
const candleAt = (minute: number): Candle => {
  const time = { atMs: OPEN_MS + minute * 60_000, tradeDate: '2026-03-16' };
  const trade = { ticker: 'PETR4', priceCentavos: 2_800, quantity: 100, sequence: minute, ...time };
  const [candle] = withTrade(NO_CANDLES, trade).changed;
  if (!candle) throw new Error('a trade begins a candle');
  return { ...candle, isClosed: true };
};

/** Market data whose history has lost the candles before minute 5. */
function createScene() {
  const kept = [5, 6, 7].map(candleAt);
  const board = createBoard();
  for (const candle of kept) board.takeCandle(candle);
  const history: Pick<QuoteHistory, 'candles'> = {
    candles: async (ranges) =>
      ranges.map(({ fromMs, limit }) =>
        kept.filter(({ openedAtMs }) => openedAtMs >= (fromMs ?? 0)).slice(0, limit),
      ),
  };
  return createMarketData({
    ...{ board, history: history as QuoteHistory, marketClock: createManualClock(OPEN_MS) },
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
