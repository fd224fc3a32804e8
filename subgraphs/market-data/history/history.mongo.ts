import type { AnyBulkWriteOperation } from 'mongoose';
import { HISTORY_DATABASE } from '#contracts/names.ts';
import { candleOfDay, type DailyQuote } from '#domain/market-data/daily-quote.ts';
import type { Trade } from '#domain/market-data/fold.ts';
import { connectMongo, type MongoOptions } from '#platform/mongo/connect.ts';
import { importMethods } from './history.mongo.imports.ts';
import {
  isDuplicateKey,
  openModels,
  type CandleDocument,
  type Models,
  type StateDocument,
  type TradeDocument,
} from './history.mongo.models.ts';
import { StaleState, type CandleRange, type FoldCommit, type QuoteHistory } from './history.ts';

/**
 * Opens the history in MongoDB. A standalone server has no transactions, so one last write makes everything visible that
 * readers must see together.
 *
 * @throws StartError when the server does not answer in time
 */
export async function openMongoHistory(options: MongoOptions): Promise<QuoteHistory> {
  const mongo = await connectMongo({ database: HISTORY_DATABASE, ...options });
  const { connection } = mongo;
  try {
    const models = await openModels(connection);
    return {
      ...stateMethods(models),
      ...readMethods(models),
      ...importMethods(models, connection),
      ...leaseMethods(models),
      check: () => mongo.check(),
      close: () => mongo.close(),
    };
  } catch (error) {
    await mongo.close();
    throw error;
  }
}

type Methods<Names extends keyof QuoteHistory> = Pick<QuoteHistory, Names>;

function stateMethods(models: Models): Methods<'loadStates' | 'allStates' | 'addTickers' | 'commit'> {
  return {
    loadStates: async (tickers) => {
      const found = await models.states.find({ _id: { $in: [...tickers] } }).lean<StateDocument[]>();
      const byTicker = new Map(found.map((one) => [one._id, one]));
      return tickers.map((ticker) => {
        const one = byTicker.get(ticker);
        return one ? { state: one.state, version: one.version } : null;
      });
    },
    allStates: async () => {
      const found = await models.states.find().sort({ _id: 1 }).lean<StateDocument[]>();
      return found.map((one) => one.state);
    },
    addTickers: async (states) => {
      if (states.length === 0) return [];
      const result = await models.states.bulkWrite(
        states.map((state) => ({
          updateOne: {
            filter: { _id: state.quote.ticker },
            update: { $setOnInsert: { version: 0, state } },
            upsert: true,
          },
        })),
        { ordered: false },
      );
      return Object.keys(result.upsertedIds).flatMap((index) => states[Number(index)]?.quote.ticker ?? []);
    },
    commit: (commit) => storeCommit(models, commit),
  };
}

/**
 * Writes trades and candles first and the states last. After a crash in between the old states remain, and folding again
 * yields the same trades and candles. Trades up to a state's sequence are not inserted again; candles are replaced.
 */
async function storeCommit(models: Models, commit: FoldCommit): Promise<void> {
  await requireCurrent(models, commit);
  const fresh = await unstoredTrades(models, commit.trades);
  if (fresh.length > 0) await models.trades.insertMany(fresh.map(tradeDocument), { ordered: true });
  if (commit.candles.length > 0) {
    await models.candles.bulkWrite(
      commit.candles.map(({ ticker, interval, openedAtMs, ...figures }) => ({
        updateOne: {
          filter: { ticker, interval, openedAtMs },
          update: { $set: figures },
          upsert: true,
        },
      })),
      { ordered: false },
    );
  }
  const operations: AnyBulkWriteOperation<StateDocument>[] = commit.states.map(({ state, version }) => ({
    updateOne: {
      filter: { _id: state.quote.ticker, version },
      update: { $set: { state, version: version + 1 } },
    },
  }));
  const result = await models.states.bulkWrite(operations, { ordered: false });
  if (result.matchedCount !== commit.states.length)
    throw new StaleState(`${commit.states.length - result.matchedCount} states have moved on`);
}

/** Throws StaleState before any write when a state's version is not the stored one. */
async function requireCurrent(models: Models, commit: FoldCommit): Promise<void> {
  const expected = commit.states.map(({ state, version }) => ({ _id: state.quote.ticker, version }));
  const current = await models.states.countDocuments({ $or: expected });
  if (current !== expected.length)
    throw new StaleState(`${expected.length - current} of ${expected.length} states have moved on`);
}

