import { assetIdOf, tickerOfAssetId } from '#contracts/graph/asset-id.ts';
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

const price = (centavos: number | null): string | null =>
  centavos === null ? null : formatCentavos(centavos);
const instant = (ms: number): string => new Date(ms).toISOString();

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
    phaseEndsAt: ({ phaseEndsAtMs }) => (phaseEndsAtMs === undefined ? null : instant(phaseEndsAtMs)),
    last: (quote) => price(quote.last),
    open: (quote) => price(quote.open),
    high: (quote) => price(quote.high),
    low: (quote) => price(quote.low),
    previousClose: (quote) => price(quote.previousClose),
    change: (quote) => price(changeCentavos(quote)),
    changePercent: (quote) => price(changeBasisPoints(quote)),
    bid: (quote) => price(quote.bid),
    ask: (quote) => price(quote.ask),
    turnover: (quote) => formatCentavos(quote.turnoverCentavos),
    averagePrice: (quote) => {
      const average = averagePriceTenThousandths(quote);
      return average === null ? null : formatTenThousandths(average);
    },
    theoreticalPrice: (quote) => price(quote.theoreticalPrice),
    at: (quote) => instant(quote.atMs),
  },
  BookLevel: { price: (level) => formatCentavos(level.priceCentavos) },
  Book: {
    id: ({ ticker }) => bookIdOf(ticker),
    asset: ({ ticker }) => ({ ticker }),
    at: (book) => instant(book.atMs),
  },
  Trade: {
    id: (trade) => trade.tradeId,
    asset: ({ ticker }) => ({ ticker }),
    price: (trade) => formatCentavos(trade.priceCentavos),
    at: (trade) => instant(trade.atMs),
    cursor: tradeCursor,
  },
  Candle: {
    id: candleIdOf,
    cursor: candleCursor,
    openedAt: (candle) => instant(candle.openedAtMs),
    open: (candle) => sharePrice(candle.open, candle),
    high: (candle) => sharePrice(candle.high, candle),
    low: (candle) => sharePrice(candle.low, candle),
    close: (candle) => sharePrice(candle.close, candle),
    turnover: (candle) => formatCentavos(candle.turnoverCentavos),
  },
  Position: {
    __resolveReference: ownersOnly,
    marketValue: async ({ quantity, ticker }, _args, context) =>
      price(marketValueCentavos(quantity, await context.quotes.load(ticker))),
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
    movers: (_parent, { by, first }, { marketData }) => [...marketData.movers(by, first)],
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
