import pg, { type PoolConfig } from 'pg';

/** The tables of an account's past, each with the columns of ids that name the account. */
const TABLES = {
  orders: {
    orders: ['id', 'account_id', 'owner_id', 'client_order_id', 'correlation_id'],
    executions: ['order_id', 'id', 'trade_id'],
    order_facts: ['account_id', 'payload', 'order_id'],
    account_streams: ['account_id'],
  },
  wallet: {
    account: ['id', 'owner_id'],
    entry: ['account_id', 'order_id', 'correlation_id'],
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

/** Names of models begin with it; a copy has its number in place of the zeros. */
export const MODEL_PREFIX = 'model0000';
/** Copies that fit into the prefix, the model included. */
export const MAX_COPIES = 10_000;

/**
 * Copies the past of all accounts of a database under further names: `model00003` becomes `model00013`. Persons do not depend on each
 * other, so a copy is as consistent as its model. Rows stand in the order of time, as those of a broker do, and indexes are built last.
 *
 * @param part the part whose database it is
 * @param copies accounts that a model becomes, itself included
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
    await client.query("SET maintenance_work_mem = '512MB'; CREATE SCHEMA model");
    for (const [table, idColumns] of Object.entries<readonly string[]>(TABLES[part])) {
      onProgress(`${part}: copying ${table}`);
      await copyTable(client, table, idColumns, copies);
    }
    await client.query('DROP SCHEMA model CASCADE');
    onProgress(`${part}: VACUUM`);
    await client.query('VACUUM (ANALYZE)');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}

/** One transaction: a server that keeps no log for replicas then writes the rows of a truncated table without its log. */
async function copyTable(
  client: pg.Client,
  table: string,
  idColumns: readonly string[],
  copies: number,
): Promise<void> {
  const keys = await rowsOf<{ drop: string; create: string }>(
    client,
    `SELECT format('ALTER TABLE %I DROP CONSTRAINT %I', $1::text, conname) AS drop,
       format('ALTER TABLE %I ADD CONSTRAINT %I %s', $1::text, conname, pg_get_constraintdef(oid)) AS create
     FROM pg_constraint WHERE conrelid = $1::regclass AND contype IN ('p', 'u')`,
    table,
  );
  const indexes = await rowsOf<{ drop: string; create: string }>(
    client,
    `SELECT format('DROP INDEX %I', indexname) AS drop, indexdef AS create FROM pg_indexes
     WHERE schemaname = 'public' AND tablename = $1
       AND NOT EXISTS (SELECT FROM pg_constraint WHERE conname = indexname AND contype IN ('p', 'u'))`,
    table,
  );
  const built = [...keys, ...indexes];
  const statements = [
    'BEGIN',
    `CREATE TABLE model.${table} AS TABLE ${table}`,
    `TRUNCATE ${table}`,
    ...built.map(({ drop }) => drop),
    await copyStatement(client, table, idColumns, copies),
    ...built.map(({ create }) => create),
    `DROP TABLE model.${table}`,
    'COMMIT',
  ];
  for (const statement of statements) await client.query(statement);
}

/** Inserts each row of the model for each copy, with the copy's number in each id. */
async function copyStatement(
  client: pg.Client,
  table: string,
  idColumns: readonly string[],
  copies: number,
): Promise<string> {
  const columns = await rowsOf<{ name: string }>(
    client,
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER' ORDER BY ordinal_position`,
    table,
  );
  const values = columns.map(({ name }) =>
    idColumns.includes(name) ? `replace(row.${name}, '${MODEL_PREFIX}', copy.prefix)` : `row.${name}`,
  );
  const names = columns.map(({ name }) => name);
  return `INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')} FROM model.${table} AS row CROSS JOIN (
    SELECT 'model' || lpad(number::text, 4, '0') AS prefix FROM generate_series(0, ${copies - 1}) AS number) AS copy`;
}

const rowsOf = async <Row extends pg.QueryResultRow>(
  client: pg.Client,
  text: string,
  table: string,
): Promise<readonly Row[]> => (await client.query<Row>(text, [table])).rows;
