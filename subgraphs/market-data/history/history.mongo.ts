import type { AnyBulkWriteOperation } from 'mongoose';
import { HISTORY_DATABASE } from '#contracts/names.ts';
import type { Trade } from '#domain/market-data/fold.ts';
import { connectMongo, type MongoOptions } from '#platform/mongo/connect.ts';
import { importMethods } from './history.mongo.imports.ts';
import {
  isDuplicateKey,
  openModels,
  type Models,
  type StateDocument,
  type TradeDocument,
} from './history.mongo.models.ts';
import { pruningMethods } from './history.mongo.pruning.ts';
import { readMethods } from './history.mongo.reads.ts';
import { StaleState, type FoldCommit, type QuoteHistory } from './history.ts';

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
      ...pruningMethods(models),
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
