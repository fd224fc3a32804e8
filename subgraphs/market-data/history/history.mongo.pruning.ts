import { PRUNED_ROWS } from '#platform/background/pruning.ts';
import type { Models, StateDocument, TradeDocument } from './history.mongo.models.ts';
import type { QuoteHistory } from './history.ts';

/** The removal of old documents. A batch has the documents of one ticker: a time-series collection is split by it. */
export const pruningMethods = (models: Models): Pick<QuoteHistory, 'removeTrades' | 'removeCandles'> => ({
  removeTrades: async (beforeMs) => {
    for (const { _id: ticker } of await models.states.find({}, { _id: 1 }).lean<StateDocument[]>()) {
      const old = { ticker, at: { $lt: new Date(beforeMs) } };
      const oldest = models.trades.find(old, { sequence: 1 }).sort({ sequence: 1 }).limit(PRUNED_ROWS);
      const last = (await oldest.lean<TradeDocument[]>()).at(-1);
      if (!last) continue;
      const { deletedCount } = await models.trades.deleteMany({ ...old, sequence: { $lte: last.sequence } });
      return deletedCount;
    }
    return 0;
  },
  removeCandles: async (beforeMs) => {
    const old = { interval: { $ne: 'D1' }, openedAtMs: { $lt: beforeMs } } as const;
    const oldest = await models.candles.find(old, { _id: 1 }).limit(PRUNED_ROWS).lean<{ _id: unknown }[]>();
    if (oldest.length === 0) return 0;
    const { deletedCount } = await models.candles.deleteMany({ _id: { $in: oldest.map(({ _id }) => _id) } });
    return deletedCount;
  },
});
