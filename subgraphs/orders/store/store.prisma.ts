import { PrismaPg } from '@prisma/adapter-pg';
import type { PoolConfig } from 'pg';
import { orderFactCodec } from '#contracts/messages/order-facts.ts';
import type { ExecutionRecord, OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import { isStorable } from '#platform/postgres/text.ts';
import { TRANSACTION_LIMITS } from '#platform/postgres/transaction-limits.ts';
import { checkDatabase } from '#platform/postgres/check.ts';
import { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import type { OrderQuery, OrderStore, PageQuery } from './store.ts';
import { auditQueries } from './store-audit.ts';
import { publishCommands, publishFacts } from './store-outbox.ts';
import { executionOfRow, orderOfRow, replaceOfRow, rowOfOrder, rowOfReplace } from './store-rows.ts';
import { createOrderTransaction, type JsonRow } from './store-transaction.ts';

/** Opens the store of orders in PostgreSQL. */
export function createPrismaOrderStore(database: PoolConfig): OrderStore {
  const prisma = new PrismaClient({
    adapter: new PrismaPg(database),
    transactionOptions: TRANSACTION_LIMITS,
  });
  return {
    transaction: (work) => prisma.$transaction((tx) => work(createOrderTransaction(tx))),
    ...intents(prisma),
    ...orders(prisma),
    executionsById: (ids) => executionsById(prisma, ids),
    ...streams(prisma),
    ...auditQueries(prisma),
    publishCommands: (limit, publish) => publishCommands(prisma, limit, publish),
    publishFacts: (limit, publish) => publishFacts(prisma, limit, publish),
    check: () => checkDatabase(prisma),
    close: () => prisma.$disconnect(),
  };
}

type IntentsOfStore = Pick<
  OrderStore,
  | 'addIntents'
  | 'dropIntents'
  | 'abandonIntents'
  | 'addReplaceIntent'
  | 'dropReplaceIntent'
  | 'abandonReplaceIntent'
  | 'abandonIntentsBefore'
  | 'abandonedReservations'
  | 'forgetAbandoned'
>;

function intents(prisma: PrismaClient): IntentsOfStore {
  const abandonOrders = (which: Prisma.Sql): Promise<number> => prisma.$executeRaw`
    WITH gone AS (DELETE FROM orders WHERE status = 'RESERVING' AND ${which} RETURNING id, correlation_id)
    INSERT INTO abandoned_reservations (id, correlation_id) SELECT id, correlation_id FROM gone`;
  const abandonReplaces = (which: Prisma.Sql): Promise<number> => prisma.$executeRaw`
    WITH gone AS (DELETE FROM replace_requests WHERE state = 'RESERVING' AND ${which} RETURNING id, correlation_id)
    INSERT INTO abandoned_reservations (id, correlation_id) SELECT id, correlation_id FROM gone`;
  return {
    addIntents: async (orders) => {
      if (orders.length === 0) return new Set();
      const rows = JSON.stringify(orders.map((order) => rowOfOrder(order, true)));
      const added = await prisma.$queryRaw<{ id: string }[]>`
        INSERT INTO orders SELECT * FROM jsonb_populate_recordset(NULL::orders, ${rows}::jsonb)
        ON CONFLICT (account_id, client_order_id) DO NOTHING RETURNING id`;
      return new Set(added.map((row) => row.id));
    },
    dropIntents: async (orderIds) => {
      await prisma.$executeRaw`DELETE FROM orders WHERE id = ANY(${orderIds}) AND status = 'RESERVING'`;
    },
    abandonIntents: async (orderIds) => void (await abandonOrders(Prisma.sql`id = ANY(${orderIds})`)),
    addReplaceIntent: async (request) => {
      const row = JSON.stringify([rowOfReplace(request)]);
      const count = await prisma.$executeRaw`
        INSERT INTO replace_requests SELECT * FROM jsonb_populate_recordset(NULL::replace_requests, ${row}::jsonb)
        ON CONFLICT (account_id, client_request_id) DO NOTHING`;
      return count === 1;
    },
    dropReplaceIntent: async (requestId) => {
      await prisma.$executeRaw`DELETE FROM replace_requests WHERE id = ${requestId} AND state = 'RESERVING'`;
    },
    abandonReplaceIntent: async (requestId) => void (await abandonReplaces(Prisma.sql`id = ${requestId}`)),
    abandonIntentsBefore: async (instantMs) => {
      const old = Prisma.sql`intent_at_ms < ${instantMs}`;
      return (await abandonOrders(old)) + (await abandonReplaces(old));
    },
    abandonedReservations: async (limit) => {
      const rows = await prisma.abandonedReservation.findMany({ take: limit, orderBy: { id: 'asc' } });
      return rows.map(({ id, correlationId }) => ({ reservationId: id, correlationId }));
    },
    forgetAbandoned: async (reservationIds) => {
      await prisma.abandonedReservation.deleteMany({ where: { id: { in: [...reservationIds] } } });
    },
  };
}

async function executionsById(
  prisma: PrismaClient,
  ids: readonly string[],
): Promise<(ExecutionRecord | null)[]> {
  const rows = await prisma.$queryRaw<JsonRow[]>`
    SELECT to_jsonb(e) AS row FROM executions e WHERE id = ANY(${ids.filter(isStorable)}::text[])`;
  const byId = new Map(rows.map(({ row }) => executionOfRow(row)).map((one) => [one.executionId, one]));
  return ids.map((id) => byId.get(id) ?? null);
}

type OrdersOfStore = Pick<
  OrderStore,
  'orders' | 'byClientOrderIds' | 'replaceRequest' | 'executions' | 'pages' | 'counts'
>;

function orders(prisma: PrismaClient): OrdersOfStore {
  return {
    orders: async (orderIds) => {
      const rows = await prisma.$queryRaw<JsonRow[]>`
        SELECT to_jsonb(o) AS row FROM orders o WHERE id = ANY(${orderIds.filter(isStorable)}) AND status <> 'RESERVING'`;
      const byId = new Map(
        rows.map(({ row }) => orderOfRow(row).order).map((order) => [order.orderId, order]),
      );
      return orderIds.map((id) => byId.get(id) ?? null);
    },
    byClientOrderIds: async (keys) => {
      const rows = await prisma.$queryRaw<(JsonRow & { place: bigint })[]>`
        SELECT to_jsonb(o) AS row, place
        FROM unnest(${keys.map((key) => key.accountId)}::text[], ${keys.map((key) => key.clientId)}::text[])
          WITH ORDINALITY AS k (account_id, client_order_id, place)
        JOIN orders o USING (account_id, client_order_id)`;
      const byPlace = new Map(rows.map(({ row, place }) => [Number(place), orderOfRow(row)]));
      return keys.map((_, index) => byPlace.get(index + 1) ?? null);
    },
    replaceRequest: async ({ accountId, clientId }) => {
      const rows = await prisma.$queryRaw<JsonRow[]>`
        SELECT to_jsonb(r) AS row FROM replace_requests r
        WHERE account_id = ${accountId} AND client_request_id = ${clientId}`;
      return rows[0] ? replaceOfRow(rows[0].row) : null;
    },
    executions: async (ranges) => {
      const rows = await prisma.$queryRaw<(JsonRow & { place: bigint })[]>`
        SELECT to_jsonb(e) AS row, place
        FROM unnest(${ranges.map((range) => range.orderId)}::text[], ${ranges.map((range) => range.from)}::int[],
          ${ranges.map((range) => range.to)}::int[]) WITH ORDINALITY AS r (order_id, first, last, place)
        JOIN executions e ON e.order_id = r.order_id AND e.number BETWEEN r.first AND r.last
        ORDER BY place, e.number`;
      const byRange = ranges.map((): ExecutionRecord[] => []);
      for (const { row, place } of rows) byRange[Number(place) - 1]?.push(executionOfRow(row));
      return byRange;
    },
    pages: async (queries) => {
      if (queries.length === 0) return [];
      const rows = await prisma.$queryRaw<(JsonRow & { number: number })[]>`
        SELECT number, row FROM (${Prisma.join(queries.map(pageStatement), ' UNION ALL ')}) AS pages
        ORDER BY number, created_at_ms DESC, id DESC`;
      const pages = queries.map((): OrderRecord[] => []);
      for (const { number, row } of rows) pages[number]?.push(orderOfRow(row).order);
      return pages;
    },
    counts: async (queries) => {
      if (queries.length === 0) return [];
      const statements = queries.map(
        (query, number) => Prisma.sql`(SELECT ${number}::int AS number, count(*) AS count
          FROM orders o WHERE ${conditionOf(query)})`,
      );
      const rows = await prisma.$queryRaw<{ number: number; count: bigint }[]>`
        ${Prisma.join(statements, ' UNION ALL ')}`;
      const counts = new Map(rows.map(({ number, count }) => [number, Number(count)]));
      return queries.map((_, number) => counts.get(number) ?? 0);
    },
  };
}

/** The rows of one page, with the number of its query. */
const pageStatement = ({ query, after, limit }: PageQuery, number: number): Prisma.Sql => {
  const onwards = after
    ? Prisma.sql`AND (created_at_ms, id) < (${after.createdAtMs}, ${after.orderId})`
    : Prisma.empty;
  return Prisma.sql`(SELECT ${number}::int AS number, to_jsonb(o) AS row, created_at_ms, id
    FROM orders o WHERE ${conditionOf(query)} ${onwards}
    ORDER BY created_at_ms DESC, id DESC LIMIT ${limit})`;
};

function conditionOf(query: OrderQuery): Prisma.Sql {
  const conditions = [
    Prisma.sql`account_id = ${query.accountId}`,
    query.statuses ? Prisma.sql`status = ANY(${query.statuses})` : Prisma.sql`status <> 'RESERVING'`,
  ];
  if (query.ticker !== null) conditions.push(Prisma.sql`ticker = ${query.ticker}`);
  if (query.side !== null) conditions.push(Prisma.sql`side = ${query.side}`);
  if (query.fromMs !== null) conditions.push(Prisma.sql`created_at_ms >= ${query.fromMs}`);
  if (query.toMs !== null) conditions.push(Prisma.sql`created_at_ms < ${query.toMs}`);
  return Prisma.join(conditions, ' AND ');
}

type StreamsOfStore = Pick<OrderStore, 'lastSequence' | 'facts'>;

function streams(prisma: PrismaClient): StreamsOfStore {
  return {
    lastSequence: async (accountId) => {
      const stream = await prisma.accountStream.findUnique({ where: { accountId } });
      return Number(stream?.lastSequence ?? 0n);
    },
    facts: async (accountId, afterSequence, limit) => {
      const rows = await prisma.orderFact.findMany({
        where: { accountId, sequence: { gt: afterSequence } },
        orderBy: { sequence: 'asc' },
        take: limit,
      });
      return rows.map((row) => orderFactCodec.decode(Buffer.from(row.payload)));
    },
  };
}
