import { expect, test } from 'vitest';
import { describeWithServer } from '#test/support/requirements/stack.ts';
import { createWallClock } from '../time/clock.ts';
import { silentLog } from '../observability/log.ts';
import { connectMongo } from './connect.ts';

const wallClock = createWallClock();

describeWithServer('the connection to MongoDB', 'MONGODB_URL', (url) => {
  test('writes and reads; its check fails after it was closed', async () => {
    const mongo = await connectMongo({ url, wallClock, log: silentLog, database: 'connection_test' });
    await mongo.check();
    const documents = mongo.connection.collection<{ _id: string; volume: bigint }>('documents');
    await documents.replaceOne({ _id: 'PETR4' }, { volume: 9_007_199_254_740_993n }, { upsert: true });
    const found = await documents.findOne({ _id: 'PETR4' }, { useBigInt64: true });
    expect(found?.volume).toBe(9_007_199_254_740_993n);
    await mongo.connection.dropDatabase();
    await mongo.close();
    await expect(mongo.check()).rejects.toThrow();
  });

  test('a start without a server fails with one line that names the server', async () => {
    const started = connectMongo({ url: 'mongodb://127.0.0.1:1', wallClock, log: silentLog, waitMs: 100 });
    await expect(started).rejects.toThrow(
      /^MongoDB at 127\.0\.0\.1:1 did not answer within 0\.1 s: .*ECONNREFUSED/,
    );
  });
});
