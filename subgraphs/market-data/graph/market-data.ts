import type { GraphQLError } from 'graphql';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { dayOf } from '#domain/calendar/sao-paulo-time.ts';
import { adjustCandles } from '#domain/market-data/adjusted-candles.ts';
import type { Candle, CandleInterval, CandlePosition } from '#domain/market-data/candles.ts';
import { isIndex } from '#domain/market/index-asset.ts';
import { moversOf, type MoversBy } from '#domain/market-data/movers.ts';
import type { Book, Trade } from '#domain/market-data/fold.ts';
import type { Quote } from '#domain/market-data/quote.ts';
import { inPageTurns } from '#platform/streams/page-turns.ts';
import type { PullStream } from '#platform/streams/pull-stream.ts';
import type { StreamSet } from '#platform/streams/stream-set.ts';
import type { Clock, WallClock } from '#platform/time/clock.ts';
import { badInput, cursorExpired } from '#platform/graphql/errors.ts';
import {
  connection,
  decodeCursor,
  encodeCursor,
  pageSize,
  type Connection,
} from '#platform/graphql/resolvers/pagination.ts';
import type { MarketBoard } from '../streams/board.ts';
import type { QuoteHistory } from '../history/history.ts';
import { createHistoryLoaders, type HistoryLoaders } from './history-loaders.ts';
import type { CorporateActions } from '../fold/corporate-actions.ts';
import type { MarketDataRetention } from '../retention/pruning.ts';
import type { Instruments } from '../fold/instruments.ts';
import { candleStream, type ReadCandles } from '../streams/candle-stream.ts';
import { readCandleCursor, readCandles, type CandleRequest } from './candles.ts';
import type { BookModel, CandleModel, QuoteModel } from './models.ts';
import { createPastReader } from './past.ts';
import type { QuoteLoader, ReadQuotes } from './quotes.ts';
import { bookStream, cutBook, quoteStream, tradeStream, type ReadTrades } from '../streams/streams.ts';

const MAX_DEPTH = 50;

/** A request for a page of trades. */
export interface TradesRequest {
  readonly first: number;
  readonly after?: string | null | undefined;
}

/** The use cases of market data. They throw BAD_USER_INPUT and SERVICE_UNAVAILABLE. */
export interface MarketData {
  readonly readQuotes: ReadQuotes;
  book(ticker: string, depth: number): BookModel;
  /** Creates the loaders of one operation. */
  loaders(): HistoryLoaders;
  trades(ticker: string, page: TradesRequest, loaders: HistoryLoaders): Promise<Connection<Trade>>;
  candles(ticker: string, request: CandleRequest, loaders: HistoryLoaders): Promise<Connection<CandleModel>>;
  /** The leading quotes of the newest trade date, as the operation's other fields show them. */
  movers(by: MoversBy, first: number, quotes: QuoteLoader): Promise<readonly QuoteModel[]>;
  /** The error of each ticker without a known instrument. */
  unknownTickers(tickers: readonly string[]): Promise<ReadonlyMap<string, GraphQLError>>;
  watchQuotes(tickers: readonly string[]): Promise<PullStream<QuoteModel>>;
  watchBook(ticker: string, depth: number): Promise<PullStream<BookModel>>;
  watchTrades(ticker: string, after: string | null | undefined): Promise<PullStream<Trade>>;
  watchCandles(request: CandleStreamArguments): Promise<PullStream<Candle>>;
}

/** The arguments of a stream of candles. */
export interface CandleStreamArguments {
  readonly ticker: string;
  readonly interval: CandleInterval;
  readonly after?: string | null | undefined;
}

interface Dependencies {
  readonly board: MarketBoard;
  readonly history: QuoteHistory;
  readonly instruments: Instruments;
  readonly corporateActions: Pick<CorporateActions, 'of'>;
  readonly readQuotes: ReadQuotes;
  readonly calendar: TradingCalendar;
  readonly marketClock: Clock;
  readonly wallClock: WallClock;
  readonly streams: StreamSet;
  readonly retention: MarketDataRetention;
}

const tradesKind = (ticker: string): string => `trades:${ticker}`;

/** The cursor of a trade in the list and the stream of its ticker. */
export const tradeCursor = (trade: Trade): string =>
  encodeCursor(tradesKind(trade.ticker), `${trade.sequence}`);

