import { expect, test } from 'vitest';
import { engineMarketDataCodec, type EngineMarketData } from '#contracts/messages/engine-market-data.ts';
import { executionReportCodec, type MemberMessage } from '#contracts/messages/execution-reports.ts';
import { quoteCodec, type QuoteRecord } from '#contracts/messages/market-facts.ts';
import { CACHE_KEYS } from '#contracts/names.ts';
import { createMemoryCache } from '#platform/in-process/memory-cache.ts';
import { silentLog } from '#platform/observability/log.ts';
import { CacheUnavailable } from '#platform/ports/cache.ts';
import { readHotPrices } from './hot-prices.ts';
import { newsIn } from './market-news.ts';
import { createReportInbox } from './report-inbox.ts';

const COMMON = {
  v: 1,
  ticker: 'PETR4',
  sequence: 1,
  tickCentavos: 5,
  atMs: 0,
  tradeDate: '2026-03-16',
} as const;
const newsOf = (body: object) =>
  newsIn(engineMarketDataCodec.encode({ ...COMMON, ...body } as EngineMarketData), silentLog);
const trade = { type: 'TRADE', tradeId: 't', tradeSequence: 1, priceTicks: 600, quantity: 100 };

test('extracts phases, snapshots and auction trades, and nothing else', () => {
  const phase = { type: 'PHASE_CHANGED', phase: 'AUCTION', previousCloseTicks: null };
  expect(newsOf(phase)).toEqual([
    { type: 'PHASE', ticker: 'PETR4', phase: 'AUCTION', tradeDate: '2026-03-16' },
  ]);
  expect(newsOf({ type: 'BOOK_SNAPSHOT', phase: 'HALTED', bids: [], asks: [] })).toMatchObject([
    { phase: 'HALTED' },
  ]);
  expect(newsOf({ ...trade, aggressor: null })).toEqual([
    { type: 'AUCTION_TRADE', ticker: 'PETR4', priceCentavos: 3_000 },
  ]);
  expect(newsOf({ ...trade, aggressor: 'BUY' })).toEqual([]);
  expect(newsOf({ type: 'THEORETICAL', priceTicks: 600, quantity: 1 })).toEqual([]);
});

test('skips unreadable messages', () => {
  expect(newsIn(Buffer.from('{"type":"PHASE_CHANGED"'), silentLog)).toEqual([]);
  expect(newsIn(Buffer.from('{"v":2,"type":"PHASE_CHANGED"}'), silentLog)).toEqual([]);
});

test('reads the hot prices that exist and are readable', async () => {
  const cache = createMemoryCache();
  const quote: QuoteRecord = {
    ...{ v: 1, ticker: 'PETR4', phase: 'CONTINUOUS', tradeDate: '2026-03-16', last: 3_010, open: 2_990 },
    ...{
      high: null,
      low: null,
      previousClose: 3_000,
      bid: null,
      bidQuantity: null,
      ask: null,
      askQuantity: null,
    },
    ...{ volume: 0, turnoverCentavos: 0, tradeCount: 0, theoreticalPrice: null, theoreticalQuantity: null },
    ...{ atMs: 0, sequence: 1 },
  };
  await cache.setMany([
    [CACHE_KEYS.hotPrice('PETR4'), quoteCodec.encode(quote)],
    [CACHE_KEYS.hotPrice('VALE3'), Buffer.from('?')],
  ]);
  const known = await readHotPrices(cache, ['PETR4', 'VALE3', 'ITUB4'], silentLog);
  expect([...known]).toEqual([
    ['PETR4', { tradeDate: '2026-03-16', last: 3_010, open: 2_990 }],
    ['VALE3', { tradeDate: null, last: null, open: null }],
    ['ITUB4', { tradeDate: null, last: null, open: null }],
  ]);
});

test('knows no hot price while the cache does not answer; any other error is a bug', async () => {
  const readFrom = (error: Error) =>
    readHotPrices({ getMany: () => Promise.reject(error) }, ['PETR4'], silentLog);
  expect([...(await readFrom(new CacheUnavailable('gone')))]).toEqual([]);
  await expect(readFrom(new TypeError('x is not a function'))).rejects.toThrow(TypeError);
});

const report = (sequence: number, shard?: number) =>
  executionReportCodec.decode(
    executionReportCodec.encode({
      ...{ v: 1, type: 'MASS_CANCELED', member: 'SIMULATOR', sequence, atMs: 0, tradeDate: '2026-03-16' },
      ...{ correlationId: 'c', requestId: 'r', count: 0, ...(shard === undefined ? {} : { shard }) },
    }),
  );

test('drops repeated reports by the sequence of each shard', () => {
  const inbox = createReportInbox();
  const taken = [report(7), report(8), report(7), report(3, 1), report(8), report(4, 1), report(9, 0)];
  expect(inbox.fresh(taken).map(({ sequence, shard = 0 }) => [shard, sequence])).toEqual([
    [0, 7],
    [0, 8],
    [1, 3],
    [1, 4],
    [0, 9],
  ]);
  expect(inbox.fresh([report(4, 1)])).toEqual([]);
});

test('takes the reports of a journal that ends before those of another one', () => {
  const inbox = createReportInbox();
  const position = (lastSequence: number): MemberMessage => ({
    v: 1,
    type: 'JOURNAL_POSITION',
    member: 'SIMULATOR',
    shard: 0,
    journalId: 'jnl_1',
    lastSequence,
    commandNumber: 0,
    announcedAtMs: 0,
  });
  const taken = inbox.fresh([
    report(7),
    position(9),
    report(7),
    report(8),
    position(0),
    report(1),
    report(1),
  ]);
  expect(taken.map(({ sequence }) => sequence)).toEqual([7, 8, 1]);
});
