import { arrayLiteral } from '#platform/postgres/sql/array-literal.ts';
import type { SqlDatabase } from '#platform/postgres/sql/sql-client.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { KnownOrders } from './known-orders.ts';
import { intentRows, ORDER_COLUMNS } from './order-columns.ts';
import {
  bodiesOf,
  commandColumns,
  factColumns,
  storedFacts,
  type ShardOf,
  type StoredFactRow,
  type StoredFacts,
} from './store-messages.ts';
import { COMMANDS, FACTS } from './store-transaction.ts';
import { orderOfRow, replaceOfRow, rowOfReplace } from './store-rows.ts';
import type { AcceptedOrder, OrderStore } from './store.ts';

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

interface IdRow {
  readonly id: string;
}

const columns = Prisma.raw(ORDER_COLUMNS);

/** How the commit of a statement ends: as the server is set, or without a wait for the disk. */
const SYNCED = Prisma.sql`SELECT 1`;
const UNSYNCED = Prisma.sql`SELECT set_config('synchronous_commit', 'off', true)`;

export interface IntentOptions {
  /** False: the sync of the wallet's reservation covers the intent before it. */
  readonly areIntentsSynced: boolean;
  /** Gets the orders of intents: an accepted order has the version of its intent. */
  readonly known: Pick<KnownOrders, 'add'>;
  /** Called with the facts of accepted orders, after their commit. */
  readonly onFacts: (facts: StoredFacts) => void;
}

