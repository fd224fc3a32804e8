import path from 'node:path';
import { subgraphTypeDefs } from '#contracts/graph/type-defs.ts';
import { COMPACTED_TOPICS, deadTopic, TOPICS } from '#contracts/names.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { createSubgraph, type Subgraph } from '#platform/graphql/subgraph.ts';
import type { IdSource } from '#platform/ids.ts';
import { startPruning } from '#platform/background/pruning.ts';
import { readinessOf } from '#platform/observability/readiness.ts';
import type { Part } from '#platform/process/part.ts';
import type { Statements } from '#platform/security/caller.ts';
import { createBoard, feedBoard } from './streams/board.ts';
import type { Context } from './graph/context.ts';
import { createCorporateActions, followActions } from './fold/corporate-actions.ts';
import { createFolding, type FoldingDependencies } from './fold/folding.ts';
import { marketDataPruning, type MarketDataRetention } from './retention/pruning.ts';
import { startIngestion, type IngestionSources } from './ingest/start-ingestion.ts';
import { createMarketData, type MarketData } from './graph/market-data.ts';
import { createQuoteLoader, createQuoteReader } from './graph/quotes.ts';
import { resolvers } from './graph/resolvers.ts';
import { startIndexPublisher } from './stock-index/index-publisher.ts';
import { createStreamSet } from '#platform/streams/stream-set.ts';

const READ = [
  ...[TOPICS.engineMarketData, TOPICS.instruments, TOPICS.corporateActions],
  ...[TOPICS.quotes, TOPICS.books, TOPICS.trades, TOPICS.candles],
];

/** Dependencies of market data. The part owns the history and closes it when it stops. */
export interface MarketDataDependencies extends FoldingDependencies {
  readonly statements: Statements;
  readonly calendar: TradingCalendar;
  readonly ids: IdSource;
  readonly retention: MarketDataRetention;
  readonly ingest: IngestionSources;
}

/** The running part. */
export interface MarketDataPart extends Part {
  readonly subgraph: Subgraph;
}

/**
 * Starts market data: it folds the exchange's events into quotes, books, trades and candles, stores and publishes them, and
 * serves its part of the graph. Folding begins once assets has published the instruments.
 */
export async function startMarketData(dependencies: MarketDataDependencies): Promise<MarketDataPart> {
  const { history, eventLog, cache, log, metrics, calendar, marketClock } = dependencies;
  const stopIngestion = await startIngestion(dependencies);
  const topics = [...READ, deadTopic(TOPICS.engineMarketData)];
  await Promise.all(
    topics.map((topic) => eventLog.declare(topic, { compacted: COMPACTED_TOPICS.includes(topic) })),
  );
  const board = createBoard();
  const corporateActions = createCorporateActions();
  const [stopBoard, stopActions] = await Promise.all([
    feedBoard(board, eventLog, () => history.allStates(), log),
    followActions(eventLog, corporateActions, log),
  ]);
  const folding = createFolding(dependencies, board);
  const streams = createStreamSet();
  const readQuotes = createQuoteReader(cache, board, history, log);
  const { instruments } = folding;
  const marketData = createMarketData({
    ...{ board, history, instruments, corporateActions, readQuotes, calendar, marketClock, streams },
    wallClock: dependencies.wallClock,
    retention: dependencies.retention,
  });
  metrics.gauge('market_data_streams', 'Open streams of quotes, books, trades and candles.', () =>
    streams.count(),
  );
  const subgraph = createMarketDataSubgraph(marketData, dependencies);
  await folding.start();
  const stopIndex = startIndexPublisher({ ...dependencies, board });
  const rules = marketDataPruning(history, dependencies.retention, marketClock);
  const pruning = startPruning({ ...dependencies, name: 'pruning of market data', rules });
  return {
    name: 'market-data',
    subgraph,
    readiness: () =>
      readinessOf({
        history: () => history.check(),
        'event log': () => eventLog.check(),
        cache: () => cache.check(),
        'events of the exchange': () => folding.check(),
        'exchange journal': () => folding.checkJournal(),
      }),
    stop: async () => {
      await pruning.stop();
      await stopIngestion();
      await stopIndex();
      await folding.stop();
      await stopActions();
      await stopBoard();
      await streams.end();
      await history.close();
    },
  };
}

export const createMarketDataSubgraph = (
  marketData: MarketData,
  { statements, log }: Pick<MarketDataDependencies, 'statements' | 'log'>,
): Subgraph =>
  createSubgraph<Context>({
    name: 'market-data',
    typeDefs: subgraphTypeDefs(path.join(import.meta.dirname, 'graph')),
    resolvers,
    createContext: (base) => ({
      ...base,
      marketData,
      quotes: createQuoteLoader(marketData.readQuotes),
      history: marketData.loaders(),
    }),
    statements,
    log,
  });
