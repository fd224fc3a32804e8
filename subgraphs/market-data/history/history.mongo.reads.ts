import type { PipelineStage } from 'mongoose';
import { candleOfDay, type DailyQuote } from '#domain/market-data/daily-quote.ts';
import { isNewerCandle, type Candle, type CandleInterval } from '#domain/market-data/candles.ts';
import type { Trade } from '#domain/market-data/fold.ts';
import type { CandleDocument, Models, StateDocument, TradeDocument } from './history.mongo.models.ts';
import type { CandleRange, DayRange, QuoteHistory, TradesQuery } from './history.ts';

type Reads = Pick<QuoteHistory, 'tradesBefore' | 'tradesAfter' | 'candles' | 'importedDays' | 'countQuotes'>;
type Pipeline = Exclude<PipelineStage, PipelineStage.Merge | PipelineStage.Out>[];

/** Pipelines in one command: a server takes at most 1,000 stages. */
const PIPELINES_PER_COMMAND = 100;

/** The reads of a history. A batch of lists is one command: the union of a pipeline for each list. */
export function readMethods(models: Models): Reads {
  return {
    tradesBefore: (queries) => distinctTradesBefore(models, queries),
    tradesAfter: async (ticker, sequence, limit) => {
      const found = new Map<number, Trade>();
      for (let position = sequence; found.size < limit;) {
        const wanted = limit - found.size;
        const newer = models.trades.find({ ticker, sequence: { $gt: position } }).sort({ sequence: 1 });
        const documents = await newer.limit(wanted).lean<TradeDocument[]>();
        for (const document of documents) found.set(document.sequence, tradeOf(document));
        if (documents.length < wanted) break;
        position = documents.at(-1)?.sequence ?? position;
      }
      return [...found.values()];
    },
    candles: async (ranges) => {
      // Before the closed ones: a candle that closes meanwhile is then found twice, not missed.
      const open = await openCandles(models, ranges);
      const pipelines = ranges.map((range): Pipeline => {
        const { ticker, interval, limit, isNewest } = range;
        return [
          { $match: { ticker, interval, ...withOpening(range) } },
          { $sort: { openedAtMs: isNewest ? -1 : 1 } },
          ...limited(limit),
          { $unset: '_id' },
        ];
      });
      const lists = await union<CandleDocument>(models.candles, pipelines);
      return ranges.map((range, index) => joined(range, lists[index] ?? [], open));
    },
    importedDays: async (ranges) => {
      const lists = await union<{ quote: DailyQuote }>(models.dailyQuotes, ranges.map(daysPipeline));
      return lists.map((list) => list.map(({ quote }) => candleOfDay(quote)).sort(byOpening));
    },
    countQuotes: async () => {
      const imports = await models.imports.find({}, { importId: 1 }).lean<{ importId: string }[]>();
      const importId = { $in: imports.map((one) => one.importId) };
      // The newest import of a day, ticker, market and term counts, with all its contracts.
      const code = { $arrayElemAt: [{ $split: ['$key', '#'] }, 0] };
      const [counted] = await models.dailyQuotes
        .aggregate<{ count: number }>([
          { $match: { importId } },
          { $group: { _id: { code, at: '$importedAtMs', importId: '$importId' }, quotes: { $sum: 1 } } },
          { $sort: { '_id.at': -1, '_id.importId': -1 } },
          { $group: { _id: '$_id.code', quotes: { $first: '$quotes' } } },
          { $group: { _id: null, count: { $sum: '$quotes' } } },
        ])
        .allowDiskUse(true);
      return counted?.count ?? 0;
    },
  };
}

type OpenCandles = ReadonlyMap<string, Readonly<Record<CandleInterval, Candle | null>>>;

/** The newest candles of the states, by ticker. */
async function openCandles(models: Models, ranges: readonly CandleRange[]): Promise<OpenCandles> {
  const tickers = [...new Set(ranges.map(({ ticker }) => ticker))];
  const found = models.states.find({ _id: { $in: tickers } }, { 'state.candles.newest': 1 });
  return new Map((await found.lean<StateDocument[]>()).map(({ _id, state }) => [_id, state.candles.newest]));
}

