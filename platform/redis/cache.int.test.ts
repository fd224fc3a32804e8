import { expect, onTestFinished, test } from 'vitest';
import { describeWithServer } from '#test/support/requirements/stack.ts';
import { startTcpProxy } from '#test/support/network/tcp-proxy.ts';
import { createWallClock } from '../time/clock.ts';
import { silentLog } from '../observability/log.ts';
import { cacheContract } from '../ports/cache.contract.ts';
import { CacheUnavailable } from '../ports/cache.ts';
import { bytes, until } from '../ports/support.contract.ts';
import { createRedisCache } from './cache.ts';

const wallClock = createWallClock();

describeWithServer('the cache on Redis', 'REDIS_URL', (url) => {
  cacheContract(() => createRedisCache({ url, wallClock, log: silentLog }));

  test('fails at once while the connection is lost, and works again after', async () => {
    const address = new URL(url);
    const proxy = await startTcpProxy(Number(address.port), address.hostname);
    address.port = String(proxy.port);
    const cache = await createRedisCache({ url: address.href, wallClock, log: silentLog });
    onTestFinished(async () => {
      await cache.close();
      await proxy.close();
    });
    const key = `reconnect:${process.pid}:${Date.now()}`;
    await cache.setMany([[key, bytes('kept')]]);
    proxy.cut();
    await expect(cache.getMany([key])).rejects.toBeInstanceOf(CacheUnavailable);
    await expect(cache.check()).rejects.toThrow();
    proxy.mend();
    await until(() =>
      cache.check().then(
        () => true,
        () => false,
      ),
    );
    expect(await cache.getMany([key])).toEqual([Buffer.from('kept')]);
  });

  test('a start without a server fails with one line that names the server', async () => {
    const started = createRedisCache({ url: 'redis://127.0.0.1:1', wallClock, log: silentLog, waitMs: 100 });
    await expect(started).rejects.toThrow(
      /^Redis at 127\.0\.0\.1:1 did not answer within 0\.1 s: .*ECONNREFUSED/,
    );
  });
});
