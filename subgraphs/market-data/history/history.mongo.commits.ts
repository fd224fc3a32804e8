import type { AnyBulkWriteOperation } from 'mongoose';
import type { Candle } from '#domain/market-data/candles.ts';
import type { Trade } from '#domain/market-data/fold.ts';
import type { Models, StateDocument, TradeDocument } from './history.mongo.models.ts';
import { StaleState, type FoldCommit, type QuoteHistory, type StoredState } from './history.ts';

/**
 * Stores the results of batches. An open candle is part of its ticker's state and is stored there alone: each trade changes the open
 * candles of all intervals, and their writes took longer than all others together. Reads join them with the closed ones.
 *
 * Writes trades and candles first and the states last. After a crash in between the old states remain, and folding again
 * yields the same trades and candles. Trades that are stored already are not inserted again; candles are replaced.
 *
 * Only a ticker whose stored state comes from elsewhere may have such trades: from another instance, a run before, or a commit that
 * failed. The search for them reads through all trades of a while, so it is not made for the others. Their version is not compared
 * before the writes either: an instance that has taken over since stores the same trades and closed candles, and the states are
 * refused.
 */
export function createCommits(models: Models): QuoteHistory['commit'] {
  /** By ticker: the version that this instance has stored with all that belongs to it. */
  const stored = new Map<string, number>();
  return async (commit) => {
    const isOwn = ({ state, version }: StoredState): boolean => stored.get(state.quote.ticker) === version;
    const own = commit.states.filter(isOwn);
    await requireCurrent(
      models,
      commit.states.filter((state) => !isOwn(state)),
    );
    const isWhole = new Set(own.map(({ state }) => state.quote.ticker));
    for (const { state } of commit.states) stored.delete(state.quote.ticker);
    const fresh = await unstoredTrades(models, commit.trades, isWhole);
    if (fresh.length > 0)
      await models.trades.insertMany(fresh.map(tradeDocument), { ordered: true, lean: true });
    await storeCandles(models, candlesBesideStates(commit));
    await storeStates(models, commit.states);
    for (const { state, version } of commit.states) stored.set(state.quote.ticker, version + 1);
  };
}

/** Throws StaleState before any write when a state's version is not the stored one. */
async function requireCurrent(models: Models, states: FoldCommit['states']): Promise<void> {
  if (states.length === 0) return;
  const expected = states.map(({ state, version }) => ({ _id: state.quote.ticker, version }));
  const current = await models.states.countDocuments({ $or: expected });
  if (current !== expected.length)
    throw new StaleState(`${expected.length - current} of ${expected.length} states have moved on`);
}

/**
 * Returns the trades that are not stored yet, by sequence, since a time-series collection cannot have a unique index.
 *
 * @param isWhole tickers of which no trade of the commit can be stored
 */
async function unstoredTrades(
  models: Models,
  trades: readonly Trade[],
  isWhole: ReadonlySet<string>,
): Promise<readonly Trade[]> {
  const first = new Map<string, Trade>();
  for (const trade of trades)
    if (!isWhole.has(trade.ticker) && !first.has(trade.ticker)) first.set(trade.ticker, trade);
  const newest = await Promise.all(
    [...first.values()].map(async ({ ticker, sequence, atMs }) => {
      const range = { ticker, at: { $gte: new Date(atMs) }, sequence: { $gte: sequence } };
      const last = await models.trades.findOne(range).sort({ sequence: -1 }).lean<TradeDocument>();
      return [ticker, last?.sequence ?? 0] as const;
    }),
  );
  const watermarks = new Map(newest);
  return trades.filter((trade) => trade.sequence > (watermarks.get(trade.ticker) ?? 0));
}

/** The changed candles that are not part of the new states. */
function candlesBesideStates({ states, candles }: FoldCommit): readonly Candle[] {
  const open = new Map(states.map(({ state }) => [state.quote.ticker, state.candles.newest]));
  return candles.filter(
    ({ ticker, interval, openedAtMs, isClosed }) =>
      isClosed || open.get(ticker)?.[interval]?.openedAtMs !== openedAtMs,
  );
}

async function storeCandles(models: Models, candles: readonly Candle[]): Promise<void> {
  if (candles.length === 0) return;
  await models.candles.bulkWrite(
    candles.map(({ ticker, interval, openedAtMs, ...figures }) => ({
      updateOne: {
        filter: { ticker, interval, openedAtMs },
        update: { $set: figures },
        upsert: true,
      },
    })),
    { ordered: false },
  );
}

async function storeStates(models: Models, states: FoldCommit['states']): Promise<void> {
  const operations: AnyBulkWriteOperation<StateDocument>[] = states.map(({ state, version }) => ({
    updateOne: {
      filter: { _id: state.quote.ticker, version },
      update: { $set: { state, version: version + 1 } },
    },
  }));
  const result = await models.states.bulkWrite(operations, { ordered: false });
  if (result.matchedCount !== states.length)
    throw new StaleState(`${states.length - result.matchedCount} states have moved on`);
}

const tradeDocument = ({ atMs, ...trade }: Trade): TradeDocument => ({ ...trade, at: new Date(atMs) });
