import type { Counter } from '../observability/metrics.ts';
import type { Log } from '../observability/log.ts';
import type { Clock } from '../time/clock.ts';
import type { Buckets, BucketStore, KeyedCharge } from './bucket-store.ts';
import type { MemoryBuckets } from './memory-buckets.ts';

export interface SharedBucketsOptions {
  readonly local: MemoryBuckets;
  readonly shared: BucketStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Counts failed exchanges with the shared store. */
  readonly failures: Counter;
}

/** Pause after a failed exchange. */
const RETRY_MS = 1_000;
/** Keys of one exchange; bounds the time for which Redis runs the script. */
const MAX_KEYS_PER_EXCHANGE = 200;

/**
 * Token buckets that several processes share, without a wait for the shared store. A charge is decided on this process's copy
 * of the bucket and then settled in the shared one, whose tokens replace those of the copy. While an exchange is under way,
 * the charges for the next one add up. So a copy does not know what other processes have charged since its own last charge.
 * Tokens taken beyond the capacity are a debt of the shared bucket, so the rate holds in the long run.
 *
 * While the shared store does not answer, each process goes on with its copies alone.
 */
export function createSharedBuckets(options: SharedBucketsOptions): Buckets {
  const { local, shared, clock, log, failures } = options;
  let unsettled = new Map<string, KeyedCharge>();
  let exchanging: Promise<void> | null = null;
  let isClosed = false;
  /** Instant from which the shared store is tried again; null while it answers. */
  let retryAtMs: number | null = null;

  const exchange = async (): Promise<void> => {
    const batch: KeyedCharge[] = [];
    for (const charge of unsettled.values()) {
      if (batch.length === MAX_KEYS_PER_EXCHANGE) break;
      batch.push(charge);
      unsettled.delete(charge.key);
    }
    const { buckets } = await shared.settle(batch);
    batch.forEach(({ key }, index) => {
      const tokens = buckets[index]?.tokens ?? 0;
      local.setTokens(key, tokens - (unsettled.get(key)?.count ?? 0));
    });
  };
  const exchangeAll = async (): Promise<void> => {
    try {
      // The charges of this run of the event loop share an exchange.
      await Promise.resolve();
      while (unsettled.size > 0) await exchange();
      if (retryAtMs !== null) log.info({}, 'rate limits are shared again');
      retryAtMs = null;
    } catch (error) {
      unsettled = new Map();
      failures.inc();
      if (retryAtMs === null)
        log.warn({ err: error }, 'rate limits are not shared: each process goes on with its own');
      retryAtMs = clock.nowMs() + RETRY_MS;
    } finally {
      exchanging = null;
    }
  };
  const settle = (charges: readonly KeyedCharge[]): void => {
    if (isClosed || (retryAtMs !== null && clock.nowMs() < retryAtMs)) return;
    for (const charge of charges) {
      const count = charge.count + (unsettled.get(charge.key)?.count ?? 0);
      unsettled.set(charge.key, { ...charge, count });
    }
    exchanging ??= exchangeAll();
  };
  return {
    takeNow: (charges) => {
      const charged = local.takeNow(charges);
      if (charged.isTaken) settle(charges);
      return charged;
    },
    close: async () => {
      isClosed = true;
      await exchanging;
      await shared.close();
      await local.close();
    },
  };
}
