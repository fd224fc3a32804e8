import { Socket } from 'node:net';
import type { PoolConfig } from 'pg';
import { DATABASES } from '#contracts/names.ts';
import { createDurableEventLog } from '#platform/in-process/event-log/durable-event-log.ts';
import { createFullBatches } from '#platform/in-process/full-batches.ts';
import { createDurableQueue } from '#platform/in-process/queue/durable-queue.ts';
import { createMemoryCache } from '#platform/in-process/memory-cache.ts';
import type { ProcessTools } from '#platform/process/lifecycle.ts';
import type { Cache } from '#platform/ports/cache.ts';
import type { CommandQueue } from '#platform/ports/command-queue.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import type { Metrics } from '#platform/observability/metrics.ts';
import { superviseEmbeddedPostgres } from '#platform/postgres/supervised.ts';
import { ensureDatabase } from '#platform/postgres/migrate.ts';
import { traceQueue } from '#platform/observability/telemetry.ts';
import type { Tracing } from '#platform/observability/tracing.ts';
import type { DataLayout } from '../data-dir.ts';
import type { DataGuard } from '../data-guard.ts';

/** In-process replacements of the distributed profile's servers. */
export interface EmbeddedServers {
  /** Connection to a part's database. */
  readonly databaseOf: (name: string) => PoolConfig;
  readonly queue: CommandQueue;
  readonly eventLog: EventLog;
  readonly cache: Cache;
}

type Tools = Pick<ProcessTools<unknown>, 'log' | 'wallClock' | 'onStop'>;

interface Observers {
  readonly tracing: Tracing;
  readonly metrics: Metrics;
  readonly guard: DataGuard;
}

/**
 * Starts PostgreSQL, which from then on is started again whenever it ends, and opens queue and event log in the data folder;
 * creates the cache in memory.
 */
export async function startEmbeddedServers(
  layout: DataLayout,
  tools: Tools,
  { tracing, metrics, guard }: Observers,
): Promise<EmbeddedServers> {
  const { log, wallClock, onStop } = tools;
  const fullBatches = createFullBatches(wallClock);
  const [postgres, queue, eventLog] = await Promise.all([
    superviseEmbeddedPostgres(layout.postgres, {
      ...{ clock: wallClock, log, metrics, beforeRestart: guard.check },
    }).then((server) => {
      onStop('PostgreSQL', () => server.stop());
      guard.beforeEnd(server.kill);
      return server;
    }),
    createDurableQueue({ folder: layout.queue, wallClock, log, fullBatches }).then((made) => {
      onStop('queue', () => made.close());
      return made;
    }),
    createDurableEventLog({ folder: layout.eventLog, wallClock, log, fullBatches }).then((made) => {
      onStop('event log', () => made.close());
      return made;
    }),
  ]);
  await Promise.all(Object.values(DATABASES).map((name) => ensureDatabase(postgres.connection, name)));
  const cache = createMemoryCache();
  return {
    databaseOf: (name) => ({ ...postgres.connection, database: name, stream: () => guardedSocket(guard) }),
    queue: traceQueue(queue, tracing),
    eventLog,
    cache,
  };
}

/**
 * A socket to PostgreSQL whose messages count only while the data folder is there: a server whose files are deleted still commits
 * to them. The check comes before the driver reads a message, so no such commit is acknowledged.
 */
const guardedSocket = (guard: DataGuard): Socket => new Socket().on('data', guard.check);
