import pg, { type PoolConfig } from 'pg';

/** The tables of an account's past, each with the columns of ids that name the account. */
const TABLES = {
  orders: {
    orders: ['id', 'account_id', 'owner_id'],
    executions: ['order_id', 'id', 'trade_id'],
    order_facts: ['account_id', 'payload'],
    account_streams: ['account_id'],
  },
  wallet: {
    account: ['id', 'owner_id'],
    entry: ['account_id', 'order_id'],
    leg: ['account_id', 'holder'],
    balance: ['account_id'],
    position: ['account_id'],
    trade: ['execution_id', 'account_id', 'order_id'],
    note: ['account_id'],
    trade_result: ['account_id', 'execution_id'],
    reservation: ['id', 'account_id', 'order_id'],
    hold: ['order_id', 'account_id'],
    client_transfer: ['account_id'],
  },
} as const;

/**
 * Copies the past of all accounts of a database under further names: `model00` becomes `model00c1`. Persons do not depend on each other, so
 * a copy is as consistent as its model.
 *
 * @param part the part whose database it is
 * @param copies copies of each account
 */
export async function copyAccounts(
  database: PoolConfig,
  part: keyof typeof TABLES,
  copies: number,
  onProgress: (text: string) => void,
): Promise<void> {
  const client = new pg.Client(database);
  await client.connect();
  try {
    await client.query(
      'SET synchronous_commit = off; SET maintenance_work_mem = "256MB"; CREATE SCHEMA model',
    );
    const statements: string[] = [];
    for (const [table, idColumns] of Object.entries<readonly string[]>(TABLES[part])) {
      await client.query(`CREATE TABLE model.${table} AS TABLE ${table}`);
      statements.push(await copyStatement(client, table, idColumns));
    }
    for (let copy = 1; copy <= copies; copy++) {
      for (const statement of statements) await client.query(statement, [`c${copy}`]);
      onProgress(`${part}: ${copy} of ${copies} copies`);
    }
    await client.query('DROP SCHEMA model CASCADE');
    await client.query('VACUUM (ANALYZE)');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}

/** Inserts the rows of the model with the suffix `$1` behind the account's name in each id. */
async function copyStatement(
  client: pg.Client,
  table: string,
  idColumns: readonly string[],
): Promise<string> {
  const { rows } = await client.query<{ column_name: string }>(
    `SELECT column_name FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 ORDER BY ordinal_position`,
    [table],
  );
  const values = rows.map(({ column_name: column }) =>
    idColumns.includes(column)
      ? `regexp_replace(${column}, 'model[0-9]{2}', '\\&' || $1::text, 'g')`
      : column,
  );
  return `INSERT INTO ${table} SELECT ${values.join(', ')} FROM model.${table}`;
}
