import { Prisma } from '../generated/prisma/client.ts';
import type { OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import type { SqlTransaction } from '#platform/postgres/sql/sql-client.ts';
import { expectedOrders, type ExpectedRow, type KnownOrders } from './known-orders.ts';
import { changedRows, CHANGES } from './order-columns.ts';
import type { OrderTransaction, ReportException } from './store.ts';
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
import { rowOfExecution } from './store-rows.ts';

/** A row as a JSON document: `SELECT to_jsonb(x) AS row`. */
export interface JsonRow {
  readonly row: unknown;
}

/** Takes what a transaction stores. */
export interface WrittenByTransaction {
  orders(orders: readonly OrderRecord[]): void;
  facts(facts: Promise<StoredFacts>): void;
  commands(commands: Promise<readonly StoredCommand[]>): void;
}

const assignments = Prisma.raw(CHANGES);

/**
 * The changes of one transaction, one statement a batch. All transactions lock in the same order (inbox, orders by id,
 * streams of facts by account, streams of commands by shard), so they cannot deadlock.
 *
 * @param known orders whose rows need not be read
 * @param written takes what the transaction stores: it counts once the transaction is committed
 */
export function createOrderTransaction(
  tx: SqlTransaction,
  shardOf: ShardOf,
  known: Pick<KnownOrders, 'get'>,
  written: WrittenByTransaction,
): OrderTransaction {
  return {
    acceptReplaces: async (requestIds) => {
      const rows = await tx.$queryRaw<{ id: string }[]>`
        UPDATE replace_requests SET state = 'SENT' WHERE id = ANY(${requestIds}) AND state = 'RESERVING' RETURNING id`;
      return new Set(rows.map((row) => row.id));
    },
    lockOrders: async (orderIds) => {
      const expected = expectedOrders(known, new Set(orderIds));
      const rows = await tx.$queryRaw<ExpectedRow[]>`
        SELECT o.id, CASE WHEN o.version = k.version THEN NULL ELSE to_jsonb(o) END AS row
        FROM unnest(${expected.ids}::text[], ${expected.versions}::int[]) AS k (id, version)
        JOIN orders o USING (id)
        WHERE o.status <> 'RESERVING' ORDER BY o.id FOR UPDATE OF o`;
      return rows.map(expected.orderOf);
    },
    saveOrders: (orders) => {
      written.orders(orders);
      tx.send`UPDATE orders o SET ${assignments} FROM ${changedRows(orders)} WHERE o.id = r.id`;
    },
    addExecutions: (executions) => {
      if (executions.length === 0) return;
      const rows = JSON.stringify(executions.map(rowOfExecution));
      tx.send`INSERT INTO executions SELECT * FROM jsonb_populate_recordset(NULL::executions, ${rows}::jsonb)`;
    },
    addFacts: (drafts) => {
      if (drafts.length === 0) return;
      const bodies = bodiesOf(drafts);
      const c = factColumns(drafts, bodies);
      const storing = tx.$queryRaw<StoredFactRow[]>`
        WITH wanted AS (
          SELECT * FROM unnest(${c.accountIds}::text[], ${c.orderIds}::text[], ${c.versions}::int[],
            string_to_array(${c.bodies}::text, E'\\n'))
            WITH ORDINALITY AS w (account_id, order_id, version, body, place)
        ), ${FACTS}
        SELECT place, sequence, position FROM made, published ORDER BY place`;
      written.facts(storing.then((rows) => storedFacts(drafts, bodies, rows)));
    },
    addCommands: (commands) => {
      if (commands.length === 0) return;
      const payloads = payloadsOf(commands);
      const c = commandColumns(commands, payloads, shardOf);
      const storing = tx.$queryRaw<StoredCommandRow[]>`
        WITH sent AS (
          SELECT * FROM unnest(${c.shards}::int[], ${c.commandIds}::text[], ${c.correlationIds}::text[],
            string_to_array(${c.payloads}::text, E'\\n'))
            WITH ORDINALITY AS c (shard, command_id, correlation_id, payload, place)
        ), ${COMMANDS}
        SELECT place, number FROM numbered`;
      written.commands(storing.then((rows) => storedCommands(commands, payloads, shardOf, rows)));
    },
    ...inbox(tx),
  };
}

/**
 * Stores the facts of the relation `wanted` (account_id, order_id, version, body, place): gives each the next sequence of its
 * account, and adds it to the stream and the outbox. A body lacks the sequence.
 */
export const FACTS = Prisma.sql`
  streams AS (
    INSERT INTO account_streams (account_id, last_sequence)
    SELECT account_id, count(*) FROM wanted GROUP BY account_id ORDER BY account_id
    ON CONFLICT (account_id) DO UPDATE SET last_sequence = account_streams.last_sequence + EXCLUDED.last_sequence
    RETURNING account_id, last_sequence
  ), made AS (
    SELECT account_id, order_id, version, body, place, last_sequence - count(*) OVER (PARTITION BY account_id)
      + row_number() OVER (PARTITION BY account_id ORDER BY place) AS sequence
    FROM wanted JOIN streams USING (account_id)
  ), stored AS (
    INSERT INTO order_facts (account_id, sequence, payload, order_id, version)
    SELECT account_id, sequence, '{"sequence":' || sequence || ',' || body, order_id, version FROM made
  ), published AS (
    INSERT INTO fact_outbox (account_ids, sequences)
    SELECT array_agg(account_id ORDER BY place), array_agg(sequence ORDER BY place) FROM made HAVING count(*) > 0
    RETURNING position
  )`;

/**
 * Adds the commands of the relation `sent` (shard, command_id, correlation_id, payload, place) to the outbox, each with the next number of
 * its shard. The number stays locked until the commit: later numbers are committed later. The relation `numbered` has the numbers.
 */
export const COMMANDS = Prisma.sql`
  numbers AS (
    INSERT INTO command_streams (shard, last_number)
    SELECT shard, count(*) FROM sent GROUP BY shard ORDER BY shard
    ON CONFLICT (shard) DO UPDATE SET last_number = command_streams.last_number + EXCLUDED.last_number
    RETURNING shard, last_number
  ), numbered AS (
    SELECT shard, last_number - count(*) OVER (PARTITION BY shard)
      + row_number() OVER (PARTITION BY shard ORDER BY place) AS number, command_id, correlation_id, payload, place
    FROM sent JOIN numbers USING (shard)
  ), commands AS (
    INSERT INTO command_outbox (shard, number, command_id, correlation_id, payload)
    SELECT shard, number, command_id, correlation_id, payload FROM numbered
  )`;

type Inbox = Pick<
  OrderTransaction,
  'lockInbox' | 'reportExceptions' | 'saveInbox' | 'savePosition' | 'lastCommandNumber'
>;

interface InboxRow {
  readonly last_sequence: bigint;
  readonly journal_id: string | null;
  readonly position_at_ms: bigint;
  readonly refusal: string | null;
}

const inbox = (tx: SqlTransaction): Inbox => ({
  lockInbox: async ({ member, shard }) => {
    const [row] = await tx.$queryRaw<InboxRow[]>`
      INSERT INTO member_inboxes (member, shard, last_sequence) VALUES (${member}, ${shard}::int, 0)
      ON CONFLICT (member, shard) DO UPDATE SET last_sequence = member_inboxes.last_sequence
      RETURNING last_sequence, journal_id, position_at_ms, refusal`;
    if (!row) throw new Error(`the inbox of ${member} and shard ${shard} was not written`);
    const { last_sequence: lastSequence, journal_id: journalId, position_at_ms: positionAtMs, refusal } = row;
    return {
      lastSequence: Number(lastSequence),
      journalId,
      positionAtMs: Number(positionAtMs),
      refusal,
    };
  },
  savePosition: ({ member, shard }, { journalId, positionAtMs, refusal }) =>
    tx.send`
      UPDATE member_inboxes
      SET journal_id = ${journalId}, position_at_ms = ${positionAtMs}::bigint, refusal = ${refusal}
      WHERE member = ${member} AND shard = ${shard}::int`,
  lastCommandNumber: async (shard) => {
    const [row] = await tx.$queryRaw<{ last_number: bigint }[]>`
      SELECT last_number FROM command_streams WHERE shard = ${shard}::int FOR UPDATE`;
    return Number(row?.last_number ?? 0n);
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
