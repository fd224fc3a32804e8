import { expect, test } from 'vitest';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { createStreamSet } from '#platform/streams/stream-set.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import type { QuoteHistory } from '../history/history.ts';
import type { Instruments } from '../fold/instruments.ts';
import type { MarketBoard } from '../streams/board.ts';
import { tradeOf } from '../test/history-samples.ts';
import { createMarketData, tradeCursor } from './market-data.ts';

/** The history has the trades 7 and 9 of a ticker; those before were pruned. */
const stored = [tradeOf('PETR4', 7), tradeOf('PETR4', 9)];
const history: Pick<QuoteHistory, 'tradesAfter'> = {
  tradesAfter: async (_ticker, sequence, limit) =>
    stored.filter((trade) => trade.sequence > sequence).slice(0, limit),
};
const instruments: Partial<Instruments> = { requireKnown: async () => undefined };
const marketDataAt = (lastSequence: number) => {
  const board: Partial<MarketBoard> = {
    tradeSequence: () => lastSequence,
    watchTrades: () => () => undefined,
  };
  return createMarketData({
    board: board as MarketBoard,
    history: history as QuoteHistory,
    instruments: instruments as Instruments,
    corporateActions: { of: () => [] },
    readQuotes: async () => [],
    calendar: createTradingCalendar(),
    marketClock: createManualClock(0),
    wallClock: createManualClock(0),
    streams: createStreamSet(),
    retention: { tradeDays: 7, candleDays: 90 },
  });
};
const codeAfter = async (sequence: number, lastSequence = 9): Promise<unknown> => {
  const following = marketDataAt(lastSequence).watchTrades('PETR4', tradeCursor(tradeOf('PETR4', sequence)));
  return following.then(
    async (stream) => {
      await stream.return();
      return null;
    },
    (error: { readonly extensions: { readonly code: unknown } }) => error.extensions.code,
  );
};

test('a cursor whose trade was pruned has expired', async () => {
  expect(await codeAfter(3)).toBe('CURSOR_EXPIRED');
  expect(await codeAfter(7)).toBeNull();
  expect(await codeAfter(9)).toBeNull();
});

test('a cursor ahead of the stream is refused, unless the history is ahead of the board', async () => {
  expect(await codeAfter(10)).toBe('BAD_USER_INPUT');
  expect(await codeAfter(99_999_999_999)).toBe('BAD_USER_INPUT');
  expect(await codeAfter(9, 7)).toBeNull();
});

test('the cursor of the last trade stays valid after that trade was pruned', async () => {
  expect(await codeAfter(12, 12)).toBeNull();
});
