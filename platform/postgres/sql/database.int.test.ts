import pg, { type Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase } from '#test/support/database/database.ts';
import { createSqlDatabase, openPool } from './database.ts';
import { DatabaseUnavailable, type SqlClient, type SqlDatabase } from './sql-client.ts';

let pool: Pool;
let sql: SqlDatabase;
beforeAll(async () => {
  pool = openPool(await createTestDatabase('orders'));
  sql = createSqlDatabase(pool);
  await sql.$executeRaw`CREATE TABLE item (id bigint PRIMARY KEY, name text)`;
});
beforeEach(() => sql.$executeRaw`DELETE FROM item`);
afterAll(() => pool.end());

const ids = async (): Promise<bigint[]> =>
  (await sql.$queryRaw<{ id: bigint }[]>`SELECT id FROM item ORDER BY id`).map(({ id }) => id);

test('commits what was sent, in the order of the calls', async () => {
  const found = await sql.transaction(async (tx) => {
    tx.send`INSERT INTO item VALUES (${1}, ${'one'})`;
    const rows = await tx.$queryRaw<{ name: string }[]>`SELECT name FROM item WHERE id = ${1}`;
    tx.send`UPDATE item SET name = ${'two'} WHERE id = ${1}`;
    return rows;
  });
  expect(found).toEqual([{ name: 'one' }]);
  expect(await sql.$queryRaw`SELECT id, name FROM item`).toEqual([{ id: 1n, name: 'two' }]);
  expect(await sql.$executeRaw`UPDATE item SET name = ${null}`).toBe(1);
});

test('a sent statement that fails undoes the transaction and is its error', async () => {
  await sql.$executeRaw`INSERT INTO item VALUES (${1}, ${''})`;
  const failing = sql.transaction(async (tx) => {
    tx.send`INSERT INTO item VALUES (${2}, ${''})`;
    tx.send`INSERT INTO item VALUES (${1}, ${''})`;
    tx.send`INSERT INTO item VALUES (${3}, ${''})`;
  });
  await expect(failing).rejects.toMatchObject({ constraint: 'item_pkey' });
  await expect(failing).rejects.toBeInstanceOf(pg.DatabaseError);
  expect(await ids()).toEqual([1n]);
});

test('an error of the work rolls back, and the connection stays usable', async () => {
  for (let round = 0; round < 30; round++)
    await expect(
      sql.transaction(async (tx) => {
        tx.send`INSERT INTO item VALUES (${7}, ${''})`;
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
  expect(await ids()).toEqual([]);
  expect(pool.totalCount).toBeLessThanOrEqual(10);
});

test('concurrent transactions do not mix, synced or not', async () => {
  await Promise.all(
    Array.from({ length: 50 }, (_, id) =>
      sql.transaction(async (tx) => void tx.send`INSERT INTO item VALUES (${id}, ${`${id}`})`, {
        isSynced: id % 2 === 0,
      }),
    ),
  );
  expect(await ids()).toEqual(Array.from({ length: 50 }, (_, id) => BigInt(id)));
});

test('the locks of a session end with a failure of its work', async () => {
  const isFree = async (): Promise<boolean> => {
    const [row] = await sql.$queryRaw<{ free: boolean }[]>`
      SELECT count(*) = 0 AS free FROM pg_locks WHERE locktype = 'advisory' AND objid = ${77}`;
    return row?.free ?? false;
  };
  const failing = sql.session(async (session) => {
    await session.$queryRaw`SELECT pg_advisory_lock(${77}::bigint)`;
    expect(await isFree()).toBe(false);
    await session.transaction(async (tx) => void tx.send`INSERT INTO item VALUES (${1}, ${''})`);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  await expect.poll(isFree).toBe(true);
  expect(await ids()).toEqual([1n]);
});

test('a server that does not answer is DatabaseUnavailable', async () => {
  const closed = createSqlDatabase(openPool({ host: '127.0.0.1', port: 1, database: 'none' }));
  await expect(closed.$queryRaw`SELECT 1`).rejects.toBeInstanceOf(DatabaseUnavailable);
  await expect(closed.transaction(async () => 1)).rejects.toBeInstanceOf(DatabaseUnavailable);
});

test.each(['transaction', 'session'] as const)(
  'a connection that the server ends in the middle of a %s is an error of the work alone',
  async (kind) => {
    const working = sql[kind](async (connection: SqlClient) => {
      const rows = await connection.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
      await sql.$executeRaw`SELECT pg_terminate_backend(${rows[0]!.pid}, 5000)`;
      // The connection's error arrives while no statement waits for an answer.
      await sql.$executeRaw`SELECT 1`;
      await connection.$executeRaw`INSERT INTO item VALUES (${1}, ${''})`;
    });
    await expect(working).rejects.toBeInstanceOf(DatabaseUnavailable);
    expect(await ids()).toEqual([]);
  },
);
