import type { SqlDatabase } from '#platform/postgres/sql/sql-client.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { KnownOrders } from './known-orders.ts';
import { intentRows, ORDER_COLUMNS } from './order-columns.ts';
import {
  bodiesOf,
  commandColumns,
  factColumns,
  payloadsOf,
  storedCommands,
  storedFacts,
  type ShardOf,
  type StoredCommand,
  type StoredCommandRow,
  type StoredFactRow,
  type StoredFacts,
} from './store-messages.ts';
import { COMMANDS, FACTS } from './store-transaction.ts';
import { orderOfRow, replaceOfRow, rowOfReplace } from './store-rows.ts';
import type { AcceptedOrder, OrderStore, ReplaceRequest } from './store.ts';

type IntentsOfStore = Pick<
  OrderStore,
  | 'addIntents'
  | 'acceptOrders'
  | 'dropIntents'
  | 'abandonIntents'
  | 'addReplaceIntents'
  | 'dropReplaceIntents'
  | 'abandonReplaceIntents'
  | 'abandonIntentsBefore'
  | 'abandonedReservations'
  | 'forgetAbandoned'
>;

/** How the commit of a statement ends: as the server is set, or without a wait for the disk. */
const SYNCED = Prisma.sql`SELECT 1`;
const UNSYNCED = Prisma.sql`SELECT set_config('synchronous_commit', 'off', true)`;

export interface IntentOptions {
  /** False: the sync of the wallet's reservation covers the intent before it. */
  readonly areIntentsSynced: boolean;
  /** Gets the orders of intents: an accepted order has the version of its intent. */
  readonly known: Pick<KnownOrders, 'add'>;
  /** Called with the facts and commands of accepted orders, after their commit. */
  readonly onAccepted: (facts: StoredFacts, commands: readonly StoredCommand[]) => void;
  /** Called when it is unknown whether orders were accepted. */
  readonly onUncertain: () => void;
}

/** Intents of orders and replaces, until they are accepted, dropped or abandoned. */
export function intents(
  sql: SqlDatabase,
  shardOf: ShardOf,
  { areIntentsSynced, known, onAccepted, onUncertain }: IntentOptions,
): IntentsOfStore {
  const commitMode = areIntentsSynced ? SYNCED : UNSYNCED;
  const ofOrders = intentTable(sql, ORDERS, commitMode);
  const ofReplaces = intentTable(sql, REPLACES, commitMode);
  return {
    addIntents: async (orders) => {
      if (orders.length === 0) return [];
      const outcomes = await ofOrders.add(intentRows(orders), orderOfRow);
      known.add(orders.filter(({ orderId }) => outcomes.get(orderId) === 'WRITTEN'));
      return orders.map(({ orderId }) => outcomes.get(orderId) ?? null);
    },
    acceptOrders: async (orders) => {
      if (orders.length === 0) return new Set();
      const drafts = orders.map(({ fact }) => fact);
      const commands = orders.map(({ command }) => command);
      const texts = { bodies: bodiesOf(drafts), payloads: payloadsOf(commands) };
      const rows = await acceptOrders(sql, shardOf, orders, texts).catch((error: unknown) => {
        onUncertain();
        throw error;
      });
      const stored = storedFacts(drafts, texts.bodies, rows);
      onAccepted(stored, storedCommands(commands, texts.payloads, shardOf, rows));
      return new Set(stored.facts.map(({ order }) => order.orderId));
    },
    dropIntents: ofOrders.drop,
    abandonIntents: ofOrders.abandon,
    addReplaceIntents: async (requests) => {
      if (requests.length === 0) return [];
      const outcomes = await ofReplaces.add(replaceRows(requests), replaceOfRow);
      return requests.map(({ requestId }) => outcomes.get(requestId) ?? null);
    },
    dropReplaceIntents: ofReplaces.drop,
    abandonReplaceIntents: ofReplaces.abandon,
    abandonIntentsBefore: (instantMs) => abandonBefore(sql, instantMs),
    abandonedReservations: async (limit) => {
      const rows = await sql.$queryRaw<{ id: string; correlation_id: string }[]>`
        SELECT id, correlation_id FROM abandoned_reservations ORDER BY id LIMIT ${limit}`;
      return rows.map((row) => ({ reservationId: row.id, correlationId: row.correlation_id }));
    },
    forgetAbandoned: async (reservationIds) => {
      await sql.$executeRaw`DELETE FROM abandoned_reservations WHERE id = ANY(${reservationIds})`;
    },
  };
}

const replaceRows = (requests: readonly ReplaceRequest[]): Prisma.Sql =>
  Prisma.sql`jsonb_populate_recordset(NULL::replace_requests, ${JSON.stringify(requests.map(rowOfReplace))}::jsonb) r`;

/** A table whose rows begin as intents. */
interface IntentTable {
  readonly table: Prisma.Sql;
  /** The columns of a new row. */
  readonly columns: Prisma.Sql;
  /** The column that is RESERVING in an intent. */
  readonly state: Prisma.Sql;
  /** The column with the client's id, which is unique in its account. */
  readonly clientId: Prisma.Sql;
}

