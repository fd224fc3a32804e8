import { createHash } from 'node:crypto';
import { Sql } from '@prisma/client/runtime/client';
import pg, { type Pool, type PoolClient, type PoolConfig, type QueryResult } from 'pg';
import { TRANSACTION_LIMITS } from '../transaction-limits.ts';
import { isServerLeaving } from '../unavailable.ts';
import { survivesItsServer } from '../with-client.ts';
import {
  DatabaseUnavailable,
  type SqlClient,
  type SqlDatabase,
  type SqlTransaction,
  type TransactionOptions,
} from './sql-client.ts';

/**
 * The server plans a named statement once a connection, for all values. By default it plans statements of few rows anew each time,
 * which takes it longer than they run.
 */
const PLANNED_ONCE = '-c plan_cache_mode=force_generic_plan';

/**
 * Opens a pool of connections that a Prisma client (`new PrismaPg(pool)`) and a `SqlDatabase` share. Its connections send a
 * statement before the one before it has answered.
 */
export function openPool(config: PoolConfig): Pool {
  const limits = { connectionTimeoutMillis: TRANSACTION_LIMITS.maxWait };
  const pool = new pg.Pool({ ...limits, options: PLANNED_ONCE, ...config, pipeline: true });
  // The pool replaces an idle connection that breaks. Without a listener its error would end the process.
  pool.on('error', () => undefined);
  // The pool's own listener hears of idle connections alone.
  pool.on('connect', survivesItsServer);
  return pool;
}

/**
 * Creates a database over a pool: hot statements without the cost of Prisma's client. A statement is planned once a
 * connection, under a name made of its text.
 */
export function createSqlDatabase(pool: Pool): SqlDatabase {
  const textOf = createTexts();
  const { timeout } = TRANSACTION_LIMITS;
  /** @param mayKeep whether the connection can be used again after an error */
  const withConnection = async <T>(
    work: (client: PoolClient) => Promise<T>,
    mayKeep: (client: PoolClient, error: unknown) => Promise<boolean>,
  ): Promise<T> => {
    const client = await pool.connect().catch((error: unknown) => {
      throw unavailableOr(error);
    });
    try {
      const result = await work(client);
      client.release();
      return result;
    } catch (error) {
      client.release(!(await mayKeep(client, error)));
      throw error;
    }
  };
  return {
    ...clientOver((statement) => run(() => pool.query(statement)), textOf, timeout),
    transaction: (work, options = {}) =>
      withConnection((client) => inTransaction(client, textOf, work, options), rolledBack),
    session: (work, timeoutMs = timeout) =>
      withConnection(
        (client) =>
          work({
            ...clientOver((statement) => run(() => client.query(statement)), textOf, timeoutMs),
            transaction: (inner, options = {}) => inTransaction(client, textOf, inner, options),
          }),
        async () => false,
      ),
  };
}

/**
 * Rolls back after an error of the work itself. False when the connection must be closed: after an error of the server or of the
 * connection it is uncertain which statements it has prepared.
 */
async function rolledBack(client: PoolClient, error: unknown): Promise<boolean> {
  if (error instanceof pg.DatabaseError || error instanceof DatabaseUnavailable) return false;
  return client.query('ROLLBACK').then(
    () => true,
    () => false,
  );
}

async function inTransaction<T>(
  client: PoolClient,
  textOf: TextOf,
  work: (tx: SqlTransaction) => Promise<T>,
  { isSynced = true, timeoutMs = TRANSACTION_LIMITS.timeout }: TransactionOptions,
): Promise<T> {
  const sent: Promise<unknown>[] = [];
  const writeTogether = createWrites(client);
  const query = (statement: Statement | string): Promise<QueryResult> => {
    writeTogether();
    const result = run(() => client.query(statement as Statement));
    // Awaited at the commit; until then a failure must not count as unhandled.
    result.catch(() => undefined);
    sent.push(result);
    return result;
  };
  const sql = clientOver(query, textOf, timeoutMs);
  void query(isSynced ? 'BEGIN' : 'BEGIN; SET LOCAL synchronous_commit = off');
  const send: SqlTransaction['send'] = (text, ...values) => {
    sql.$executeRaw(text, ...values).catch(() => undefined);
  };
  const result = await work({ ...sql, send });
  const committed = query('COMMIT');
  // The first failure is the cause; those after it only say that the transaction has failed.
  await Promise.all(sent);
  // PostgreSQL answers the COMMIT of a failed transaction with ROLLBACK.
  if ((await committed).command !== 'COMMIT') throw new Error('a failed transaction was committed');
  return result;
}

