import { expect, test } from 'vitest';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { newTicker } from '#domain/market-data/fold.ts';
import type { MoversBy } from '#domain/market-data/movers.ts';
import type { Quote } from '#domain/market-data/quote.ts';
import { createMemoryCache } from '#platform/in-process/memory-cache.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createStreamSet } from '#platform/streams/stream-set.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { hotPrice } from '../fold/records.ts';
import type { Instruments } from '../fold/instruments.ts';
import type { QuoteHistory } from '../history/history.ts';
import { createBoard } from '../streams/board.ts';
import { createMarketData } from './market-data.ts';
import { createQuoteLoader, createQuoteReader } from './quotes.ts';

const FIRST = { tradeDate: '2026-03-16', atMs: 0, previousClose: 1_000, phase: 'CONTINUOUS' } as const;
const quote = (ticker: string, sequence: number, last: number, turnoverCentavos: number): Quote => ({
  ...newTicker(ticker, FIRST).quote,
  ...{ sequence, last, turnoverCentavos },
});

/** An instance whose board and cache have these quotes. */
async function createInstance(onBoard: readonly Quote[], inCache: readonly Quote[]) {
  const board = createBoard();
  onBoard.forEach(board.takeQuote);
  const cache = createMemoryCache();
  await cache.setMany(inCache.map(hotPrice));
  const history = {} as QuoteHistory;
  const readQuotes = createQuoteReader(cache, board, history, silentLog);
  const marketData = createMarketData({
    ...{ board, history, readQuotes, instruments: {} as Instruments, corporateActions: { of: () => [] } },
    ...{ calendar: createTradingCalendar(), streams: createStreamSet() },
    ...{ marketClock: createManualClock(0), wallClock: createManualClock(0) },
    retention: { tradeDays: 5, candleDays: 30 },
  });
  const movers = (by: MoversBy) => marketData.movers(by, 10, createQuoteLoader(readQuotes));
  return { readQuotes, movers };
}

const OLD = [quote('PETR4', 5, 1_010, 900), quote('VALE3', 5, 1_020, 800), quote('ITUB4', 5, 1_030, 700)];
const NEW = [quote('PETR4', 6, 990, 900), quote('VALE3', 7, 1_050, 950), quote('ITUB4', 5, 1_030, 700)];

test.each<[MoversBy, string[]]>([
  ['TURNOVER', ['VALE3', 'PETR4', 'ITUB4']],
  ['GAIN', ['VALE3', 'ITUB4']],
])('movers by %s are the newest quotes, while the board still has older ones', async (by, tickers) => {
  const { readQuotes, movers } = await createInstance(OLD, NEW);
  const shown = await movers(by);
  expect(shown.map(({ ticker }) => ticker)).toEqual(tickers);
  expect(shown).toEqual((await readQuotes(tickers)).map((one) => ({ ...one, skipped: 0 })));
});

test('a quote is the newer one of cache and board, and that of the board when the cache is empty', async () => {
  const tickers = NEW.map(({ ticker }) => ticker);
  for (const [onBoard, inCache] of [
    [OLD, NEW],
    [NEW, OLD],
    [NEW, []],
  ] as const)
    expect(await (await createInstance(onBoard, inCache)).readQuotes(tickers)).toMatchObject(NEW);
});
