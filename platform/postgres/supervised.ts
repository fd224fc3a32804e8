import pg, { type PoolConfig } from 'pg';
import type { Log } from '../observability/log.ts';
import type { Metrics } from '../observability/metrics.ts';
import { createReachability } from '../observability/reachability.ts';
import { logFirstFailure, retry } from '../retry/retry.ts';
import { runSessions, type Session } from '../retry/sessions.ts';
import type { Clock } from '../time/clock.ts';
import { ServerBusy, startEmbeddedPostgres, type EmbeddedPostgres } from './embedded.ts';
import { survivesItsServer } from './with-client.ts';

export interface SupervisionOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Called before the server is started again. */
  readonly beforeRestart?: () => void;
}

/** Time that a server may take for its recovery or its stop before this process takes it over. */
const BUSY_MS = 60_000;
const PEER = { name: 'the embedded PostgreSQL', transport: 'socket' } as const;

/**
 * Starts the embedded PostgreSQL and keeps it running: when it ends, whatever ended it (a signal, the kernel when memory is
 * short), this process starts it again, with growing delays while it cannot.
 *
 * @throws StartError when the first start fails
 */
export async function superviseEmbeddedPostgres(
  folder: string,
  { clock, log, metrics, beforeRestart }: SupervisionOptions,
): Promise<EmbeddedPostgres> {
  const server = await retry(() => startEmbeddedPostgres(folder), {
    clock,
    onFailure: logFirstFailure(log, 'the embedded PostgreSQL is still busy'),
    isTransient: (error) => error instanceof ServerBusy,
    timeoutMs: BUSY_MS,
  });
  const reachability = createReachability(PEER, { log, metrics });
  const abort = new AbortController();
  const { signal } = abort;
  const onLost = (): void => {
    if (!signal.aborted) reachability.failed('its connections broke');
  };
  const open = async (): Promise<Session> => {
    beforeRestart?.();
    const { connection } = await startEmbeddedPostgres(folder);
    const session = await openWatch(connection, signal, onLost);
    reachability.answered();
    return session;
  };
  const first = await openWatch(server.connection, signal, onLost);
  reachability.answered();
  const onFailure = ({ error }: { readonly error: unknown }): void => reachability.failed(error);
  const supervision = runSessions(first, open, { clock, onFailure, signal });
  return {
    ...server,
    stop: async () => {
      abort.abort();
      await supervision;
      reachability.close();
      await server.stop();
    },
  };
}

/** Holds a connection that is never used. The kernel closes it when the server ends. */
async function openWatch(connection: PoolConfig, signal: AbortSignal, onLost: () => void): Promise<Session> {
  const client = new pg.Client({ ...connection, database: 'postgres' });
  const ended = new Promise<void>((resolve) => client.once('end', resolve));
  survivesItsServer(client);
  await client.connect();
  return {
    run: async () => {
      const close = (): void => void client.end();
      signal.addEventListener('abort', close);
      if (signal.aborted) close();
      await ended;
      signal.removeEventListener('abort', close);
      onLost();
    },
  };
}
