import type { SqlDatabase } from '#platform/postgres/sql/sql-client.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { commandColumns, factColumns, type ShardOf } from './store-messages.ts';
import { COMMANDS, FACTS, sequencedFacts, type SequenceRow } from './store-transaction.ts';
import { orderOfRow, replaceOfRow, rowOfOrder, rowOfReplace } from './store-rows.ts';
import type { AcceptedOrder, FactListener, OrderStore } from './store.ts';

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

const idsOf = (rows: readonly IdRow[]): ReadonlySet<string> => new Set(rows.map((row) => row.id));

/** How the commit of a statement ends: as the server is set, or without a wait for the disk. */
const SYNCED = Prisma.sql`SELECT 1`;
const UNSYNCED = Prisma.sql`SELECT set_config('synchronous_commit', 'off', true)`;

/**
 * Intents of orders and replaces, until they are accepted, dropped or abandoned.
 *
 * @param areIntentsSynced false: the sync of the wallet's reservation covers the intent before it
 * @param onFacts called with the facts of accepted orders
 */
export function intents(
  sql: SqlDatabase,
  shardOf: ShardOf,
  areIntentsSynced: boolean,
  onFacts: FactListener,
): IntentsOfStore {
  const commitMode = areIntentsSynced ? SYNCED : UNSYNCED;
  const abandonOrders = (which: Prisma.Sql): Promise<number> => sql.$executeRaw`
    WITH gone AS (DELETE FROM orders WHERE status = 'RESERVING' AND ${which} RETURNING id, correlation_id)
    INSERT INTO abandoned_reservations (id, correlation_id) SELECT id, correlation_id FROM gone`;
  return {
    addIntents: async (orders) => {
      if (orders.length === 0) return [];
      const rows = JSON.stringify(orders.map((order) => rowOfOrder(order, true)));
      // Both parts see the rows from before the statement.
      const found = await sql.$queryRaw<(IdRow & { readonly row: unknown })[]>`
        WITH mode AS MATERIALIZED (${commitMode}), wanted AS MATERIALIZED (
          SELECT o.* FROM mode, jsonb_populate_recordset(NULL::orders, ${rows}::jsonb) o
        ), written AS (
          INSERT INTO orders SELECT * FROM wanted
          ON CONFLICT (account_id, client_order_id) DO NOTHING RETURNING id
        )
        SELECT id, NULL::jsonb AS row FROM written
        UNION ALL
        SELECT w.id, to_jsonb(o) FROM wanted w JOIN orders o USING (account_id, client_order_id)`;
      const known = new Map(
        found.map(({ id, row }) => [id, row === null ? ('WRITTEN' as const) : orderOfRow(row)]),
      );
      return orders.map(({ orderId }) => known.get(orderId) ?? null);
    },
    acceptOrders: async (orders) => {
      const rows = await acceptOrders(sql, shardOf, orders);
      onFacts(
        sequencedFacts(
          orders.map(({ fact }) => fact),
          rows,
        ),
      );
      return idsOf(rows);
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
): Promise<readonly (IdRow & SequenceRow)[]> {
  if (orders.length === 0) return [];
  const { accountIds, bodies } = factColumns(orders.map(({ fact }) => fact));
  const commands = commandColumns(
    orders.map(({ command }) => command),
    shardOf,
  );
  return sql.$queryRaw<(IdRow & SequenceRow)[]>`
      WITH requested AS (
        SELECT * FROM unnest(${orders.map(({ orderId }) => orderId)}::text[], ${accountIds}::text[],
          ${bodies}::text[], ${commands.shards}::int[], ${commands.commandIds}::text[],
          ${commands.correlationIds}::text[], ${commands.payloads}::text[])
          WITH ORDINALITY AS r (id, account_id, body, shard, command_id, correlation_id, payload, place)
      ), wanted AS (
        UPDATE orders o SET status = 'PENDING' FROM requested r WHERE o.id = r.id AND o.status = 'RESERVING'
        RETURNING r.*
      ), ${FACTS}, sent AS (
        -- All transactions lock the streams of accounts before those of commands.
        SELECT * FROM wanted WHERE (SELECT count(*) FROM streams) > 0
      ), ${COMMANDS}
      SELECT id, place, sequence FROM wanted JOIN made USING (account_id, place) ORDER BY place`;
}
