import path from 'node:path';
import type { PoolConfig } from 'pg';
import { subgraphTypeDefs } from '#contracts/graph/type-defs.ts';
import { TOPICS } from '#contracts/names.ts';
import type { AssetsOperatorRpc, AssetsRpc } from '#contracts/calls/assets.ts';
import { dayOf } from '#domain/calendar/sao-paulo-time.ts';
import type { MarketMode } from '#domain/calendar/session.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { Clock } from '#platform/time/clock.ts';
import { createSubgraph, type Subgraph } from '#platform/graphql/subgraph.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Part } from '#platform/process/part.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import { applyMigrations } from '#platform/postgres/migrate.ts';
import { readinessOf } from '#platform/observability/readiness.ts';
import type { Statements } from '#platform/security/caller.ts';
import { publishAllInstruments, startInstrumentRelay } from './catalogue/instrument-relay.ts';
import { publishAllActions, startActionRelay } from './corporate-actions/action-relay.ts';
import { startRightsListing } from './corporate-actions/list-rights.ts';
import { createCalls } from './calls.ts';
import { loadCatalogue } from './catalogue/catalogue.ts';
import { startMarketClock } from './clock/clock-owner.ts';
import { startConsumers } from './consumers.ts';
import type { Context } from './graph/context.ts';
import { createInstrumentDirectory } from './catalogue/directory.ts';
import { createMarketStatus } from './status/market-status.ts';
import { createTradingDays } from './status/trading-days.ts';
import { createLoaders } from './graph/loaders.ts';
import { resolvers } from './graph/resolvers.ts';
import { createOperatorCalls } from './operator-calls.ts';
import type { AssetsStore } from './store/store.ts';
import { createPrismaAssetsStore } from './store/store.prisma.ts';

export interface AssetsDependencies {
  /** The database of assets. */
  readonly database: PoolConfig;
  readonly eventLog: EventLog;
  readonly wallClock: Clock;
  readonly calendar: TradingCalendar;
  /** How market time runs. */
  readonly mode: MarketMode;
  /** Market seconds per second of the machine; default 1. */
  readonly speed?: number;
  /** Requested start of market time; null: the machine's time. */
  readonly startMs?: number | null;
  readonly statements: Statements;
  readonly log: Log;
}

export interface AssetsPart extends Part {
  readonly subgraph: Subgraph;
  readonly calls: AssetsRpc;
  /** The market clock, for the parts in this process. */
  readonly marketClock: Clock;
  readonly marketMode: () => MarketMode;
  readonly operatorCalls: AssetsOperatorRpc;
}

/** Starts assets: the instruments and their rules, the calendar, and the market clock. */
export async function startAssets(dependencies: AssetsDependencies): Promise<AssetsPart> {
  const { database, eventLog, wallClock, calendar, log } = dependencies;
  const { mode, speed = 1, startMs = null } = dependencies;
  await applyMigrations(database, path.resolve(import.meta.dirname, '../../prisma/assets/migrations'));
  const store = createPrismaAssetsStore(database);
  const owned = await startMarketClock({
    store,
    eventLog,
    wallClock,
    calendar,
    settings: { mode, speed, startMs },
    log,
  });
  const directory = createInstrumentDirectory();
  await store.seed(loadCatalogue(dayOf(owned.clock.nowMs())));
  directory.apply(await store.instruments());
  await eventLog.declare(TOPICS.instruments, { compacted: true });
  await publishAllInstruments({ store, eventLog });
  await eventLog.declare(TOPICS.corporateActions, { compacted: true });
  await publishAllActions({ store, eventLog });
  const relays = {
    instruments: startInstrumentRelay({ store, eventLog, wallClock, log }),
    actions: startActionRelay({ store, eventLog, wallClock, log }),
  };
  const rights = startRightsListing({
    ...{ store, wallClock, log, marketClock: owned.clock },
    onListed: (instruments) => {
      directory.apply(instruments);
      relays.instruments.wake();
    },
  });
  const marketStatus = createMarketStatus(calendar, owned.clock, owned.mode);
  const stopConsumers = await startConsumers({
    eventLog,
    store,
    directory,
    wakeRelay: relays.instruments.wake,
    marketStatus,
    log,
  });
  return {
    name: 'assets',
    subgraph: createAssetsSubgraph({ store, directory, marketStatus }, dependencies),
    calls: createCalls(directory, store, owned.fact),
    marketClock: owned.clock,
    marketMode: owned.mode,
    operatorCalls: createOperatorCalls({
      ...{ store, directory, calendar, marketClock: owned.clock, relays },
      onDeclared: rights.wake,
    }),
    readiness: () => readinessOf({ postgresql: () => store.check(), 'event log': () => eventLog.check() }),
    stop: async () => {
      await stopConsumers();
      await rights.stop();
      await Promise.all([relays.instruments.stop(), relays.actions.stop()]);
      await owned.stop();
      await store.close();
    },
  };
}

const createAssetsSubgraph = (
  { store, ...services }: Pick<Context, 'directory' | 'marketStatus'> & { readonly store: AssetsStore },
  { calendar, statements, log }: Pick<AssetsDependencies, 'calendar' | 'statements' | 'log'>,
): Subgraph => {
  const tradingDays = createTradingDays(calendar);
  return createSubgraph<Context>({
    name: 'assets',
    typeDefs: subgraphTypeDefs(path.join(import.meta.dirname, 'graph')),
    resolvers,
    createContext: (base) => ({ ...base, ...services, tradingDays, ...createLoaders(store) }),
    statements,
    log,
  });
};
