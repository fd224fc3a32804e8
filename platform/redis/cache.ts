import { Redis } from 'ioredis';
import type { Clock } from '../time/clock.ts';
import type { Log } from '../observability/log.ts';
import { CacheUnavailable, type Cache } from '../ports/cache.ts';
import { backoffMs, DEFAULT_BACKOFF } from '../retry/backoff.ts';
import { waitFor } from '../retry/wait-for.ts';

export interface RedisCacheOptions {
  /** `redis://USER:PASSWORD@HOST:PORT` */
  readonly url: string;
  readonly wallClock: Clock;
  readonly log: Log;
  /** How long to wait for the server at start, in milliseconds; a minute when absent. */
  readonly waitMs?: number;
}

const WAIT_MS = 60_000;
const COMMAND_MS = 3_000;

/**
 * The cache on Redis. While the connection is lost, commands fail at once, since the store behind the cache serves a
 * reader sooner than waiting does. The client reconnects meanwhile.
 *
 * @throws StartError when the server does not answer in time
 */
export async function createRedisCache(options: RedisCacheOptions): Promise<Cache> {
  const { url, wallClock, log, waitMs = WAIT_MS } = options;
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_MS,
    retryStrategy: (attempt) => backoffMs(attempt, DEFAULT_BACKOFF),
  });
  let lastError: Error | null = null;
  redis.on('error', (error: Error) => {
    lastError = error;
    log.warn({ err: error }, 'the connection to Redis failed');
  });
  /** The client reports only that it is not connected; its last error holds the reason. */
  const check = async (): Promise<void> => {
    await redis.ping().catch((error: Error) => {
      throw redis.status === 'ready'
        ? error
        : new Error(lastError?.message ?? error.message, { cause: error });
    });
  };
  const connect = async (): Promise<void> => {
    if (redis.status === 'wait') await redis.connect();
    await check();
  };
  await waitFor(connect, {
    what: `Redis at ${new URL(url).host}`,
    wallClock,
    deadlineMs: waitMs,
    onWaiting: (message) => log.warn({}, message),
  }).catch((error: unknown) => {
    redis.disconnect();
    throw error;
  });
  return {
    getMany: async (keys) => (keys.length === 0 ? [] : redis.mgetBuffer([...keys]).catch(throwUnavailable)),
    setMany: async (entries) => {
      if (entries.length === 0) return;
      await redis.mset(entries.flatMap(([key, value]) => [key, Buffer.from(value)])).catch(throwUnavailable);
    },
    check,
    close: async () => {
      if (redis.status === 'ready') await redis.quit();
      else redis.disconnect();
    },
  };
}

/** The client's errors have no type of their own: it is not connected, the server is late or refuses the command. */
function throwUnavailable(error: Error): never {
  throw new CacheUnavailable(error.message, { cause: error });
}
