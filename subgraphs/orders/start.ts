import path from 'node:path';
import type { PoolConfig } from 'pg';
import { subgraphTypeDefs } from '#contracts/graph/type-defs.ts';
import { GROUPS, MEMBERS, QUEUES, TOPICS } from '#contracts/names.ts';
import type { JournalPosition } from '#contracts/messages/execution-reports.ts';
import type { AssetsRpc } from '#contracts/calls/assets.ts';
import type { EngineRpc } from '#contracts/calls/engine.ts';
import type { IdentityRpc } from '#contracts/calls/identity.ts';
import type { OrdersOperatorRpc, OrdersRpc } from '#contracts/calls/orders.ts';
import type { WalletRpc } from '#contracts/calls/wallet.ts';
import type { MarketMode } from '#domain/calendar/session.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { Brokerage } from '#domain/costs/brokerage.ts';
import { B3_COST_TABLES } from '#domain/costs/cost-table.ts';
import type { Clock, WallClock } from '#platform/time/clock.ts';
import { createResultTurns } from '#platform/fair-queue/result-turns.ts';
import { createMutationTurns } from '#platform/fair-queue/mutation-turns.ts';
import { createSubgraph, type Subgraph } from '#platform/graphql/subgraph.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Metrics } from '#platform/observability/metrics.ts';
import type { Part } from '#platform/process/part.ts';
import type { Cache } from '#platform/ports/cache.ts';
import type { CommandQueue } from '#platform/ports/command-queue.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import { startPruning } from '#platform/background/pruning.ts';
import { applyMigrations } from '#platform/postgres/migrate.ts';
import { readinessOf, type ReadinessChecks } from '#platform/observability/readiness.ts';
import type { Statements } from '#platform/security/caller.ts';
import { createCalls } from './calls.ts';
import { createAccountOwners } from './accept/account-owners.ts';
import { createBackPressure, type BackPressureOptions } from './observe/back-pressure.ts';
import { createCancelTurns } from './accept/canceling/cancel-turns.ts';
import { createOrderChangeBatches, shareReserve } from './accept/change-batches.ts';
import { createOpenOrderLimit } from './accept/placing/open-order-limit.ts';
import type { BatchService } from './accept/batch-service.ts';
import type { OrderService } from './accept/order-service.ts';
import { startRecovery } from './accept/recover-intents.ts';
import type { Context } from './graph/context.ts';
import { createContexts } from './graph/loaders.ts';
import { resolvers } from './graph/resolvers.ts';
import { createOrderMetrics } from './observe/order-metrics.ts';
import { createOperatorCalls } from './operator-calls.ts';
import { startRelays } from './outbox/relay.ts';
import { askForPositions } from './reports/ask-for-positions.ts';
import { consumeReports } from './reports/consumers.ts';
import { checkJournals, takePosition } from './reports/journal-positions.ts';
import { ordersPruning, type OrdersRetention } from './retention/pruning.ts';
import type { OrderStore } from './store/store.ts';
import { shareBatches } from './store/shared-store.ts';
import { createPrismaOrderStore } from './store/store.prisma.ts';
import { startOrderStreams, type OrderStreams } from './streams/order-streams.ts';

/** Mutations share their statements, so many of them take few connections. */
const MUTATIONS_AT_ONCE = 256;

export interface OrdersDependencies {
  /** The part's own database; the start applies its migrations. */
  readonly database: PoolConfig;
  /** The wallet's database is on the same server: its sync of a reservation covers the intent before it. Default: no. */
  readonly isWalletOnSameServer?: boolean;
  /** This process alone uses the database, and publishes what it has stored without reading it back. Default: no. */
  readonly isAlone?: boolean;
  readonly queue: CommandQueue;
  readonly eventLog: EventLog;
  /** The hot prices. */
  readonly cache: Cache;
  readonly wallet: WalletRpc;
  readonly identity: Pick<IdentityRpc, 'areOwned'>;
  readonly assets: AssetsRpc;
  /** The engines by shard, which publish the broker's places in their journals. */
  readonly engines: readonly Pick<EngineRpc, 'publishPosition' | 'renumber'>[];
  readonly marketClock: Clock;
  readonly marketMode: () => MarketMode;
  readonly wallClock: WallClock;
  readonly calendar: TradingCalendar;
  readonly ids: IdSource;
  readonly statements: Statements;
  readonly log: Log;
  readonly metrics: Metrics;
  /** The broker's own price of new orders. */
  readonly brokerage: Brokerage;
  /** The number of engine shards, each with a queue of commands. */
  readonly engineShards: number;
  /** Messages that may wait before a step of an order's way; beyond them orders are refused. */
  readonly maxBacklog: number;
  /** Open orders that an account may have. */
  readonly maxOpenOrders: number;
  readonly retention: OrdersRetention;
}

export interface OrdersPart extends Part {
  readonly subgraph: Subgraph;
  readonly calls: OrdersRpc;
  readonly operatorCalls: OrdersOperatorRpc;
  /** Handles a new position of the exchange's journal: before the first client, so that one that does not fit takes no order. */
  takePosition(position: JournalPosition): Promise<void>;
}

