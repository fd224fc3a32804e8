import path from 'node:path';
import DataLoader from 'dataloader';
import type { PoolConfig } from 'pg';
import { subgraphTypeDefs } from '#contracts/graph/type-defs.ts';
import type { AssetsRpc } from '#contracts/calls/assets.ts';
import type { OrdersRpc } from '#contracts/calls/orders.ts';
import type { WalletAuditRpc, WalletOperatorRpc, WalletRpc } from '#contracts/calls/wallet.ts';
import type { WalletDocumentsRpc } from '#contracts/calls/wallet-documents.ts';
import type { MarketMode } from '#domain/calendar/session.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { B3_COST_TABLES } from '#domain/costs/cost-table.ts';
import type { DebitCharge } from '#domain/costs/debit-charge.ts';
import type { Clock, WallClock } from '#platform/time/clock.ts';
import { createResultTurns } from '#platform/fair-queue/result-turns.ts';
import { createMutationTurns } from '#platform/fair-queue/mutation-turns.ts';
import { createSubgraph, type Subgraph } from '#platform/graphql/subgraph.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Metrics } from '#platform/observability/metrics.ts';
import type { Part } from '#platform/process/part.ts';
import type { Cache } from '#platform/ports/cache.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import { applyMigrations } from '#platform/postgres/migrate.ts';
import { startPruning } from '#platform/background/pruning.ts';
import { readinessOf, type ReadinessChecks } from '#platform/observability/readiness.ts';
import type { Statements } from '#platform/security/caller.ts';
import { createAuditCalls } from './audit/audit.prisma.ts';
import { createCalls } from './calls.ts';
import { consumeOrderFacts } from './book/consumers.ts';
import { createOperatorCalls } from './operator-calls.ts';
import { startActionRun } from './corporate-actions/action-run.ts';
import { consumeActions } from './corporate-actions/consumers.ts';
import { startDayCloseRun, type DayCloseRun } from './day-close/day-close-run.ts';
import type { Context, WalletServices } from './graph/context.ts';
import type { Closes } from './closes/closes.ts';
import { createCloses } from './closes/closes.prisma.ts';
import { consumeCloses } from './closes/consumers.ts';
import { createDebits } from './debit/debits.prisma.ts';
import { startDebitRun } from './debit/debit-run.ts';
import { createDocumentCalls } from './documents/document-calls.ts';
import { createPdfDrawer } from './documents/pdf-drawer.ts';
import { createStoredDocuments } from './documents/stored-documents.ts';
import { createEquity, type EquityServices } from './equity/equity.ts';
import { createLedgerDays } from './equity/ledger-days.prisma.ts';
import { createPrices } from './equity/prices.ts';
import { noteLoaders } from './notes/note-loaders.ts';
import { createNotes } from './notes/notes.prisma.ts';
import { createOpenDaysReader } from './notes/open-days-reader.ts';
import { createLedger } from './ledger/ledger.ts';
import { createBookingClock, type BookingClock } from './ledger/booking-clock.ts';
import { startRelay } from './outbox/relay.ts';
import { walletPruning, type WalletRetention } from './retention/pruning.ts';
import { resolvers } from './graph/resolvers.ts';
import { stateLoaders } from './graph/state-loaders.ts';
import { startSettlementRun } from './settle/settlement-run.ts';
import { createBookingQuarantine } from './store/booking-quarantine.prisma.ts';
import { createPrismaWalletStore } from './store/store.prisma.ts';
import type { WalletStore } from './store/store.ts';
import { startPortfolioStreams } from './streams/portfolio-streams.ts';
import { startWalletStreams } from './streams/wallet-streams.ts';

