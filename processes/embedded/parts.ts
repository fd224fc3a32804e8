import path from 'node:path';
import { ingestionOf } from '#processes/settings/ingestion.ts';
import { retentionOf } from '#processes/settings/retention.ts';
import { ownPrices } from '#processes/settings/setting-kinds.ts';
import { startAssets, type AssetsPart } from '#assets/start.ts';
import { DATABASES, MEMBERS } from '#contracts/names.ts';
import { assetsOperatorRpcContract, assetsRpcContract } from '#contracts/calls/assets.ts';
import { engineRpcContract } from '#contracts/calls/engine.ts';
import {
  identityOperatorRpcContract,
  identityRpcContract,
  type IdentityRpc,
} from '#contracts/calls/identity.ts';
import { ordersOperatorRpcContract, ordersRpcContract } from '#contracts/calls/orders.ts';
import {
  walletAuditRpcContract,
  walletOperatorRpcContract,
  walletRpcContract,
  type WalletRpc,
} from '#contracts/calls/wallet.ts';
import type { WalletDocumentsRpc } from '#contracts/calls/wallet-documents.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { startEngine, type EnginePart } from '#engine/start.ts';
import { sessionLimitsFrom } from '#identity/sessions/session-limits.ts';
import { startIdentity, type IdentityPart } from '#identity/start.ts';
import { openPostgresHistory } from '#market-data/history/history.postgres.ts';
import { startMarketData } from '#market-data/start.ts';
import { startOrders, type OrdersPart } from '#orders/start.ts';
import type { Subgraph } from '#platform/graphql/subgraph.ts';
import type { IdSource } from '#platform/ids.ts';
import type { ProcessTools } from '#platform/process/lifecycle.ts';
import type { MetricsRegistry } from '#platform/observability/metrics.ts';
import type { Part } from '#platform/process/part.ts';
import { createLocalCalls } from '#platform/rpc/local.ts';
import type { Statements } from '#platform/security/caller.ts';
import type { PasswordCost } from '#platform/security/hash-threads.ts';
import type { RequestSignatures } from '#platform/security/request-signatures.ts';
import { answerCalls, type AnsweredCalls } from '#platform/service/answers.ts';
import { startSimulator, type SimulatorDependencies } from '#simulator/start.ts';
import { readRecordedDay } from '../recorded-day.ts';
import { startWallet, type WalletPart } from '#wallet/start.ts';
import { signInSettings } from '../settings/sign-in-settings.ts';
import type { DataLayout } from '../data-dir.ts';
import type { PartLinks } from './part-links.ts';
import type { EmbeddedServers } from './servers.ts';
import type { Settings } from '../settings/load-settings.ts';

/** One process has one engine for all tickers. */
const ENGINE_SHARDS = 1;

/** Dependencies shared by all parts of the process. */
export interface PartsEnvironment {
  readonly settings: Settings;
  readonly layout: DataLayout;
  readonly servers: EmbeddedServers;
  readonly statements: Statements;
  readonly signatures: RequestSignatures;
  readonly ids: IdSource;
  readonly metrics: MetricsRegistry;
  readonly links: PartLinks;
  readonly passwordCost: PasswordCost;
  readonly tools: Pick<ProcessTools<unknown>, 'log' | 'wallClock' | 'onStop' | 'fail'>;
}

export interface StartedParts {
  readonly parts: readonly Part[];
  readonly subgraphs: readonly Subgraph[];
  readonly identity: IdentityRpc;
  readonly documents: WalletDocumentsRpc;
  /** Calls that the parts serve to commands of this machine. */
  readonly answers: readonly AnsweredCalls[];
}