const ORDERS: IntentTable = {
  table: Prisma.sql`orders`,
  columns: Prisma.raw(ORDER_COLUMNS),
  state: Prisma.sql`status`,
  clientId: Prisma.sql`client_order_id`,
};
const REPLACES: IntentTable = {
  table: Prisma.sql`replace_requests`,
  columns: Prisma.sql`id, account_id, client_request_id, order_id, content, state, intent_at_ms, correlation_id`,
  state: Prisma.sql`state`,
  clientId: Prisma.sql`client_request_id`,
};

function intentTable(sql: SqlDatabase, names: IntentTable, commitMode: Prisma.Sql) {
  const { table, columns, state, clientId } = names;
  return {
    /** Writes the rows of the relation `r` whose client ids are free. Returns by row id WRITTEN, or the row that has the client id. */
    add: async <T>(
      rows: Prisma.Sql,
      read: (row: unknown) => T,
    ): Promise<ReadonlyMap<string, T | 'WRITTEN'>> => {
      // Both parts see the rows from before the statement.
      const found = await sql.$queryRaw<{ readonly id: string; readonly row: unknown }[]>`
        WITH mode AS MATERIALIZED (${commitMode}), wanted AS MATERIALIZED (
          SELECT r.* FROM mode, ${rows}
        ), written AS (
          INSERT INTO ${table} (${columns}) SELECT ${columns} FROM wanted
          ON CONFLICT (account_id, ${clientId}) DO NOTHING RETURNING id, intent_at_ms
        ), noted AS (
          INSERT INTO intents (ids, at_ms) SELECT array_agg(id), max(intent_at_ms) FROM written HAVING count(*) > 0
        )
        SELECT id, NULL::jsonb AS row FROM written
        UNION ALL
        SELECT w.id, to_jsonb(known) FROM wanted w JOIN ${table} known USING (account_id, ${clientId})`;
      return new Map(found.map(({ id, row }) => [id, row === null ? ('WRITTEN' as const) : read(row)]));
    },
    drop: async (ids: readonly string[]): Promise<void> => {
      await sql.$executeRaw`DELETE FROM ${table} WHERE id = ANY(${ids}) AND ${state} = 'RESERVING'`;
    },
    abandon: async (ids: readonly string[]): Promise<void> => {
      await sql.$executeRaw`
        WITH gone AS (DELETE FROM ${table} WHERE ${state} = 'RESERVING' AND id = ANY(${ids}) RETURNING id, correlation_id)
        INSERT INTO abandoned_reservations (id, correlation_id) SELECT id, correlation_id FROM gone`;
    },
  };
}

/**
 * Abandons the old intents among the rows that were written as such, and forgets all of these rows. They are in a table of their own: an
 * index of intents would make the acceptance of an order, which changes its status, write an entry into every index. A join and not
 * `id = ANY(...)`: on tables that were empty when it was planned, that compares each row with each id.
 */
const abandonBefore = (sql: SqlDatabase, instantMs: number): Promise<number> => sql.$executeRaw`
  WITH due AS (
    DELETE FROM intents WHERE at_ms < ${instantMs}::bigint RETURNING ids
  ), listed AS (
    SELECT DISTINCT unnest(ids) AS id FROM due
  ), gone_orders AS (
    DELETE FROM orders AS o USING listed WHERE o.id = listed.id AND o.status = 'RESERVING'
    RETURNING o.id, o.correlation_id
  ), gone_replaces AS (
    DELETE FROM replace_requests AS r USING listed WHERE r.id = listed.id AND r.state = 'RESERVING'
    RETURNING r.id, r.correlation_id
  )
  INSERT INTO abandoned_reservations (id, correlation_id)
  SELECT * FROM gone_orders UNION ALL SELECT * FROM gone_replaces`;

/** See `OrderStore.acceptOrders`. */
async function acceptOrders(
  sql: SqlDatabase,
  shardOf: ShardOf,
  orders: readonly AcceptedOrder[],
  { bodies, payloads }: { readonly bodies: readonly string[]; readonly payloads: readonly string[] },
): Promise<readonly (StoredFactRow & StoredCommandRow)[]> {
  const facts = factColumns(
    orders.map(({ fact }) => fact),
    bodies,
  );
  const commands = commandColumns(
    orders.map(({ command }) => command),
    payloads,
    shardOf,
  );
  return sql.$queryRaw<(StoredFactRow & StoredCommandRow)[]>`
      WITH requested AS (
        SELECT * FROM unnest(${facts.accountIds}::text[], ${facts.orderIds}::text[], ${facts.versions}::int[],
          string_to_array(${facts.bodies}::text, E'\\n'), ${commands.shards}::int[], ${commands.commandIds}::text[],
          ${commands.correlationIds}::text[], string_to_array(${commands.payloads}::text, E'\\n'))
          WITH ORDINALITY AS r (account_id, order_id, version, body, shard, command_id, correlation_id, payload, place)
      ), wanted AS (
        UPDATE orders o SET status = 'PENDING' FROM requested r WHERE o.id = r.order_id AND o.status = 'RESERVING'
        RETURNING r.*
      ), ${FACTS}, sent AS (
        -- All transactions lock the streams of accounts before those of commands.
        SELECT * FROM wanted WHERE (SELECT count(*) FROM streams) > 0
      ), ${COMMANDS}
      SELECT place, sequence, position, number FROM made JOIN numbered USING (place), published ORDER BY place`;
}