export interface WalletDependencies {
  /** The wallet's own database. The start applies missing migrations. */
  readonly database: PoolConfig;
  /** This process alone uses the database, and publishes what it has stored without reading it back. Default: no. */
  readonly isAlone?: boolean;
  readonly eventLog: EventLog;
  /** Hot prices of market data, for the value of accounts today. */
  readonly cache: Cache;
  readonly assets: AssetsRpc;
  /** Order facts that have not reached the wallet. */
  readonly orders: Pick<OrdersRpc, 'facts'>;
  readonly marketClock: Clock;
  readonly marketMode: () => MarketMode;
  /** The broker's price of debit balances. */
  readonly debitCharge: DebitCharge;
  readonly retention: WalletRetention;
  readonly wallClock: WallClock;
  readonly calendar: TradingCalendar;
  readonly ids: IdSource;
  readonly statements: Statements;
  readonly log: Log;
  readonly metrics: Metrics;
}

export interface WalletPart extends Part {
  readonly subgraph: Subgraph;
  readonly calls: WalletRpc;
  readonly auditCalls: WalletAuditRpc;
  readonly operatorCalls: WalletOperatorRpc;
  readonly documentCalls: WalletDocumentsRpc;
}

const countReservations = (metrics: Metrics) =>
  metrics.counter('wallet_reservations_total', 'Requests to reserve, by outcome.', ['outcome']);

/** Starts the wallet: accounts, ledger of cash and shares, reservations, settlement, statement stream. */
export async function startWallet(dependencies: WalletDependencies): Promise<WalletPart> {
  const { database, eventLog, wallClock, marketClock, ids, log, metrics } = dependencies;
  await applyMigrations(database, path.resolve(import.meta.dirname, '../../prisma/wallet/migrations'));
  const store = createPrismaWalletStore(database, dependencies.isAlone === true ? { wallClock, log } : null);
  const relay = startRelay(store, eventLog, wallClock, log);
  const transfersByKind = metrics.counter('wallet_transfers_total', 'Transfers booked, by kind.', ['kind']);
  metrics.gauge('wallet_outbox_depth', 'Statement entries not published yet.', () => store.outboxDepth());
  const bookingClock = createBookingClock(marketClock, dependencies.calendar);
  const ledger = createLedger(store, bookingClock, transfersByKind, () => relay.wake());
  const settlement = await startSettlementRun({ store, ledger, marketClock, wallClock, ids, log });
  const streams = await startStreams(store, dependencies);
  const onDue = (settlesOn: string) => settlement.onDue(settlesOn);
  const tables = B3_COST_TABLES;
  const rules = { tables, calendar: dependencies.calendar };
  const dayRuns = await startDayRuns(dependencies, { store, ledger, rules, onDue });
  const { dayClose } = dayRuns;
  const onTraded = (tradeDate: string) => dayClose.onTraded(tradeDate);
  const quarantine = createBookingQuarantine(store.sql);
  const booking = { ...dependencies, store, ledger, quarantine, onDue, onTraded };
  const stopBooking = await consumeOrderFacts(booking);
  const reservationsByOutcome = countReservations(metrics);
  const { assets } = dependencies;
  const noteReader = createNotes(store.client);
  const closes = createCloses(store.client);
  const exActions = (ticker: string, exDate: string) => store.actionsOn(ticker, exDate);
  const stopCloses = await consumeCloses({ ...dependencies, closes, exActions });
  const equityServices = equityServicesOf(store.client, closes, bookingClock, dependencies);
  const drawer = createPdfDrawer();
  const core = { store, ledger, assets, bookingClock, ids, rules };
  const openDaysReader = createOpenDaysReader({ store, rules, wallClock, notes: noteReader });
  const services = { ...core, ...streams.kinds, noteReader, openDaysReader, equityServices };
  return {
    name: 'wallet',
    subgraph: createWalletSubgraph(services, dependencies),
    calls: createCalls({ store, ledger, bookingClock, reservationsByOutcome }),
    auditCalls: createAuditCalls(store, bookingClock, { tables, wallClock, closedDay: dayClose.closedDay }),
    operatorCalls: createOperatorCalls(booking, settlement),
    documentCalls: createDocumentCalls(
      createStoredDocuments({ store, notes: noteReader, assets, rules, wallClock }),
      drawer,
      equityServices.today,
    ),
    readiness: () => readinessOf(checksOf(store, dependencies)),
    stop: async () => {
      await streams.stop();
      await drawer.stop();
      await stopBooking();
      await stopCloses();
      await dayRuns.stop();
      await settlement.stop();
      await relay.stop();
      await store.close();
    },
  };
}