/** Starts the orders part: the graph, the relays, recovery, the report consumer and the streams. */
export async function startOrders(dependencies: OrdersDependencies): Promise<OrdersPart> {
  const { database, queue, eventLog, wallClock, wallet, log, engineShards } = dependencies;
  await applyMigrations(database, path.resolve(import.meta.dirname, '../../prisma/orders/migrations'));
  await declareNames(dependencies);
  const areIntentsSynced = !(dependencies.isWalletOnSameServer ?? false);
  const alone = dependencies.isAlone === true ? { wallClock, log } : null;
  const options = { engineShards, areIntentsSynced, alone };
  const { sql, ...opened } = await createPrismaOrderStore(database, options);
  const store = shareBatches(opened);
  const rules = ordersPruning({ ...dependencies, sql });
  const pruning = startPruning({ ...dependencies, name: 'pruning of orders', rules });
  const metrics = createOrderMetrics(dependencies.metrics, store);
  const relays = startRelays({ ...dependencies, store, mayFactsWait: alone !== null });
  const recovery = startRecovery({ store, wallet, wallClock, log });
  const costs = { tables: B3_COST_TABLES, brokerage: dependencies.brokerage };
  const batches: BatchService = {
    ...dependencies,
    store,
    wallet: { ...wallet, reserve: shareReserve((reservations) => wallet.reserve(reservations)) },
    metrics,
    owners: createAccountOwners(wallet),
    costs,
    openOrderLimit: createOpenOrderLimit({ ...dependencies, store }),
    wakeRelay: relays.wake,
    wakeRecovery: recovery.wake,
  };
  const backPressure = createBackPressure({ ...dependencies, ...backlogsOf(store, dependencies) });
  const service: OrderService = {
    ...batches,
    changes: createOrderChangeBatches(batches),
    cancelTurns: createCancelTurns(),
    backPressure,
  };
  const streams = await startOrderStreams(store, eventLog, log, dependencies.retention);
  store.onFacts((facts) => facts.forEach((fact) => streams.offer(fact.accountId, fact)));
  const bookingRules = { tables: costs.tables, calendar: service.calendar };
  const reports = { store, rules: bookingRules, log, metrics, wakeFacts: relays.wakeFacts, wallClock };
  const stopConsuming = await consumeReports(queue, reports);
  const stopAsking = askForPositions(dependencies);
  return {
    name: 'orders',
    subgraph: createOrdersSubgraph(service, streams, dependencies.statements),
    calls: createCalls(store, costs.tables),
    operatorCalls: createOperatorCalls({ ...dependencies, ...reports }),
    readiness: () => readinessOf(checksOf(store, dependencies)),
    takePosition: (position) => takePosition({ store, log }, { position, isNew: true }),
    stop: async () => {
      await stopAsking();
      await streams.stop();
      await stopConsuming();
      await pruning.stop();
      await recovery.stop();
      await relays.stop();
      await store.close();
    },
  };
}

const checksOf = (store: OrderStore, { queue, eventLog, cache }: OrdersDependencies): ReadinessChecks => ({
  postgresql: () => store.check(),
  'command queue': () => queue.check(),
  'event log': () => eventLog.check(),
  cache: () => cache.check(),
  'exchange journal': () => checkJournals(store),
});

/** Measures the messages before each step after the acceptance. */
function backlogsOf(
  store: OrderStore,
  { queue, eventLog, engineShards }: OrdersDependencies,
): Pick<BackPressureOptions, 'measure' | 'countAnswers' | 'obstacle'> {
  const shards = Array.from({ length: engineShards }, (_, shard) => shard);
  const countAnswers = (): Promise<number> => queue.depth(QUEUES.memberReports(MEMBERS.broker));
  return {
    measure: async () => {
      const [outboxes, apply, book, ...match] = await Promise.all([
        store.outboxDepths(),
        countAnswers(),
        eventLog.lag([TOPICS.orderFacts], GROUPS.wallet),
        ...shards.map((shard) => queue.depth(QUEUES.engineCommands(shard))),
      ]);
      return { ...outboxes, apply, book, match: Math.max(...match) };
    },
    countAnswers,
    obstacle: async () => (await store.journalRefusals())[0] ?? null,
  };
}

async function declareNames({ queue, eventLog, engineShards }: OrdersDependencies): Promise<void> {
  for (let shard = 0; shard < engineShards; shard++) await queue.declare(QUEUES.engineCommands(shard));
  await eventLog.declare(TOPICS.orderFacts, { compacted: false });
}

export const createOrdersSubgraph = (
  service: OrderService,
  streams: OrderStreams,
  statements: Statements,
): Subgraph => {
  const contextOf = createContexts();
  return createSubgraph<Context>({
    turns: createMutationTurns(MUTATIONS_AT_ONCE),
    resultTurns: createResultTurns(service.wallClock),
    name: 'orders',
    typeDefs: subgraphTypeDefs(path.join(import.meta.dirname, 'graph')),
    resolvers,
    createContext: (base) => contextOf({ ...base, service, streams }),
    statements,
    log: service.log,
  });
};
