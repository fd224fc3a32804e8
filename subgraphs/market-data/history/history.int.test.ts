import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { describe, expect, test } from 'vitest';
import { createWallClock } from '#platform/time/clock.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createTestDatabase } from '#test/support/database/database.ts';
import { describeWithServer } from '#test/support/requirements/stack.ts';
import { quoteHistoryContract, type HistoryHarness } from './history.contract.ts';
import { historyListsContract } from './history.lists.contract.ts';
import { openMongoHistory } from './history.mongo.ts';
import { openPostgresHistory } from './history.postgres.ts';

const wallClock = createWallClock();

describe('in PostgreSQL', () => {
  const makeHarness = async (): Promise<HistoryHarness> => {
    const connection = await createTestDatabase('market-data');
    return { open: () => openPostgresHistory(connection), dispose: async () => undefined };
  };
  quoteHistoryContract(makeHarness);
  describe('reads lists', () => historyListsContract(makeHarness));
});

describeWithServer('in MongoDB', 'MONGODB_URL', (url) => {
  const makeHarness = async (): Promise<HistoryHarness> => {
    const database = `test_${randomUUID().replaceAll('-', '')}`;
    return {
      open: () => openMongoHistory({ url, database, wallClock, log: silentLog }),
      dispose: async () => {
        const connection = await mongoose.createConnection(url, { dbName: database }).asPromise();
        await connection.dropDatabase();
        await connection.close();
      },
    };
  };
  quoteHistoryContract(makeHarness);
  describe('reads lists', () => historyListsContract(makeHarness));
});

test('opening fails with an error when no MongoDB answers', async () => {
  const opening = openMongoHistory({ url: 'mongodb://127.0.0.1:1', wallClock, log: silentLog, waitMs: 1 });
  await expect(opening).rejects.toThrow('MongoDB at 127.0.0.1:1');
});