/** Creates the use cases of market data. */
export function createMarketData(dependencies: Dependencies): MarketData {
  const { board, history, instruments, corporateActions, readQuotes, marketClock, streams } = dependencies;
  const readTrades: ReadTrades = inPageTurns((...query) => history.tradesAfter(...query));
  const actionsOf = (ticker: string) => corporateActions.of(ticker);
  const { calendar, wallClock } = dependencies;
  const readPast = createPastReader({ board, actionsOf, calendar, wallClock });
  const emptyBook = (ticker: string): Book => {
    return { ticker, bids: [], asks: [], atMs: marketClock.nowMs(), sequence: 0 };
  };
  return {
    readQuotes,
    movers: (by, first, quotes) => newestMovers(moversOf(board.quotes(), by, pageSize(first)), by, quotes),
    unknownTickers: (tickers) => instruments.unknown(tickers),
    book: (ticker, depth) => ({
      ...cutBook(board.book(ticker) ?? emptyBook(ticker), checkedDepth(depth)),
      skipped: 0,
    }),
    loaders: () => createHistoryLoaders(history),
    trades: async (ticker, page, loaders) => {
      const limit = pageSize(page.first);
      const before = positionAfter(tradesKind(ticker), page.after);
      const rows = await loaders.trades.load({ ticker, before, limit: limit + 1 });
      return connection(rows, { limit, cursorOf: tradeCursor, hasPrevious: before !== null });
    },
    candles: (ticker, request, loaders) => {
      const actions = request.adjusted ? corporateActions.of(ticker) : [];
      const adjust = (rows: readonly Candle[]) => adjustCandles(rows, actions, dayOf(marketClock.nowMs()));
      return readCandles({ nowMs: marketClock.nowMs(), readPast, loaders, adjust }, ticker, request);
    },
    watchQuotes: async (tickers) => {
      await instruments.requireKnown(tickers);
      return streams.add(quoteStream(board, tickers));
    },
    watchBook: async (ticker, depth) => {
      const levels = checkedDepth(depth);
      await instruments.requireKnown([ticker]);
      return streams.add(bookStream(board, ticker, levels));
    },
    watchCandles: async ({ ticker, interval, after }) => {
      await instruments.requireKnown([ticker]);
      const position = readCandleCursor(ticker, interval, after);
      if (position !== null && (await isCandleAhead(dependencies, ticker, interval, position)))
        throw cursorAhead();
      if (position !== null && (await isCandlePruned(dependencies, ticker, interval, position)))
        throw cursorExpired(dependencies.retention.candleDays);
      return streams.add(candleStream(board, readCandlesOf(history), { ticker, interval, after: position }));
    },
    watchTrades: async (ticker, after) => {
      await instruments.requireKnown([ticker]);
      const position = positionAfter(tradesKind(ticker), after);
      if (position !== null && (await isAhead(dependencies, ticker, position))) throw cursorAhead();
      if (position !== null && (await isPruned(dependencies, ticker, position)))
        throw cursorExpired(dependencies.retention.tradeDays);
      return streams.add(tradeStream(board, readTrades, ticker, position));
    },
  };
}

/** The board follows the cache: what leads there is shown, and ordered, by its newest figures. */
async function newestMovers(
  leading: readonly Quote[],
  by: MoversBy,
  quotes: QuoteLoader,
): Promise<readonly QuoteModel[]> {
  const newest = await Promise.all(leading.map(({ ticker }) => quotes.load(ticker)));
  const known = newest.filter((quote) => quote !== null);
  return moversOf(known, by, known.length).map((quote) => ({ ...quote, skipped: 0 }));
}

const cursorAhead = () => badInput('This cursor is ahead of the stream.');

/** Whether the trade of a cursor has not happened yet. The history has a trade before the board of this process has it. */
async function isAhead({ board, history }: Dependencies, ticker: string, sequence: number): Promise<boolean> {
  if (sequence <= board.tradeSequence(ticker)) return false;
  return (await history.tradesAfter(ticker, sequence - 1, 1)).length === 0;
}

/** Whether the candle of a cursor has not begun yet, or contains a trade that has not happened yet. */
async function isCandleAhead(
  dependencies: Dependencies,
  ticker: string,
  interval: CandleInterval,
  { openedAtMs, lastTradeSequence }: CandlePosition,
): Promise<boolean> {
  const newest = dependencies.board.candle(ticker, interval);
  if (openedAtMs > Math.max(newest?.openedAtMs ?? 0, dependencies.marketClock.nowMs())) return true;
  const sequence = lastTradeSequence ?? 0;
  if (sequence <= (newest?.lastTradeSequence ?? 0)) return false;
  return isAhead(dependencies, ticker, sequence);
}

/** Whether the trade of a cursor is gone, and later ones may be. The last trade's cursor stays valid: nothing is missing after it. */
async function isPruned(
  { board, history }: Dependencies,
  ticker: string,
  sequence: number,
): Promise<boolean> {
  if (sequence === 0 || sequence >= board.tradeSequence(ticker)) return false;
  const [trade] = await history.tradesAfter(ticker, sequence - 1, 1);
  return trade?.sequence !== sequence;
}

/**
 * Whether the candle of a cursor is gone, and later ones may be. Days stay. A candle without trades is of the simulated past, which is
 * computed: after it, the first own candle must still be there, which has all trades up to its last one. That of an index, whose values
 * are not counted, is of its first day.
 */
async function isCandlePruned(
  { board, history }: Dependencies,
  ticker: string,
  interval: CandleInterval,
  { openedAtMs, lastTradeSequence }: CandlePosition,
): Promise<boolean> {
  if (interval === 'D1' || openedAtMs >= (board.candle(ticker, interval)?.openedAtMs ?? 0)) return false;
  const [candle] = await readCandlesOf(history)(ticker, interval, openedAtMs, 1);
  if (lastTradeSequence === 0)
    return isIndex(ticker)
      ? candle !== undefined && dayOf(candle.openedAtMs) !== board.past(ticker)?.beforeDay
      : candle?.lastTradeSequence !== candle?.tradeCount;
  return candle?.openedAtMs !== openedAtMs;
}

const readCandlesOf =
  (history: QuoteHistory): ReadCandles =>
  async (ticker, interval, fromMs, limit) => {
    const range = { ticker, interval, fromMs, toMs: null, limit, isNewest: false };
    return (await history.candles([range]))[0] ?? [];
  };

function checkedDepth(depth: number): number {
  if (depth >= 1 && depth <= MAX_DEPTH) return depth;
  throw badInput(`"depth" must be from 1 to ${MAX_DEPTH}, not ${depth}.`);
}

/** Reads the number of a cursor. Throws BAD_USER_INPUT for text that this list or stream did not issue. */
function positionAfter(kind: string, cursor: string | null | undefined): number | null {
  if (cursor === null || cursor === undefined) return null;
  const position = decodeCursor(kind, cursor);
  const value = /^\d{1,16}$/.test(position) ? Number(position) : Number.NaN;
  if (Number.isSafeInteger(value)) return value;
  throw badInput('This list or stream did not issue this cursor.');
}
