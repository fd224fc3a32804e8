import { assetIdOf, tickerOfAssetId } from '#contracts/graph/asset-id.ts';
import { dateTime, hundredthsOrNull } from '#contracts/graph/present.ts';
import { scalarResolvers } from '#contracts/graph/scalars.ts';
import { sharePrice, type Candle } from '#domain/market-data/candles.ts';
import { averagePriceTenThousandths, changeBasisPoints, changeCentavos } from '#domain/market-data/quote.ts';
import { formatCentavos, formatTenThousandths } from '#domain/money/money.ts';
import { graphqlError } from '#platform/graphql/errors.ts';
import { requireCaller } from '#platform/graphql/resolvers/require-caller.ts';
import type { Context } from './context.ts';
import type { Resolvers } from '../generated/graph.ts';
import { candleCursor } from './candles.ts';
import { bookIdOf, candleIdOf, quoteIdOf } from './ids.ts';
import { tradeCursor } from './market-data.ts';
import type { BookModel, CandleModel, QuoteModel, TradeModel } from './models.ts';
import { centavosOf, marketValueCentavos, portfolioOf } from './portfolio.ts';

/** Market data is public. The value of an account depends on fields that the wallet returns to the owner alone. */
export const resolvers: Resolvers = {
  ...scalarResolvers,
  Asset: {
    __resolveReference: (reference) => {
      const ticker = 'ticker' in reference ? reference.ticker : tickerOfAssetId(reference.id);
      return ticker === null ? null : { ticker };
    },
    id: ({ ticker }) => assetIdOf(ticker),
    quote: async ({ ticker }, _args, context) => {
      const quote = await context.quotes.load(ticker);
      return quote && { ...quote, skipped: 0 };
    },
    book: ({ ticker }, { depth }, context) => context.marketData.book(ticker, depth),
    trades: ({ ticker }, args, context) => context.marketData.trades(ticker, args, context.history),
    candles: ({ ticker }, args, context) => context.marketData.candles(ticker, args, context.history),
  },
  Quote: {
    id: ({ ticker }) => quoteIdOf(ticker),
    asset: ({ ticker }) => ({ ticker }),
    phaseCause: ({ phaseCause = 'SCHEDULE' }) => phaseCause,
    phaseEndsAt: ({ phaseEndsAtMs }) => (phaseEndsAtMs === undefined ? null : dateTime(phaseEndsAtMs)),
    last: (quote) => hundredthsOrNull(quote.last),
    open: (quote) => hundredthsOrNull(quote.open),
    high: (quote) => hundredthsOrNull(quote.high),
    low: (quote) => hundredthsOrNull(quote.low),
    previousClose: (quote) => hundredthsOrNull(quote.previousClose),
    change: (quote) => hundredthsOrNull(changeCentavos(quote)),
    changePercent: (quote) => hundredthsOrNull(changeBasisPoints(quote)),
    bid: (quote) => hundredthsOrNull(quote.bid),
    ask: (quote) => hundredthsOrNull(quote.ask),
    turnover: (quote) => formatCentavos(quote.turnoverCentavos),
    averagePrice: (quote) => {
      const average = averagePriceTenThousandths(quote);
      return average === null ? null : formatTenThousandths(average);
    },
    theoreticalPrice: (quote) => hundredthsOrNull(quote.theoreticalPrice),
    at: (quote) => dateTime(quote.atMs),
  },
  BookLevel: { price: (level) => formatCentavos(level.priceCentavos) },
  Book: {
    id: ({ ticker }) => bookIdOf(ticker),
    asset: ({ ticker }) => ({ ticker }),
    at: (book) => dateTime(book.atMs),
  },
  Trade: {
    id: (trade) => trade.tradeId,
    asset: ({ ticker }) => ({ ticker }),
    price: (trade) => formatCentavos(trade.priceCentavos),
    at: (trade) => dateTime(trade.atMs),
    cursor: tradeCursor,
  },
  Candle: {
    id: candleIdOf,
    cursor: candleCursor,
    openedAt: (candle) => dateTime(candle.openedAtMs),
    open: (candle) => sharePrice(candle.open, candle),
    high: (candle) => sharePrice(candle.high, candle),
    low: (candle) => sharePrice(candle.low, candle),
    close: (candle) => sharePrice(candle.close, candle),
    turnover: (candle) => formatCentavos(candle.turnoverCentavos),
  },
  Position: {
    __resolveReference: ownersOnly,
    marketValue: async ({ quantity, ticker }, _args, context) =>
      hundredthsOrNull(marketValueCentavos(quantity, await context.quotes.load(ticker))),
    unrealizedProfit: async ({ quantity, cost, ticker }, _args, context) => {
      const value = marketValueCentavos(quantity, await context.quotes.load(ticker));
      return value === null ? null : formatCentavos(value - centavosOf(cost));
    },
  },
  Account: {
    __resolveReference: ownersOnly,
    portfolio: async (account, _args, context) => {
      const tickers = account.positions.map(({ ticker }) => ticker);
      return portfolioOf(account, await Promise.all(tickers.map((ticker) => context.quotes.load(ticker))));
    },
  },
  Portfolio: {
    cash: (portfolio) => formatCentavos(portfolio.cashCentavos),
    positionsValue: (portfolio) => formatCentavos(portfolio.positionsCentavos),
    total: (portfolio) => formatCentavos(portfolio.cashCentavos + portfolio.positionsCentavos),
    unrealizedProfit: (portfolio) => formatCentavos(portfolio.positionsCentavos - portfolio.costCentavos),
  },
  Query: {
    movers: async (_parent, { by, first }, context) => [
      ...(await context.marketData.movers(by, first, context.quotes)),
    ],
    quotes: async (_parent, { tickers }, context) => {
      const unknown = await context.marketData.unknownTickers(tickers);
      return tickers.map(async (ticker) => {
        const error = unknown.get(ticker);
        if (error) throw error;
        const quote = await context.quotes.load(ticker);
        if (quote) return { ...quote, skipped: 0 };
        throw graphqlError('SERVICE_UNAVAILABLE', `The quote of ${ticker} is still being loaded. Try again.`);
      });
    },
  },
  Subscription: {
    quotes: {
      subscribe: (_parent, { tickers }, context) => context.marketData.watchQuotes(tickers),
      resolve: (quote: QuoteModel) => quote,
    },
    book: {
      subscribe: (_parent, { ticker, depth }, context) => context.marketData.watchBook(ticker, depth),
      resolve: (book: BookModel) => book,
    },
    candles: {
      subscribe: (_parent, args, context) => context.marketData.watchCandles(args),
      resolve: (candle: Candle): CandleModel => ({ ...candle, isAdjusted: false }),
    },
    trades: {
      subscribe: (_parent, { ticker, after }, context) => context.marketData.watchTrades(ticker, after),
      resolve: (trade: TradeModel) => trade,
    },
  },
};

/** Requires a caller: the wallet returns accounts and positions to their owner alone. */
function ownersOnly<T>(reference: T, context: Context): T {
  requireCaller(context);
  return reference;
}
