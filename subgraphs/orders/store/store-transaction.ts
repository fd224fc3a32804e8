import { engineCommandCodec } from '#contracts/messages/engine-commands.ts';
import { orderFactCodec, type OrderFact } from '#contracts/messages/order-facts.ts';
import type { FactDraft } from '#domain/orders/lifecycle/order-fact.ts';
import type { OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import { isStorable } from '#platform/postgres/text.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { OrderCommand, OrderTransaction, ReportException } from './store.ts';
import { CHANGING_ORDER_COLUMNS, orderOfRow, rowOfExecution, rowOfOrder } from './store-rows.ts';

/** A row as a JSON document: `SELECT to_jsonb(x) AS row`. */
export interface JsonRow {
  readonly row: unknown;
}

/**
 * The changes of one transaction, one statement a batch. All transactions lock in the same order (inbox, orders by id,
 * streams by account), so they cannot deadlock.
 */
export function createOrderTransaction(tx: Prisma.TransactionClient): OrderTransaction {
  return {
    acceptIntents: async (orderIds) => {
      const rows = await tx.$queryRaw<{ id: string }[]>`
        UPDATE orders SET status = 'PENDING' WHERE id = ANY(${orderIds}) AND status = 'RESERVING' RETURNING id`;
      return new Set(rows.map((row) => row.id));
    },
    acceptReplace: async (requestId) => {
      const count = await tx.$executeRaw`
        UPDATE replace_requests SET state = 'SENT' WHERE id = ${requestId} AND state = 'RESERVING'`;
      return count === 1;
    },
    lockOrders: async (orderIds) => {
      const rows = await tx.$queryRaw<JsonRow[]>`
        SELECT to_jsonb(o) AS row FROM orders o
        WHERE id = ANY(${orderIds.filter(isStorable)}) AND status <> 'RESERVING' ORDER BY id FOR UPDATE`;
      return rows.map(({ row }) => orderOfRow(row).order);
    },
    saveOrders: (orders) => saveOrders(tx, orders),
    addExecutions: async (executions) => {
      if (executions.length === 0) return;
      const rows = JSON.stringify(executions.map(rowOfExecution));
      await tx.$executeRaw`
        INSERT INTO executions SELECT * FROM jsonb_populate_recordset(NULL::executions, ${rows}::jsonb)`;
    },
    addFacts: (facts) => addFacts(tx, facts),
    addCommands: (commands) => addCommands(tx, commands),
    lockInbox: async ({ member, shard }) => {
      const rows = await tx.$queryRaw<{ last_sequence: bigint }[]>`
        INSERT INTO member_inboxes (member, shard, last_sequence) VALUES (${member}, ${shard}, 0)
        ON CONFLICT (member, shard) DO UPDATE SET last_sequence = member_inboxes.last_sequence
        RETURNING last_sequence`;
      return Number(rows[0]?.last_sequence ?? 0n);
    },
    reportExceptions: async ({ member, shard }, sequences) => {
      const found = await tx.reportException.findMany({
        where: { member, shard, sequence: { in: sequences.map(BigInt) } },
      });
      return found.map((row) => ({
        sequence: Number(row.sequence),
        kind: row.kind as ReportException['kind'],
        reason: row.reason,
      }));
    },
    saveInbox: async ({ member, shard }, { lastSequence, added, resolved }) => {
      await tx.memberInbox.update({ where: { member_shard: { member, shard } }, data: { lastSequence } });
      if (resolved.length > 0)
        await tx.reportException.deleteMany({
          where: { member, shard, sequence: { in: resolved.map(BigInt) } },
        });
      if (added.length > 0)
        await tx.reportException.createMany({ data: added.map((one) => ({ member, shard, ...one })) });
    },
  };
}

const assignments = Prisma.raw(CHANGING_ORDER_COLUMNS.map((column) => `${column} = r.${column}`).join(', '));

async function saveOrders(tx: Prisma.TransactionClient, orders: readonly OrderRecord[]): Promise<void> {
  const rows = JSON.stringify(orders.map((order) => rowOfOrder(order, false)));
  await tx.$executeRaw`
    UPDATE orders o SET ${assignments}
    FROM jsonb_populate_recordset(NULL::orders, ${rows}::jsonb) r WHERE o.id = r.id`;
}

async function addCommands(tx: Prisma.TransactionClient, commands: readonly OrderCommand[]): Promise<void> {
  if (commands.length === 0) return;
  const payloads = commands.map((command) => engineCommandCodec.encode(command).toString('utf8'));
  const tickers = commands.map((command) => command.ticker);
  await tx.$executeRaw`
    INSERT INTO command_outbox (ticker, command_id, correlation_id, payload)
    SELECT ticker, command_id, correlation_id, payload
    FROM unnest(${tickers}::text[], ${commands.map((command) => command.commandId)}::text[],
      ${commands.map((command) => command.correlationId)}::text[], ${payloads}::text[])
      WITH ORDINALITY AS c (ticker, command_id, correlation_id, payload, place) ORDER BY place`;
}

async function addFacts(tx: Prisma.TransactionClient, drafts: readonly FactDraft[]): Promise<void> {
  if (drafts.length === 0) return;
  const counts = new Map<string, number>();
  for (const { accountId } of drafts) counts.set(accountId, (counts.get(accountId) ?? 0) + 1);
  const streams = await tx.$queryRaw<{ account_id: string; last_sequence: bigint }[]>`
    INSERT INTO account_streams (account_id, last_sequence)
    SELECT account_id, added FROM unnest(${[...counts.keys()]}::text[], ${[...counts.values()]}::bigint[])
      AS c (account_id, added) ORDER BY account_id
    ON CONFLICT (account_id) DO UPDATE SET last_sequence = account_streams.last_sequence + EXCLUDED.last_sequence
    RETURNING account_id, last_sequence`;
  const next = new Map(
    streams.map((row) => [row.account_id, Number(row.last_sequence) - (counts.get(row.account_id) ?? 0)]),
  );
  const facts = drafts.map((draft): OrderFact => {
    const sequence = (next.get(draft.accountId) ?? 0) + 1;
    next.set(draft.accountId, sequence);
    return { v: 1, sequence, ...draft };
  });
  const payloads = facts.map((fact) => orderFactCodec.encode(fact).toString('utf8'));
  await tx.$executeRaw`
    WITH made AS (
      SELECT account_id, sequence, payload, place
      FROM unnest(${facts.map((fact) => fact.accountId)}::text[], ${facts.map((fact) => fact.sequence)}::bigint[],
        ${payloads}::text[]) WITH ORDINALITY AS m (account_id, sequence, payload, place)
    ), stored AS (
      INSERT INTO order_facts (account_id, sequence, payload) SELECT account_id, sequence, payload FROM made
    )
    INSERT INTO fact_outbox (account_id, sequence) SELECT account_id, sequence FROM made ORDER BY place`;
}
