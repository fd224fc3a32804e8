import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { describeWithServer } from '#test/support/requirements/stack.ts';
import { startTcpProxy } from '#test/support/network/tcp-proxy.ts';
import { until } from '../ports/support.contract.ts';
import { createMetrics } from '../observability/metrics.ts';
import { silentLog } from '../observability/log.ts';
import { createManualClock } from '../time/manual-clock.ts';
import { bucketStoreContract } from './bucket-store.contract.ts';
import type { BucketStore } from './bucket-store.ts';
import { createMemoryBuckets } from './memory-buckets.ts';
import { createRedisBuckets } from './redis-buckets.ts';
import { createSharedBuckets } from './shared-buckets.ts';

const PREFIX = `test-rate:${process.pid}:`;
const policy = { capacity: 3, windowMs: 60_000 };
const isConnected = async (store: BucketStore): Promise<boolean> =>
  store.take([{ key: 'probe', policy: { capacity: 1_000_000, windowMs: 1_000 }, count: 1 }]).then(
    () => true,
    () => false,
  );

describeWithServer('token buckets on Redis', 'REDIS_URL', (url) => {
  bucketStoreContract(async (clock) => {
    const store = createRedisBuckets({ url, prefix: PREFIX, clock });
    await until(() => isConnected(store));
    return store;
  });

  test('run on the clock of the server and expire when they are full again', async () => {
    const store = createRedisBuckets({ url, prefix: PREFIX });
    const redis = new Redis(url);
    onTestFinished(async () => {
      await store.close();
      await redis.quit();
    });
    await until(() => isConnected(store));
    expect(await store.take([{ key: 'short', policy, count: 1 }])).toMatchObject({ isTaken: true });
    const ttlMs = await redis.pttl(`${PREFIX}short`);
    expect(ttlMs).toBeGreaterThan(19_000);
    expect(ttlMs).toBeLessThanOrEqual(21_000);
  });

  test('are shared by two processes, which go on alone while Redis is away', async () => {
    const address = new URL(url);
    const proxy = await startTcpProxy(Number(address.port), address.hostname);
    address.port = String(proxy.port);
    const clock = createManualClock(0);
    const metrics = createMetrics();
    const failures = metrics.counter('failures_total', 'Failed exchanges.');
    const stores = [1, 2].map(() => createRedisBuckets({ url: address.href, prefix: PREFIX }));
    const [one, two] = stores.map((shared) =>
      createSharedBuckets({ local: createMemoryBuckets(clock), shared, clock, log: silentLog, failures }),
    ) as [ReturnType<typeof createSharedBuckets>, ReturnType<typeof createSharedBuckets>];
    onTestFinished(async () => {
      await Promise.all([one.close(), two.close()]);
      await proxy.close();
    });
    for (const store of stores) await until(() => isConnected(store));
    const take = (buckets: typeof one, key: string): boolean =>
      buckets.takeNow([{ key, policy, count: 1 }]).isTaken;

    expect([take(one, 'a'), take(one, 'a'), take(one, 'a')]).toEqual([true, true, true]);
    expect(take(one, 'a')).toBe(false);
    // The second process learns the shared tokens with its first charge.
    expect(take(two, 'a')).toBe(true);
    await until(() => !take(two, 'a'));

    proxy.cut();
    expect([take(one, 'b'), take(one, 'b'), take(one, 'b'), take(one, 'b')]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    // An exchange of the second process may have been under way, too.
    await until(async () => /failures_total [12]/.test(await metrics.text()));

    proxy.mend();
    for (const store of stores) await until(() => isConnected(store));
    clock.advance(1_000);
    expect([take(one, 'c'), take(one, 'c'), take(one, 'c')]).toEqual([true, true, true]);
    await until(() => !take(two, 'c'));
  });
});
