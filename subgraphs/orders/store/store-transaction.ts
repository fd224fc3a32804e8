import { Prisma } from '../generated/prisma/client.ts';
import type { OrderFact } from '#contracts/messages/order-facts.ts';
import type { FactDraft } from '#domain/orders/lifecycle/order-fact.ts';
import type { SqlTransaction } from '#platform/postgres/sql/sql-client.ts';
import { isStorable } from '#platform/postgres/text.ts';
import type { OrderTransaction, ReportException } from './store.ts';
import { commandColumns, factColumns, type ShardOf } from './store-messages.ts';
import { CHANGING_ORDER_COLUMNS, orderOfRow, rowOfExecution, rowOfOrder } from './store-rows.ts';

/** A row as a JSON document: `SELECT to_jsonb(x) AS row`. */
export interface JsonRow {
  readonly row: unknown;
}

/** The sequence of a fact, by its place among the drafts, from 1. */
export interface SequenceRow {
  readonly place: bigint;
  readonly sequence: bigint;
}

/** The facts that were stored, in the order of their rows. */
export const sequencedFacts = (drafts: readonly FactDraft[], rows: readonly SequenceRow[]): OrderFact[] =>
  rows.flatMap(({ place, sequence }) => {
    const draft = drafts[Number(place) - 1];
    return draft ? { v: 1, ...draft, sequence: Number(sequence) } : [];
  });

const assignments = Prisma.raw(CHANGING_ORDER_COLUMNS.map((column) => `${column} = r.${column}`).join(', '));

/**
 * The changes of one transaction, one statement a batch. All transactions lock in the same order (inbox, orders by id,
 * streams of facts by account, streams of commands by shard), so they cannot deadlock.
 *
 * @param keepFacts called with the facts that the transaction stores
 */
export function createOrderTransaction(
  tx: SqlTransaction,
  shardOf: ShardOf,
  keepFacts: (facts: Promise<readonly OrderFact[]>) => void,
): OrderTransaction {
  return {
    acceptReplaces: async (requestIds) => {
      const rows = await tx.$queryRaw<{ id: string }[]>`
        UPDATE replace_requests SET state = 'SENT' WHERE id = ANY(${requestIds}) AND state = 'RESERVING' RETURNING id`;
      return new Set(rows.map((row) => row.id));
    },
    lockOrders: async (orderIds) => {
      const rows = await tx.$queryRaw<JsonRow[]>`
        SELECT to_jsonb(o) AS row FROM orders o
        WHERE id = ANY(${orderIds.filter(isStorable)}) AND status <> 'RESERVING' ORDER BY id FOR UPDATE`;
      return rows.map(({ row }) => orderOfRow(row).order);
    },
    saveOrders: (orders) => {
      const rows = JSON.stringify(orders.map((order) => rowOfOrder(order, false)));
      tx.send`
        UPDATE orders o SET ${assignments}
        FROM jsonb_populate_recordset(NULL::orders, ${rows}::jsonb) r WHERE o.id = r.id`;
    },
    addExecutions: (executions) => {
      if (executions.length === 0) return;
      const rows = JSON.stringify(executions.map(rowOfExecution));
      tx.send`INSERT INTO executions SELECT * FROM jsonb_populate_recordset(NULL::executions, ${rows}::jsonb)`;
    },
    addFacts: (drafts) => {
      if (drafts.length === 0) return;
      const { accountIds, bodies } = factColumns(drafts);
      const storing = tx.$queryRaw<SequenceRow[]>`
        WITH wanted AS (
          SELECT * FROM unnest(${accountIds}::text[], ${bodies}::text[]) WITH ORDINALITY AS w (account_id, body, place)
        ), ${FACTS}
        SELECT place, sequence FROM made ORDER BY place`;
      keepFacts(storing.then((rows) => sequencedFacts(drafts, rows)));
    },
    addCommands: (commands) => {
      if (commands.length === 0) return;
      const { shards, commandIds, correlationIds, payloads } = commandColumns(commands, shardOf);
      tx.send`
        WITH sent AS (
          SELECT * FROM unnest(${shards}::int[], ${commandIds}::text[], ${correlationIds}::text[], ${payloads}::text[])
            WITH ORDINALITY AS c (shard, command_id, correlation_id, payload, place)
        ), ${COMMANDS}
        SELECT count(*) FROM commands`;
    },
    ...inbox(tx),
  };
}