/** Starts the streams of subscribers: of statement entries, and of accounts marked to market. */
async function startStreams(
  store: ReturnType<typeof createPrismaWalletStore>,
  { eventLog, wallClock, log }: WalletDependencies,
): Promise<{
  readonly kinds: Pick<WalletServices, 'streams' | 'portfolios'>;
  readonly stop: () => Promise<void>;
}> {
  const streams = await startWalletStreams(store, eventLog, log);
  const portfolios = await startPortfolioStreams({ store, eventLog, wallClock, log });
  return {
    kinds: { streams, portfolios },
    stop: async () => {
      await streams.stop();
      await portfolios.stop();
    },
  };
}

/** Starts the work of each day of the market: the close of trade dates, corporate actions after it, debit charges; and the pruning. */
async function startDayRuns(
  dependencies: WalletDependencies,
  services: Pick<WalletServices, 'ledger' | 'rules'> & {
    readonly store: ReturnType<typeof createPrismaWalletStore>;
    readonly onDue: (settlesOn: string) => Promise<void>;
  },
): Promise<{ readonly dayClose: DayCloseRun; readonly stop: () => Promise<void> }> {
  const { eventLog, log } = dependencies;
  const { store, ledger } = services;
  const actions = startActionRun({ ...dependencies, store, ledger });
  const rules = walletPruning(store.sql, dependencies.retention, dependencies);
  const pruning = startPruning({ ...dependencies, name: 'pruning of the wallet', rules });
  const debits = startDebitRun({ ...dependencies, debits: createDebits(store.client), ledger });
  const stopActions = await consumeActions({ eventLog, store, log, onDeclared: actions.onDeclared });
  const dayClose = startDayCloseRun({
    ...{ ...dependencies, ...services },
    pausesBefore: (day) => actions.pausesBefore(day),
    onClosed: async (closedDay) => {
      await actions.onClosed(closedDay);
      debits.onClosed(closedDay);
    },
  });
  return {
    dayClose,
    stop: async () => {
      await dayClose.stop();
      await stopActions();
      await actions.stop();
      await debits.stop();
      await pruning.stop();
    },
  };
}

const checksOf = (
  store: Pick<WalletStore, 'check'>,
  { eventLog, cache }: WalletDependencies,
): ReadinessChecks => ({
  postgresql: () => store.check(),
  'event log': () => eventLog.check(),
  cache: () => cache.check(),
});

const equityServicesOf = (
  client: Parameters<typeof createCloses>[0],
  closes: Closes,
  bookingClock: BookingClock,
  { cache, assets, calendar }: WalletDependencies,
): EquityServices => ({
  ledgerDays: createLedgerDays(client),
  prices: createPrices({ closes, cache, assets }),
  calendar,
  today: () => bookingClock().days[0] ?? '',
});

export const createWalletSubgraph = (
  services: WalletServices,
  { statements, wallClock, log }: Pick<WalletDependencies, 'statements' | 'wallClock' | 'log'>,
): Subgraph =>
  createSubgraph<Context>({
    turns: createMutationTurns(),
    resultTurns: createResultTurns(wallClock),
    name: 'wallet',
    typeDefs: subgraphTypeDefs(path.join(import.meta.dirname, 'graph')),
    resolvers,
    createContext: (base) => {
      const states = stateLoaders(services.store);
      return {
        ...base,
        ...services,
        ...states,
        ...noteLoaders({ ...services, notes: services.noteReader }, states.states),
        equity: createEquity(services.equityServices),
        accounts: new DataLoader((accountIds) => services.store.accounts(accountIds), { cache: false }),
        statements: new DataLoader((filters) => services.store.statements(filters), { cache: false }),
      };
    },
    statements,
    log,
  });
