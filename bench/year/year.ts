import pg, { type PoolConfig } from 'pg';
import { DATABASES } from '#contracts/names.ts';
import { addDays } from '#domain/calendar/days.ts';
import { dayOf } from '#domain/calendar/sao-paulo-time.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { startEmbeddedPostgres } from '#platform/postgres/embedded.ts';
import type { ServerSettings } from '#platform/postgres/server-settings.ts';
import { withCleanUp } from '#platform/process/ending-signal.ts';
import { dataLayout } from '#processes/data-dir.ts';
import type { DataFolder } from '../orders/broker/broker-process.ts';
import { copyAccounts, MAX_COPIES, MODEL_PREFIX } from './copies.ts';
import { createModelAccount } from './model-account.ts';
import { fillModelYear } from './model-year.ts';

const TRADING_DAYS = 250;
/** Accounts whose year is computed; the others are copies. */
const MODELS = 10;
/** Days between the end of the year and today, in which all trades settle. */
const REST_DAYS = 7;

/** A server that writes rows without its log and without syncs: what a crash leaves is thrown away. */
const FILLING: ServerSettings = {
  ...{ wal_level: 'minimal', max_wal_senders: '0', max_wal_size: '8GB', fsync: 'off' },
  ...{ shared_buffers: '512MB', max_parallel_maintenance_workers: '1' },
};

export interface YearOptions {
  readonly accounts: number;
  readonly ordersEach: number;
  /** Today, in milliseconds. */
  readonly nowMs: number;
  readonly progress: (text: string) => void;
}

/** Fills the databases of a broker that has run once and is stopped. */
export async function fillYear(folder: DataFolder, options: YearOptions): Promise<void> {
  const { accounts, ordersEach, nowMs, progress } = options;
  const calendar = createTradingCalendar();
  const models = Math.min(MODELS, accounts);
  const postgres = await startEmbeddedPostgres(dataLayout(folder.dataDir).postgres, undefined, FILLING);
  const at = (database: string): PoolConfig => ({ ...postgres.connection, database });
  const databases = { orders: at(DATABASES.orders), wallet: at(DATABASES.wallet) };
  const fill = async (): Promise<void> => {
    const days: string[] = [];
    let day = addDays(dayOf(nowMs), -REST_DAYS);
    for (; days.length < TRADING_DAYS; day = addDays(day, -1))
      if (calendar.isTradingDay(day)) days.unshift(day);
    await fillModelYear({
      ...{ databases, days, calendar, onProgress: progress },
      accounts: Array.from({ length: models }, (_, index) =>
        createModelAccount(`${MODEL_PREFIX}${index}`, randomFrom(index + 1), calendar),
      ),
      ordersADay: Math.max(1, Math.round(ordersEach / TRADING_DAYS)),
    });
    const copies = Math.min(MAX_COPIES, Math.max(1, Math.round(accounts / models)));
    await Promise.all([
      copyAccounts(databases.orders, 'orders', copies, progress),
      copyAccounts(databases.wallet, 'wallet', copies, progress),
    ]);
  };
  await withCleanUp(fill, () => postgres.stop());
}

/** Sizes of the databases in bytes, and the rows of some tables. */
export async function measureSize(connection: PoolConfig): Promise<Readonly<Record<string, number>>> {
  const sizes: Record<string, number> = {};
  for (const name of [DATABASES.orders, DATABASES.wallet]) {
    const client = new pg.Client({ ...connection, database: name });
    await client.connect();
    const { rows } = await client.query<{ name: string; bytes: string }>(
      `SELECT relname AS name, pg_total_relation_size(oid) AS bytes FROM pg_class
       WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_total_relation_size(oid) > 1000000
       ORDER BY 2 DESC LIMIT 8`,
    );
    for (const row of rows) sizes[`${name} ${row.name}`] = Number(row.bytes);
    const total = await client.query<{ bytes: string }>(
      'SELECT pg_database_size(current_database()) AS bytes',
    );
    sizes[name] = Number(total.rows[0]?.bytes);
    await client.end();
  }
  return sizes;
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