/**
 * Stores the facts of the relation `wanted` (account_id, body, place): gives each the next sequence of its account, and adds it
 * to the stream and the outbox. A body lacks the sequence.
 */
export const FACTS = Prisma.sql`
  streams AS (
    INSERT INTO account_streams (account_id, last_sequence)
    SELECT account_id, count(*) FROM wanted GROUP BY account_id ORDER BY account_id
    ON CONFLICT (account_id) DO UPDATE SET last_sequence = account_streams.last_sequence + EXCLUDED.last_sequence
    RETURNING account_id, last_sequence
  ), made AS (
    SELECT account_id, body, place, last_sequence - count(*) OVER (PARTITION BY account_id)
      + row_number() OVER (PARTITION BY account_id ORDER BY place) AS sequence
    FROM wanted JOIN streams USING (account_id)
  ), stored AS (
    INSERT INTO order_facts (account_id, sequence, payload)
    SELECT account_id, sequence, '{"sequence":' || sequence || ',' || body FROM made
  ), published AS (
    INSERT INTO fact_outbox (account_ids, sequences)
    SELECT array_agg(account_id ORDER BY place), array_agg(sequence ORDER BY place) FROM made HAVING count(*) > 0
    RETURNING position
  )`;

/**
 * Adds the commands of the relation `sent` (shard, command_id, correlation_id, payload, place) to the outbox, each with the next number of
 * its shard. The number stays locked until the commit: later numbers are committed later.
 */
export const COMMANDS = Prisma.sql`
  numbers AS (
    INSERT INTO command_streams (shard, last_number)
    SELECT shard, count(*) FROM sent GROUP BY shard ORDER BY shard
    ON CONFLICT (shard) DO UPDATE SET last_number = command_streams.last_number + EXCLUDED.last_number
    RETURNING shard, last_number
  ), commands AS (
    INSERT INTO command_outbox (shard, number, command_id, correlation_id, payload)
    SELECT shard, last_number - count(*) OVER (PARTITION BY shard)
      + row_number() OVER (PARTITION BY shard ORDER BY place), command_id, correlation_id, payload
    FROM sent JOIN numbers USING (shard)
    RETURNING number
  )`;

type Inbox = Pick<OrderTransaction, 'lockInbox' | 'reportExceptions' | 'saveInbox'>;

const inbox = (tx: SqlTransaction): Inbox => ({
  lockInbox: async ({ member, shard }) => {
    const rows = await tx.$queryRaw<{ last_sequence: bigint }[]>`
      INSERT INTO member_inboxes (member, shard, last_sequence) VALUES (${member}, ${shard}::int, 0)
      ON CONFLICT (member, shard) DO UPDATE SET last_sequence = member_inboxes.last_sequence
      RETURNING last_sequence`;
    return Number(rows[0]?.last_sequence ?? 0n);
  },
  reportExceptions: async ({ member, shard }, sequences) => {
    const found = await tx.$queryRaw<{ sequence: bigint; kind: ReportException['kind']; reason: string }[]>`
      SELECT sequence, kind, reason FROM report_exceptions
      WHERE member = ${member} AND shard = ${shard}::int AND sequence = ANY(${sequences}::bigint[])`;
    return found.map((row) => ({ ...row, sequence: Number(row.sequence) }));
  },
  saveInbox: ({ member, shard }, { lastSequence, added, resolved }) => {
    tx.send`
      UPDATE member_inboxes SET last_sequence = ${lastSequence}::bigint
      WHERE member = ${member} AND shard = ${shard}::int`;
    if (resolved.length > 0)
      tx.send`
        DELETE FROM report_exceptions
        WHERE member = ${member} AND shard = ${shard}::int AND sequence = ANY(${resolved}::bigint[])`;
    if (added.length > 0)
      tx.send`
        INSERT INTO report_exceptions (member, shard, sequence, kind, reason)
        SELECT ${member}, ${shard}::int, sequence, kind, reason
        FROM unnest(${added.map((one) => one.sequence)}::bigint[], ${added.map((one) => one.kind)}::text[],
          ${added.map((one) => one.reason)}::text[]) AS e (sequence, kind, reason)`;
  },
});
