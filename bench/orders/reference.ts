import pg, { type PoolConfig } from 'pg';

const DATABASE = 'bench_reference';

const TABLES = `
  CREATE TABLE orders (id text PRIMARY KEY, account_id text NOT NULL, client_order_id text NOT NULL, ticker text NOT NULL,
    side text NOT NULL, quantity int NOT NULL, price bigint NOT NULL, status text NOT NULL, created_at_ms bigint NOT NULL,
    UNIQUE (account_id, client_order_id));
  CREATE TABLE balance (account_id text PRIMARY KEY, free bigint NOT NULL, reserved bigint NOT NULL);
  CREATE TABLE entry (account_id text NOT NULL, sequence bigserial, order_id text NOT NULL, amount bigint NOT NULL,
    PRIMARY KEY (account_id, sequence));
  CREATE TABLE outbox (position bigserial PRIMARY KEY, payload text NOT NULL)`;

/**
 * The bare reference: what an order costs at least in a database. BEGIN, an order, its reservation, a ledger entry, a message,
 * COMMIT, as six round trips through `pg`, without any rule, queue, engine or graph.
 */
export interface Reference {
  /** Orders per second of some connections that each place one after the other. */
  measure(connections: number, seconds: number): Promise<number>;
  close(): Promise<void>;
}

export async function openReference(connection: PoolConfig): Promise<Reference> {
  const admin = new pg.Client({ ...connection, database: 'postgres' });
  await admin.connect();
  await admin.query(`DROP DATABASE IF EXISTS ${DATABASE}`);
  await admin.query(`CREATE DATABASE ${DATABASE}`);
  const database = { ...connection, database: DATABASE };
  const setup = new pg.Client(database);
  await setup.connect();
  await setup.query(TABLES);
  await setup.end();
  let runs = 0;
  return {
    measure: async (connections, seconds) => {
      const run = (runs += 1);
      const startMs = performance.now();
      const counts = await Promise.all(
        Array.from({ length: connections }, (_, number) =>
          placeOrders(database, `${run}-${number}`, startMs + seconds * 1_000),
        ),
      );
      const orders = counts.reduce((sum, count) => sum + count, 0);
      return orders / ((performance.now() - startMs) / 1_000);
    },
    close: async () => {
      await admin.query(`DROP DATABASE ${DATABASE} WITH (FORCE)`);
      await admin.end();
    },
  };
}

/** Places orders of one account over one connection until an instant; returns their number. */
async function placeOrders(database: PoolConfig, account: string, endMs: number): Promise<number> {
  const client = new pg.Client(database);
  await client.connect();
  await client.query('INSERT INTO balance VALUES ($1, 1000000000000, 0)', [account]);
  let count = 0;
  for (; performance.now() < endMs; count++) {
    const id = `${account}-${count}`;
    await client.query('BEGIN');
    await client.query("INSERT INTO orders VALUES ($1, $2, $3, 'PETR4', 'BUY', 100, 2890, 'PENDING', $4)", [
      id,
      account,
      id,
      count,
    ]);
    await client.query(
      'UPDATE balance SET free = free - $2, reserved = reserved + $2 WHERE account_id = $1',
      [account, 289_010],
    );
    await client.query('INSERT INTO entry (account_id, order_id, amount) VALUES ($1, $2, $3)', [
      account,
      id,
      -289_010,
    ]);
    await client.query('INSERT INTO outbox (payload) VALUES ($1)', [
      JSON.stringify({ id, account, ticker: 'PETR4' }),
    ]);
    await client.query('COMMIT');
  }
  await client.end();
  return count;
}