/** Lets the statements of one run of the event loop's queue of promises share a write to the socket. */
function createWrites(client: PoolClient): () => void {
  const { stream } = client.connection;
  let isCorked = false;
  return () => {
    if (isCorked) return;
    isCorked = true;
    stream.cork();
    process.nextTick(() => {
      isCorked = false;
      stream.uncork();
    });
  };
}

/** A statement as `pg` takes it. */
interface Statement {
  /** Absent: the server plans the statement each time. */
  readonly name?: string;
  readonly text: string;
  readonly values: unknown[];
  readonly types: { getTypeParser(oid: number, format?: string): (text: string) => unknown };
  readonly query_timeout: number;
}

function clientOver(
  query: (statement: Statement) => Promise<QueryResult>,
  textOf: TextOf,
  timeoutMs: number,
): SqlClient {
  const statementOf = (strings: TemplateStringsArray, values: readonly unknown[]): Statement => ({
    ...textOf(strings, values),
    types: TYPES,
    query_timeout: timeoutMs,
  });
  return {
    $queryRaw: async <Rows>(text: TemplateStringsArray, ...values: readonly unknown[]) =>
      (await query(statementOf(text, values))).rows as Rows,
    $executeRaw: async (text, ...values) => (await query(statementOf(text, values))).rowCount ?? 0,
  };
}

const INT8 = 20;
const TYPES: Statement['types'] = {
  getTypeParser: (oid, format) =>
    oid === INT8
      ? (text) => BigInt(text)
      : (pg.types.getTypeParser(oid, format as 'text') as (text: string) => unknown),
};

/** The text of a template, its name, and its values with those of nested templates. */
type TextOf = (
  strings: TemplateStringsArray,
  values: readonly unknown[],
) => Pick<Statement, 'name' | 'text' | 'values'>;

/** Statements that a connection keeps planned. Texts of nested templates may have many forms; those beyond it get no name. */
const MAX_NAMED = 256;

/** Makes and names each text once. */
function createTexts(): TextOf {
  /** Statements of templates whose nested ones are constants without values. */
  const fixed = new WeakMap<
    TemplateStringsArray,
    { readonly nested: readonly Sql[]; readonly statement: Pick<Statement, 'name' | 'text'> }
  >();
  const names = new Map<string, string>();
  const nameOf = (text: string): string | undefined => {
    const known = names.get(text);
    if (known !== undefined || names.size >= MAX_NAMED) return known;
    const name = createHash('sha256').update(text).digest('base64url').slice(0, 24);
    names.set(text, name);
    return name;
  };
  const named = (text: string): Pick<Statement, 'name' | 'text'> => {
    const name = nameOf(text);
    return { text, ...(name !== undefined && { name }) };
  };
  return (strings, values) => {
    const nested = values.filter((value) => value instanceof Sql);
    const known = fixed.get(strings);
    if (known && isSameText(known.nested, nested))
      return { ...known.statement, values: values.filter((value) => !(value instanceof Sql)) };
    const sql = new Sql(strings, values);
    const statement = named(sql.text);
    if (nested.every((one) => one.values.length === 0)) fixed.set(strings, { nested, statement });
    return { ...statement, values: sql.values };
  };
}

const isSameText = (known: readonly Sql[], nested: readonly Sql[]): boolean =>
  known.length === nested.length && known.every((one, index) => one === nested[index]);

async function run(query: () => Promise<QueryResult>): Promise<QueryResult> {
  try {
    return await query();
  } catch (error) {
    throw unavailableOr(error);
  }
}

/** An error that is none of the server's comes from the connection: it broke, or gave no answer in time. */
function unavailableOr(error: unknown): unknown {
  const isOfServer = error instanceof pg.DatabaseError;
  if (isOfServer && !isServerLeaving(error.code)) return error;
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof RangeError) return error;
  return new DatabaseUnavailable(error.message, { cause: error });
}
