import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shardOf } from '#contracts/sharding.ts';
import { createTestDatabase } from '#test/support/database/database.ts';
import { createPrismaOrderStore } from './store.prisma.ts';
import type { OrderCommand, OutgoingCommand } from './store.ts';

const SHARDS = 2;
const TICKERS = ['PETR4', 'VALE3', 'ITUB4', 'BBDC4', 'ABEV3', 'WEGE3'];

type Store = Awaited<ReturnType<typeof createPrismaOrderStore>>;
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let stores: [Store, Store];
beforeAll(async () => {
  database = await createTestDatabase('orders');
  stores = [
    await createPrismaOrderStore(database, { engineShards: SHARDS }),
    await createPrismaOrderStore(database, { engineShards: SHARDS, areIntentsSynced: false }),
  ];
});
afterAll(() => Promise.all(stores.map((store) => store.close())));

const command = (ticker: string): OrderCommand => ({
  v: 1,
  type: 'CANCEL_ORDER',
  commandId: `can_${randomUUID()}`,
  member: 'broker',
  correlationId: 'cor_1',
  ticker,
  orderId: 'ord_1',
  requestId: 'can_1',
});

/** Publishes all commands of a shard. */
async function published(shard: number): Promise<OutgoingCommand[]> {
  const commands: OutgoingCommand[] = [];
  while ((await stores[0].publishCommands(shard, 7, async (batch) => void commands.push(...batch))) > 0);
  return commands;
}

test('commands of concurrent transactions have the numbers of their shard, without gaps and in the order of their batch', async () => {
  const batches = Array.from({ length: 40 }, (_, index) =>
    TICKERS.slice(index % 5, (index % 5) + 2).map(command),
  );
  await Promise.all(
    batches
      .map((batch, index) =>
        stores[index % 2 === 0 ? 0 : 1].transaction(async (tx) => {
          tx.addCommands(batch);
          if (index % 10 === 9) throw new Error('rolled back');
        }),
      )
      .map((done) => done.catch(() => undefined)),
  );
  const kept = batches.filter((_, index) => index % 10 !== 9);
  for (let shard = 0; shard < SHARDS; shard++) {
    const commands = await published(shard);
    expect(commands.map(({ number }) => number)).toEqual(commands.map((_, index) => index + 1));
    const places = new Map(commands.map(({ commandId }, place) => [commandId, place]));
    for (const batch of kept) {
      const own = batch.filter(({ ticker }) => shardOf(ticker, SHARDS) === shard);
      const found = own.map(({ commandId }) => places.get(commandId) ?? -1);
      expect(found).toEqual(found.toSorted((a, b) => a - b));
      expect(found).not.toContain(-1);
    }
  }
});

test('commands that were not confirmed are published again under their numbers', async () => {
  const [store] = stores;
  await store.transaction(async (tx) => tx.addCommands([command('PETR4'), command('PETR4')]));
  const shard = shardOf('PETR4', SHARDS);
  let first: readonly OutgoingCommand[] = [];
  const failing = store.publishCommands(shard, 10, async (batch) => {
    first = batch;
    throw new Error('no confirmation');
  });
  await expect(failing).rejects.toThrow('no confirmation');
  expect(await published(shard)).toEqual(first);
  expect(await published(shard)).toEqual([]);
});

test('a synced commit in another database of the server makes an unsynced intent safe', async () => {
  const other = new pg.Client(await createTestDatabase('wallet'));
  const client = new pg.Client(database);
  await Promise.all([other.connect(), client.connect()]);
  await stores[1].addReplaceIntents([
    {
      ...{ requestId: 'rpl_1', accountId: 'acc_1', clientRequestId: 'one', orderId: 'ord_1' },
      ...{ content: '', correlationId: 'cor_1', intentAtMs: 1 },
    },
  ]);
  const { rows } = await client.query<{ end: string }>('SELECT pg_current_wal_insert_lsn() AS end');
  await other.query(`INSERT INTO reservation (id, voided) VALUES ('rpl_1', true)`);
  const safe = await client.query<{ safe: boolean }>('SELECT pg_current_wal_flush_lsn() >= $1 AS safe', [
    rows[0]?.end,
  ]);
  expect(safe.rows).toEqual([{ safe: true }]);
  await Promise.all([other.end(), client.end()]);
});
