import pg from 'pg';
import { statFields } from '#platform/process/proc-file.ts';
import { processesBelow } from '#verification/attack/broker/processes.ts';
import type { BrokerProcess } from '../broker/broker-process.ts';

/** The work of PostgreSQL and of the processes since some start. */
export interface Usage {
  readonly brokerUs: number;
  readonly postgresUs: number;
  /** Of this process, which runs the clients. */
  readonly clientsUs: number;
  readonly walBytes: number;
  readonly walSyncs: number;
  /** By database. */
  readonly databases: ReadonlyMap<string, DatabaseUsage>;
}

export interface DatabaseUsage {
  readonly commits: number;
  /** Null when PostgreSQL does not count statements. */
  readonly statements: number | null;
  readonly inserts: number;
  readonly updates: number;
  readonly deletes: number;
}

/** Microseconds of one tick of /proc/PID/stat, on every Linux of today. */
const US_PER_TICK = 10_000;

/** Time in user and system mode of a process and its ended children; 0 where the system has no /proc. */
async function cpuUs(pid: number): Promise<number> {
  const fields = (await statFields(pid)) ?? [];
  const ticks = [11, 12, 13, 14].map((index) => Number(fields[index] ?? 0));
  return ticks.reduce((sum, count) => sum + count, 0) * US_PER_TICK;
}

async function totalUs(pids: readonly number[]): Promise<number> {
  const times = await Promise.all(pids.map(cpuUs));
  return times.reduce((sum, us) => sum + us, 0);
}

const COUNTERS = `
  SELECT datname AS name, xact_commit::float8 AS commits, tup_inserted::float8 AS inserts,
    tup_updated::float8 AS updates, tup_deleted::float8 AS deletes
  FROM pg_stat_database WHERE datname IS NOT NULL`;
const WAL = `
  SELECT (SELECT wal_bytes FROM pg_stat_wal)::float8 AS bytes,
    (SELECT sum(fsyncs) FROM pg_stat_io WHERE object = 'wal')::float8 AS syncs`;
const STATEMENTS = `
  SELECT d.datname AS name, sum(s.calls)::float8 AS calls
  FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid GROUP BY d.datname`;

/** PostgreSQL's codes while the extension pg_stat_statements is not there, and while its library is not loaded. */
const NOT_COUNTED: ReadonlySet<unknown> = new Set(['42P01', '55000']);

type CounterRow = { name: string } & Omit<DatabaseUsage, 'statements'>;

/** Reads the usage so far. The statistics of PostgreSQL lag by up to a second. */
export async function readUsage(broker: BrokerProcess, client: pg.Client): Promise<Usage> {
  const counters = await client.query<CounterRow>(COUNTERS);
  const wal = await client.query<{ bytes: number; syncs: number }>(WAL);
  const statements = await client
    .query<{ name: string; calls: number }>(STATEMENTS)
    .then(({ rows }) => new Map(rows.map(({ name, calls }) => [name, calls])))
    .catch((error: unknown) => {
      if (error instanceof pg.DatabaseError && NOT_COUNTED.has(error.code)) return null;
      throw error;
    });
  const servers = await processesBelow(broker.postmasterPid);
  return {
    brokerUs: await totalUs([broker.pid]),
    postgresUs: await totalUs(servers),
    clientsUs: await totalUs([process.pid]),
    walBytes: wal.rows[0]?.bytes ?? 0,
    walSyncs: wal.rows[0]?.syncs ?? 0,
    databases: new Map(
      counters.rows.map(({ name, ...counts }) => [
        name,
        { ...counts, statements: statements && (statements.get(name) ?? 0) },
      ]),
    ),
  };
}

/** Usage between two readings. */
export function usedBetween(before: Usage, after: Usage): Usage {
  const databases = [...after.databases].map(([name, counts]): [string, DatabaseUsage] => {
    const start = before.databases.get(name);
    return [
      name,
      {
        commits: counts.commits - (start?.commits ?? 0),
        statements: counts.statements === null ? null : counts.statements - (start?.statements ?? 0),
        inserts: counts.inserts - (start?.inserts ?? 0),
        updates: counts.updates - (start?.updates ?? 0),
        deletes: counts.deletes - (start?.deletes ?? 0),
      },
    ];
  });
  return {
    brokerUs: after.brokerUs - before.brokerUs,
    postgresUs: after.postgresUs - before.postgresUs,
    clientsUs: after.clientsUs - before.clientsUs,
    walBytes: after.walBytes - before.walBytes,
    walSyncs: after.walSyncs - before.walSyncs,
    databases: new Map(databases),
  };
}

/** Makes PostgreSQL count statements from its next start on. */
export async function countStatements(client: pg.Client): Promise<void> {
  await client.query("ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'");
}

/** Makes the counts readable in the connection's database, after the start. */
export async function openStatementCounts(client: pg.Client): Promise<void> {
  await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
}
