import { HISTORY_DATABASE } from '#contracts/names.ts';
import { connectMongo, type MongoOptions } from '#platform/mongo/connect.ts';
import { createCommits } from './history.mongo.commits.ts';
import { importMethods } from './history.mongo.imports.ts';
import { isDuplicateKey, openModels, type Models, type StateDocument } from './history.mongo.models.ts';
import { pruningMethods } from './history.mongo.pruning.ts';
import { readMethods } from './history.mongo.reads.ts';
import type { QuoteHistory } from './history.ts';

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
    commit: createCommits(models),
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
