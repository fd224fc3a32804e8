import { CACHE_KEYS } from '#contracts/names.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Metrics } from '#platform/observability/metrics.ts';
import type { Buckets } from '#platform/rate-limits/bucket-store.ts';
import { createMemoryBuckets } from '#platform/rate-limits/memory-buckets.ts';
import { createSharedBuckets } from '#platform/rate-limits/shared-buckets.ts';
import type { Clock } from '#platform/time/clock.ts';

interface BucketTools {
  readonly wallClock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

/**
 * Opens the buckets of rate limits: shared with the other gateways over Redis, or without its URL those of this process. Does
 * not wait for Redis.
 */
export async function openBuckets(
  redisUrl: string | null,
  { wallClock, log, metrics }: BucketTools,
): Promise<Buckets> {
  const local = createMemoryBuckets(wallClock);
  if (redisUrl === null) return local;
  const { createRedisBuckets } = await import('#platform/rate-limits/redis-buckets.ts');
  return createSharedBuckets({
    local,
    shared: createRedisBuckets({ url: redisUrl, prefix: CACHE_KEYS.rateLimits }),
    clock: wallClock,
    log,
    failures: metrics.counter(
      'gateway_rate_limits_unshared_total',
      'Failed exchanges of rate limits with Redis. Meanwhile each gateway limits with its own counts.',
    ),
  });
}