/** Starts every part except the gateway, in order of their dependencies. Calls between parts are function calls. */
export async function startParts(environment: PartsEnvironment): Promise<StartedParts> {
  const { settings, servers, statements, ids, metrics, links, tools } = environment;
  const { log, wallClock } = tools;
  const calendar = createTradingCalendar();
  const wallet = createLocalCalls(walletRpcContract);
  const walletCalls = links.calls('wallet', wallet.calls);
  const engineCalls = createLocalCalls(engineRpcContract);
  const ordersCalls = createLocalCalls(ordersRpcContract);
  const started: Part[] = [];
  const keep = <P extends Part>(part: P): P => {
    tools.onStop(part.name, () => part.stop());
    started.push(part);
    return part;
  };
  const everywhere = { ...servers, statements, ids, metrics, log, wallClock, calendar };
  const database = servers.databaseOf;
  const { MARKET: mode, MARKET_SPEED: speed, MARKET_START: startMs } = settings;
  const assets = keep(
    await startAssets({ ...everywhere, database: database(DATABASES.assets), mode, speed, startMs }),
  );
  const { marketClock, marketMode, calls } = assets;
  const market = { assets: links.calls('assets', calls), marketClock, marketMode, isAlone: true };
  const onMarket = { ...everywhere, ...market, ...ownPrices(settings), retention: retentionOf(settings) };
  const identity = keep(await startIdentityPart(environment, walletCalls));
  const missingFacts = links.calls('orders', ordersCalls.calls);
  const walletPart = keep(
    await startWallet({ ...onMarket, orders: missingFacts, database: database(DATABASES.wallet) }),
  );
  wallet.bind(walletPart.calls);
  const orders = keep(
    await startOrders({
      ...onMarket,
      database: database(DATABASES.orders),
      isWalletOnSameServer: true,
      wallet: walletCalls,
      identity: links.calls('identity', identity.calls),
      engines: [engineCalls.calls],
      engineShards: ENGINE_SHARDS,
      maxBacklog: settings.LIMIT_BACKLOG,
      maxOpenOrders: settings.LIMIT_OPEN_ORDERS,
    }),
  );
  ordersCalls.bind(orders.calls);
  const history = await openPostgresHistory(database(DATABASES.marketData));
  const engines = [engineCalls.calls];
  const marketData = keep(
    await startMarketData({ ...onMarket, engines, history, ingest: ingestionOf(settings) }),
  );
  const engine = keep(await startEmbeddedEngine(environment, assets));
  await orders.takePosition(engine.position(MEMBERS.broker));
  engineCalls.bind(engine.calls);
  if (settings.SIMULATOR === 'on') keep(await startEmbeddedSimulator(environment, onMarket));
  return {
    parts: started,
    subgraphs: [identity, orders, walletPart, assets, marketData].map(({ subgraph }) => subgraph),
    identity: identity.calls,
    documents: walletPart.documentCalls,
    answers: answersOf({ assets, identity, wallet: walletPart, orders, engine }),
  };
}

const startEmbeddedSimulator = async (
  { settings }: PartsEnvironment,
  onMarket: Omit<SimulatorDependencies, 'seed' | 'commandsPerSecond' | 'recorded' | 'engineShards'>,
): Promise<Part> =>
  startSimulator({
    ...onMarket,
    seed: settings.SIMULATOR_SEED,
    commandsPerSecond: settings.SIMULATOR_RATE,
    recorded: await readRecordedDay(settings.SIMULATOR_REPLAY),
    engineShards: ENGINE_SHARDS,
  });

const startIdentityPart = (environment: PartsEnvironment, wallet: WalletRpc): Promise<IdentityPart> => {
  const { settings, servers, tools } = environment;
  return startIdentity({
    ...environment,
    ...servers,
    ...tools,
    database: servers.databaseOf(DATABASES.identity),
    wallet,
    ...signInSettings(settings),
    sessionLimits: sessionLimitsFrom(settings),
  });
};

interface CallableParts {
  readonly assets: AssetsPart;
  readonly identity: IdentityPart;
  readonly wallet: WalletPart;
  readonly orders: OrdersPart;
  readonly engine: EnginePart;
}

const answersOf = ({ assets, identity, wallet, orders, engine }: CallableParts): readonly AnsweredCalls[] => [
  answerCalls(assetsRpcContract, () => assets.calls),
  answerCalls(assetsOperatorRpcContract, () => assets.operatorCalls),
  answerCalls(identityRpcContract, () => identity.calls),
  answerCalls(identityOperatorRpcContract, () => identity.operatorCalls),
  answerCalls(walletRpcContract, () => wallet.calls),
  answerCalls(walletAuditRpcContract, () => wallet.auditCalls),
  answerCalls(walletOperatorRpcContract, () => wallet.operatorCalls),
  answerCalls(ordersRpcContract, () => orders.calls),
  answerCalls(ordersOperatorRpcContract, () => orders.operatorCalls),
  answerCalls(engineRpcContract, () => engine.calls),
];

/** Starts one engine for all tickers. When its journal fails, the whole process ends: it must not accept orders. */
function startEmbeddedEngine({ layout, servers, ids, metrics, tools }: PartsEnvironment, assets: AssetsPart) {
  const { log, wallClock, fail } = tools;
  const { marketClock, marketMode } = assets;
  return startEngine({
    ...servers,
    folder: path.join(layout.journal, '0'),
    shard: 0,
    shards: ENGINE_SHARDS,
    ids,
    marketClock,
    marketMode,
    wallClock,
    calendar: createTradingCalendar(),
    log,
    metrics,
    fail,
  });
}
