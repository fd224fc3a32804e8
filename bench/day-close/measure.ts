import path from 'node:path';
import pg, { type PoolConfig } from 'pg';
import { DATABASES } from '#contracts/names.ts';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { createTradingCalendar, settlementDay } from '#domain/calendar/trading-calendar.ts';
import { NO_DEBIT_CHARGE } from '#domain/costs/debit-charge.ts';
import { createIdSource } from '#platform/ids.ts';
import { createDurableEventLog } from '#platform/in-process/event-log/durable-event-log.ts';
import { createMemoryCache } from '#platform/in-process/memory-cache.ts';
import { silentLog } from '#platform/observability/log.ts';
import { noMetrics } from '#platform/observability/metrics.ts';
import { startEmbeddedPostgres } from '#platform/postgres/embedded.ts';
import { applyMigrations, ensureDatabase } from '#platform/postgres/migrate.ts';
import { createStatements } from '#platform/security/statements.ts';
import { createWallClock, delay, type Clock, type WallClock } from '#platform/time/clock.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { instrumentFact } from '#test/support/samples/instrument.ts';
import { TEST_RETENTION } from '#test/support/samples/retention.ts';
import { startWallet } from '#wallet/start.ts';
import { collectGarbage } from '../measure.ts';
import { fillWallet } from './fill.ts';

export interface DayCloseResult {
  readonly seconds: number;
  readonly accountsPerSecond: number;
  /** Resident memory of the process. */
  readonly memoryMiB: Readonly<Record<'before' | 'half' | 'end' | 'highest', number>>;
}

const TRADE_DATE = '2026-03-16';
const NOON_MINUTE = 12 * 60;
const EVENING_MINUTE = 20 * 60;
const SAMPLE_MS = 250;

const calendar = createTradingCalendar();

/** Fills a wallet and closes the day of all its accounts. */
export async function measureDayClose({
  folder,
  accounts,
  trades,
  onProgress,
}: {
  readonly folder: string;
  readonly accounts: number;
  readonly trades: number;
  readonly onProgress: (text: string) => void;
}): Promise<DayCloseResult> {
  const postgres = await startEmbeddedPostgres(path.join(folder, 'postgres'));
  try {
    await ensureDatabase(postgres.connection, DATABASES.wallet);
    const database = { ...postgres.connection, database: DATABASES.wallet };
    await applyMigrations(database, path.resolve(import.meta.dirname, '../../prisma/wallet/migrations'));
    const atMs = instantOf(TRADE_DATE, NOON_MINUTE);
    const days = { tradeDate: TRADE_DATE, settlesOn: settlementDay(calendar, TRADE_DATE) };
    await fillWallet(database, { accounts, trades, ...days, atMs }, onProgress);
    return await closeDay(folder, database, accounts, onProgress);
  } finally {
    await postgres.stop();
  }
}

async function closeDay(
  folder: string,
  database: PoolConfig,
  accounts: number,
  onProgress: (text: string) => void,
): Promise<DayCloseResult> {
  const wallClock = createWallClock();
  const marketClock = createManualClock(instantOf(TRADE_DATE, NOON_MINUTE));
  const eventLog = await createDurableEventLog({
    ...{ folder: path.join(folder, 'event-log'), wallClock, log: silentLog },
  });
  const wallet = await startWallet(walletDependencies(database, { eventLog, wallClock, marketClock }));
  const client = new pg.Client(database);
  await client.connect();
  try {
    collectGarbage();
    const before = residentMiB();
    let [half, highest] = [0, before];
    marketClock.set(instantOf(TRADE_DATE, EVENING_MINUTE));
    let startMs = 0;
    for (let closed = 0; closed < accounts;) {
      await delay(wallClock, SAMPLE_MS);
      const { rows } = await client.query<{ count: string }>('SELECT count(*) FROM note');
      closed = Number(rows[0]?.count ?? 0);
      // The close begins after it has waited for the last fills.
      if (closed > 0 && startMs === 0) startMs = performance.now() - SAMPLE_MS;
      highest = Math.max(highest, residentMiB());
      if (half === 0 && closed >= accounts / 2) half = residentMiB();
      onProgress(`closed ${closed} of ${accounts} accounts`);
    }
    const seconds = (performance.now() - startMs) / 1_000;
    return {
      seconds: rounded(seconds),
      accountsPerSecond: Math.round(accounts / seconds),
      memoryMiB: { before, half, end: residentMiB(), highest },
    };
  } finally {
    await client.end();
    await wallet.stop();
    await eventLog.close();
  }
}

function walletDependencies(
  database: PoolConfig,
  rest: {
    readonly eventLog: Awaited<ReturnType<typeof createDurableEventLog>>;
    readonly wallClock: WallClock;
    readonly marketClock: Clock;
  },
): Parameters<typeof startWallet>[0] {
  return {
    ...rest,
    database,
    cache: createMemoryCache(),
    orders: { facts: async () => [] },
    assets: {
      historyAssets: async ({ tickers }) => tickers.map(() => null),
      addHistoryAssets: async () => ({ added: 0 }),
      instruments: async ({ tickers }) => tickers.map((ticker) => instrumentFact({ ticker })),
      catalogue: async () => [],
      corporateActions: async ({ ids }) => ids.map(() => null),
      clock: async () => ({ v: 1, mode: 'b3', realMs: 0, simulatedMs: 0, speed: 1 }),
      indexCompositions: async () => [],
    },
    marketMode: () => 'b3',
    debitCharge: NO_DEBIT_CHARGE,
    retention: TEST_RETENTION,
    calendar,
    ids: createIdSource(rest.wallClock),
    statements: createStatements(Buffer.alloc(32, 7), rest.wallClock),
    log: silentLog,
    metrics: noMetrics,
  };
}

const residentMiB = (): number => Math.round(process.memoryUsage().rss / 1_048_576);
const rounded = (seconds: number): number => Math.round(seconds * 10) / 10;