/** Intents of orders and replaces, until they are accepted, dropped or abandoned. */
export function intents(
  sql: SqlDatabase,
  shardOf: ShardOf,
  { areIntentsSynced, known, onFacts }: IntentOptions,
): IntentsOfStore {
  const commitMode = areIntentsSynced ? SYNCED : UNSYNCED;
  const abandonOrders = (which: Prisma.Sql): Promise<number> => sql.$executeRaw`
    WITH gone AS (DELETE FROM orders WHERE status = 'RESERVING' AND ${which} RETURNING id, correlation_id)
    INSERT INTO abandoned_reservations (id, correlation_id) SELECT id, correlation_id FROM gone`;
  return {
    addIntents: async (orders) => {
      if (orders.length === 0) return [];
      // Both parts see the rows from before the statement.
      const found = await sql.$queryRaw<(IdRow & { readonly row: unknown })[]>`
        WITH mode AS MATERIALIZED (${commitMode}), wanted AS MATERIALIZED (
          SELECT r.* FROM mode, ${intentRows(orders)}
        ), written AS (
          INSERT INTO orders (${columns}) SELECT ${columns} FROM wanted
          ON CONFLICT (account_id, client_order_id) DO NOTHING RETURNING id
        )
        SELECT id, NULL::jsonb AS row FROM written
        UNION ALL
        SELECT w.id, to_jsonb(o) FROM wanted w JOIN orders o USING (account_id, client_order_id)`;
      const outcomes = new Map(
        found.map(({ id, row }) => [id, row === null ? ('WRITTEN' as const) : orderOfRow(row)]),
      );
      known.add(orders.filter(({ orderId }) => outcomes.get(orderId) === 'WRITTEN'));
      return orders.map(({ orderId }) => outcomes.get(orderId) ?? null);
    },
    acceptOrders: async (orders) => {
      if (orders.length === 0) return new Set();
      const drafts = orders.map(({ fact }) => fact);
      const bodies = bodiesOf(drafts);
      const rows = await acceptOrders(sql, shardOf, orders, bodies);
      const stored = storedFacts(drafts, bodies, rows);
      onFacts(stored);
      return new Set(stored.facts.map(({ order }) => order.orderId));
    },
    dropIntents: async (orderIds) => {
      await sql.$executeRaw`DELETE FROM orders WHERE id = ANY(${orderIds}) AND status = 'RESERVING'`;
    },
    abandonIntents: async (orderIds) => void (await abandonOrders(Prisma.sql`id = ANY(${orderIds})`)),
    ...replaceIntents(sql, commitMode),
    abandonIntentsBefore: async (instantMs) => {
      const old = Prisma.sql`intent_at_ms < ${instantMs}`;
      return (await abandonOrders(old)) + (await abandonReplaces(sql, old));
    },
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

const abandonReplaces = (sql: SqlDatabase, which: Prisma.Sql): Promise<number> => sql.$executeRaw`
  WITH gone AS (DELETE FROM replace_requests WHERE state = 'RESERVING' AND ${which} RETURNING id, correlation_id)
  INSERT INTO abandoned_reservations (id, correlation_id) SELECT id, correlation_id FROM gone`;

type ReplaceIntents = Pick<OrderStore, 'addReplaceIntents' | 'dropReplaceIntents' | 'abandonReplaceIntents'>;

function replaceIntents(sql: SqlDatabase, commitMode: Prisma.Sql): ReplaceIntents {
  return {
    addReplaceIntents: async (requests) => {
      if (requests.length === 0) return [];
      const rows = JSON.stringify(requests.map(rowOfReplace));
      // Both parts see the rows from before the statement.
      const found = await sql.$queryRaw<(IdRow & { readonly row: unknown })[]>`
        WITH mode AS MATERIALIZED (${commitMode}), wanted AS MATERIALIZED (
          SELECT r.* FROM mode, jsonb_populate_recordset(NULL::replace_requests, ${rows}::jsonb) r
        ), written AS (
          INSERT INTO replace_requests SELECT * FROM wanted
          ON CONFLICT (account_id, client_request_id) DO NOTHING RETURNING id
        )
        SELECT id, NULL::jsonb AS row FROM written
        UNION ALL
        SELECT w.id, to_jsonb(r) FROM wanted w JOIN replace_requests r USING (account_id, client_request_id)`;
      const known = new Map(
        found.map(({ id, row }) => [id, row === null ? ('WRITTEN' as const) : replaceOfRow(row)]),
      );
      return requests.map(({ requestId }) => known.get(requestId) ?? null);
    },
    dropReplaceIntents: async (requestIds) => {
      await sql.$executeRaw`DELETE FROM replace_requests WHERE id = ANY(${requestIds}) AND state = 'RESERVING'`;
    },
    abandonReplaceIntents: async (requestIds) =>
      void (await abandonReplaces(sql, Prisma.sql`id = ANY(${requestIds})`)),
  };
}

/** See `OrderStore.acceptOrders`. */
async function acceptOrders(
  sql: SqlDatabase,
  shardOf: ShardOf,
  orders: readonly AcceptedOrder[],
  bodies: readonly string[],
): Promise<readonly StoredFactRow[]> {
  const facts = factColumns(
    orders.map(({ fact }) => fact),
    bodies,
  );
  const commands = commandColumns(
    orders.map(({ command }) => command),
    shardOf,
  );
  const ids = arrayLiteral(orders.map(({ orderId }) => orderId));
  return sql.$queryRaw<StoredFactRow[]>`
      WITH requested AS (
        SELECT * FROM unnest(${ids}::text[], ${facts.accountIds}::text[],
          ${facts.bodies}::text[], ${commands.shards}::int[], ${commands.commandIds}::text[],
          ${commands.correlationIds}::text[], ${commands.payloads}::text[])
          WITH ORDINALITY AS r (id, account_id, body, shard, command_id, correlation_id, payload, place)
      ), wanted AS (
        UPDATE orders o SET status = 'PENDING' FROM requested r WHERE o.id = r.id AND o.status = 'RESERVING'
        RETURNING r.*
      ), ${FACTS}, sent AS (
        -- All transactions lock the streams of accounts before those of commands.
        SELECT * FROM wanted WHERE (SELECT count(*) FROM streams) > 0
      ), ${COMMANDS}
      SELECT place, sequence, position FROM made, published ORDER BY place`;
}
