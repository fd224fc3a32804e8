import { arrayLiteral } from '#platform/postgres/sql/array-literal.ts';
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
    abandonIntentsBefore: async (instantMs) =>
      (await ofOrders.abandonBefore(instantMs)) + (await ofReplaces.abandonBefore(instantMs)),
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
  /** The condition of the index of intents. */
  readonly isIntent: Prisma.Sql;
  /** The column with the client's id, which is unique in its account. */
  readonly clientId: Prisma.Sql;
}

const ORDERS: IntentTable = {
  table: Prisma.sql`orders`,
  columns: Prisma.raw(ORDER_COLUMNS),
  state: Prisma.sql`status`,
  isIntent: Prisma.sql`is_intent`,
  clientId: Prisma.sql`client_order_id`,
};
const REPLACES: IntentTable = {
  table: Prisma.sql`replace_requests`,
  columns: Prisma.sql`id, account_id, client_request_id, order_id, content, state, intent_at_ms, correlation_id`,
  state: Prisma.sql`state`,
  isIntent: Prisma.sql`state = 'RESERVING'`,
  clientId: Prisma.sql`client_request_id`,
};

function intentTable(sql: SqlDatabase, names: IntentTable, commitMode: Prisma.Sql) {
  const { table, columns, state, isIntent, clientId } = names;
  const abandonThose = (which: Prisma.Sql): Promise<number> => sql.$executeRaw`
    WITH gone AS (DELETE FROM ${table} WHERE ${state} = 'RESERVING' AND ${which} RETURNING id, correlation_id)
    INSERT INTO abandoned_reservations (id, correlation_id) SELECT id, correlation_id FROM gone`;
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
          ON CONFLICT (account_id, ${clientId}) DO NOTHING RETURNING id
        )
        SELECT id, NULL::jsonb AS row FROM written
        UNION ALL
        SELECT w.id, to_jsonb(known) FROM wanted w JOIN ${table} known USING (account_id, ${clientId})`;
      return new Map(found.map(({ id, row }) => [id, row === null ? ('WRITTEN' as const) : read(row)]));
    },
    drop: async (ids: readonly string[]): Promise<void> => {
      await sql.$executeRaw`DELETE FROM ${table} WHERE id = ANY(${ids}) AND ${state} = 'RESERVING'`;
    },
    abandon: async (ids: readonly string[]): Promise<void> =>
      void (await abandonThose(Prisma.sql`id = ANY(${ids})`)),
    abandonBefore: (instantMs: number): Promise<number> =>
      abandonThose(Prisma.sql`${isIntent} AND intent_at_ms < ${instantMs}`),
  };
}

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
  const ids = arrayLiteral(orders.map(({ orderId }) => orderId));
  return sql.$queryRaw<(StoredFactRow & StoredCommandRow)[]>`
      WITH requested AS (
        SELECT * FROM unnest(${ids}::text[], ${facts.accountIds}::text[],
          string_to_array(${facts.bodies}::text, E'\\n'), ${commands.shards}::int[], ${commands.commandIds}::text[],
          ${commands.correlationIds}::text[], string_to_array(${commands.payloads}::text, E'\\n'))
          WITH ORDINALITY AS r (id, account_id, body, shard, command_id, correlation_id, payload, place)
      ), wanted AS (
        UPDATE orders o SET status = 'PENDING' FROM requested r WHERE o.id = r.id AND o.status = 'RESERVING'
        RETURNING r.*
      ), ${FACTS}, sent AS (
        -- All transactions lock the streams of accounts before those of commands.
        SELECT * FROM wanted WHERE (SELECT count(*) FROM streams) > 0
      ), ${COMMANDS}
      SELECT place, sequence, position, number FROM made JOIN numbered USING (place), published ORDER BY place`;
}