/** Returns the trades that are not stored yet, by sequence, since a time-series collection cannot have a unique index. */
async function unstoredTrades(models: Models, trades: readonly Trade[]): Promise<readonly Trade[]> {
  const tickers = [...new Set(trades.map((trade) => trade.ticker))];
  const newest = await Promise.all(
    tickers.map(async (ticker) => {
      const last = await models.trades.findOne({ ticker }).sort({ sequence: -1 }).lean<TradeDocument>();
      return [ticker, last?.sequence ?? 0] as const;
    }),
  );
  const watermarks = new Map(newest);
  return trades.filter((trade) => trade.sequence > (watermarks.get(trade.ticker) ?? 0));
}

const tradeDocument = ({ atMs, ...trade }: Trade): TradeDocument => ({ ...trade, at: new Date(atMs) });

const tradeOf = (document: TradeDocument): Trade => ({
  tradeId: document.tradeId,
  ticker: document.ticker,
  priceCentavos: document.priceCentavos,
  quantity: document.quantity,
  aggressor: document.aggressor,
  atMs: document.at.getTime(),
  tradeDate: document.tradeDate,
  sequence: document.sequence,
});

/** Drops a trade that two instances stored while one took over from the other. */
async function distinctTrades(
  limit: number,
  from: number | null,
  read: (from: number | null, count: number) => Promise<readonly TradeDocument[]>,
): Promise<readonly Trade[]> {
  const bySequence = new Map<number, Trade>();
  for (let position = from; bySequence.size < limit;) {
    const wanted = limit - bySequence.size;
    const found = await read(position, wanted);
    for (const document of found) bySequence.set(document.sequence, tradeOf(document));
    if (found.length < wanted) break;
    position = found.at(-1)?.sequence ?? position;
  }
  return [...bySequence.values()];
}

const openedWithin = (range: Omit<CandleRange, 'interval'>) => ({
  ...(range.fromMs === null ? {} : { $gte: range.fromMs }),
  ...(range.toMs === null ? {} : { $lt: range.toMs }),
});
const withOpening = (range: Omit<CandleRange, 'interval'>) =>
  range.fromMs === null && range.toMs === null ? {} : { openedAtMs: openedWithin(range) };

function readMethods(
  models: Models,
): Methods<'tradesBefore' | 'tradesAfter' | 'candles' | 'importedDays' | 'countQuotes'> {
  return {
    tradesBefore: (ticker, before, limit) =>
      distinctTrades(limit, before, (from, count) => {
        const bound = from === null ? {} : { sequence: { $lt: from } };
        const found = models.trades.find({ ticker, ...bound }).sort({ sequence: -1 });
        return found.limit(count).lean<TradeDocument[]>();
      }),
    tradesAfter: (ticker, sequence, limit) =>
      distinctTrades(limit, sequence, (from, count) => {
        const found = models.trades.find({ ticker, sequence: { $gt: from } }).sort({ sequence: 1 });
        return found.limit(count).lean<TradeDocument[]>();
      }),
    candles: async (range) => {
      if (range.limit === 0) return [];
      const { ticker, interval, limit } = range;
      const found = models.candles.find({ ticker, interval, ...withOpening(range) }, { _id: 0 });
      return found.sort({ openedAtMs: 1 }).limit(limit).lean<CandleDocument[]>();
    },
    importedDays: async (range) => {
      if (range.limit === 0) return [];
      const found = await models.dailyQuotes.aggregate<{ quote: DailyQuote }>([
        { $match: { ticker: range.ticker, isCash: true, ...withOpening(range) } },
        { $lookup: { from: 'imports', localField: 'importId', foreignField: 'importId', as: 'import' } },
        { $match: { 'import.0': { $exists: true } } },
        { $sort: { openedAtMs: 1, 'import.importedAtMs': -1, importId: -1 } },
        { $group: { _id: '$openedAtMs', quote: { $first: '$quote' } } },
        { $sort: { _id: 1 } },
        { $limit: range.limit },
      ]);
      return found.map(({ quote }) => candleOfDay(quote));
    },
    countQuotes: async () => {
      const imports = await models.imports.find({}, { importId: 1 }).lean<{ importId: string }[]>();
      const importId = { $in: imports.map((one) => one.importId) };
      const [counted] = await models.dailyQuotes.aggregate<{ count: number }>([
        { $match: { importId } },
        { $group: { _id: '$key' } },
        { $count: 'count' },
      ]);
      return counted?.count ?? 0;
    },
  };
}

function leaseMethods(models: Models): Methods<'takeLease' | 'releaseLease'> {
  return {
    takeLease: async (name, holder, nowMs, forMs) => {
      const isFree = { _id: name, $or: [{ holder }, { expiresMs: { $lte: nowMs } }] };
      const lease = { $set: { holder, expiresMs: nowMs + forMs } };
      try {
        const result = await models.leases.updateOne(isFree, lease, { upsert: true });
        return result.matchedCount + result.upsertedCount === 1;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    releaseLease: async (name, holder) => {
      await models.leases.deleteOne({ _id: name, holder });
    },
  };
}