/** The stored candles of a range, with the newest one of the ticker's state where that is newer and in the range. */
function joined(range: CandleRange, stored: readonly Candle[], open: OpenCandles): readonly Candle[] {
  const { ticker, interval, fromMs, toMs, limit, isNewest } = range;
  const list = stored.toSorted(byOpening);
  const newest = open.get(ticker)?.[interval] ?? null;
  const isInRange =
    newest !== null &&
    newest.openedAtMs >= (fromMs ?? -Infinity) &&
    newest.openedAtMs < (toMs ?? Infinity) &&
    isNewerCandle(newest, list.find(({ openedAtMs }) => openedAtMs === newest.openedAtMs) ?? null);
  if (!isInRange) return list;
  const all = [...list.filter(({ openedAtMs }) => openedAtMs !== newest.openedAtMs), newest];
  return isNewest ? all.slice(Math.max(0, all.length - limit)) : all.slice(0, limit);
}

/** Reads each list again behind a trade that is stored twice, since two instances wrote it while one took over from the other. */
async function distinctTradesBefore(models: Models, queries: readonly TradesQuery[]): Promise<Trade[][]> {
  const found = queries.map(() => new Map<number, Trade>());
  let open = queries.map((query, number) => ({ ...query, number }));
  while (open.length > 0) {
    const lists = await union<TradeDocument>(models.trades, open.map(tradesPipeline));
    open = open.flatMap((query, index) => {
      const list = (lists[index] ?? []).sort((a, b) => b.sequence - a.sequence);
      const distinct = found[query.number];
      for (const document of list) distinct?.set(document.sequence, tradeOf(document));
      const missing = queries[query.number]?.limit ?? 0;
      const limit = missing - (distinct?.size ?? 0);
      if (limit <= 0 || list.length < query.limit) return [];
      return [{ ...query, before: list.at(-1)?.sequence ?? query.before, limit }];
    });
  }
  return found.map((distinct) => [...distinct.values()]);
}

const tradesPipeline = ({ ticker, before, limit }: TradesQuery): Pipeline => [
  { $match: { ticker, ...(before !== null && { sequence: { $lt: before } }) } },
  { $sort: { sequence: -1 } },
  ...limited(limit),
];

const daysPipeline = (range: DayRange): Pipeline => [
  { $match: { ticker: range.ticker, isCash: true, ...withOpening(range) } },
  { $lookup: { from: 'imports', localField: 'importId', foreignField: 'importId', as: 'import' } },
  { $match: { 'import.0': { $exists: true } } },
  { $sort: { openedAtMs: 1, 'import.importedAtMs': -1, importId: -1 } },
  { $group: { _id: '$openedAtMs', quote: { $first: '$quote' } } },
  { $sort: { _id: range.isNewest ? -1 : 1 } },
  ...limited(range.limit),
];

/** A limit of 0 is an error of the server. */
const limited = (limit: number): Pipeline => [limit === 0 ? { $match: { $expr: false } } : { $limit: limit }];

const withOpening = ({ fromMs, toMs }: Pick<DayRange, 'fromMs' | 'toMs'>) =>
  fromMs === null && toMs === null
    ? {}
    : { openedAtMs: { ...(fromMs !== null && { $gte: fromMs }), ...(toMs !== null && { $lt: toMs }) } };

const byOpening = (a: Candle, b: Candle): number => a.openedAtMs - b.openedAtMs;

/** The part of a model that runs pipelines. */
interface AggregatedModel {
  readonly collection: { readonly name: string };
  aggregate<Result>(pipeline: PipelineStage[]): PromiseLike<Result[]>;
}

/** Runs pipelines over one collection in few commands; each result has the place of its pipeline, in any order. */
async function union<Result>(model: AggregatedModel, pipelines: readonly Pipeline[]): Promise<Result[][]> {
  const lists = pipelines.map((): Result[] => []);
  const numbered = pipelines.map((pipeline, number): Pipeline => [...pipeline, { $set: { number } }]);
  for (let from = 0; from < numbered.length; from += PIPELINES_PER_COMMAND) {
    const [first = [], ...rest] = numbered.slice(from, from + PIPELINES_PER_COMMAND);
    const joined = rest.map((pipeline) => ({ $unionWith: { coll: model.collection.name, pipeline } }));
    const found = await model.aggregate<Result & { readonly number: number }>([...first, ...joined]);
    for (const { number, ...result } of found) lists[number]?.push(result as Result);
  }
  return lists;
}

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
