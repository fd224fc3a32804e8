import { PrismaPg } from '@prisma/adapter-pg';
import type { PoolConfig } from 'pg';
import { shardOf } from '#contracts/sharding.ts';
import { orderFactCodec, type OrderFact } from '#contracts/messages/order-facts.ts';
import { hasEnded } from '#domain/orders/order.ts';
import type { ExecutionRecord, OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import { createSqlDatabase, openPool } from '#platform/postgres/sql/database.ts';
import type { SqlClient, SqlDatabase } from '#platform/postgres/sql/sql-client.ts';
import { isStorable } from '#platform/postgres/text.ts';
import { TRANSACTION_LIMITS } from '#platform/postgres/transaction-limits.ts';
import { checkDatabase } from '#platform/postgres/check.ts';
import { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import { createKnownOrders, expectedOrders, type ExpectedRow, type KnownOrders } from './known-orders.ts';
import type {
  ClientKey,
  FactListener,
  OrderQuery,
  OrderRange,
  OrderStore,
  PageQuery,
  StoredReplace,
} from './store.ts';
import { auditQueries } from './store-audit.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { Log } from '#platform/observability/log.ts';
import { createFactOrder } from './fact-order.ts';
import { createOwnOutboxes } from './own-outboxes.ts';
import type { StoredCommand, StoredFacts } from './store-messages.ts';
import { createSharedOutboxes, journalRefusals, type Outboxes } from './store-outbox.ts';
import { intents } from './store-intents.ts';
import { executionOfRow, orderOfRow, replaceOfRow } from './store-rows.ts';
import { createOrderTransaction, type JsonRow, type WrittenByTransaction } from './store-transaction.ts';

/** Connections for requests, reports and facts. */
const CONNECTIONS = 10;
/** Orders that stay in memory after a change, for the next one: a kilobyte each. */
const KNOWN_ORDERS = 5_000;

/** How the database is used. */
export interface OrderStoreOptions {
  readonly engineShards: number;
  /**
   * False: commits of intents do not wait for the disk. They must be safe when their reservations are: the wallet's database is on the
   * same server, whose log is one for all databases. Default: true.
   */
  readonly areIntentsSynced?: boolean;
  /** This process alone uses the database: it publishes what it has stored without reading it back. Null, and absent: others do, too. */
  readonly alone?: { readonly wallClock: Clock; readonly log: Log } | null;
}

/** Opens the store of orders in PostgreSQL. The statements of an order's way run beside Prisma's client, on the same connections. */
export async function createPrismaOrderStore(
  database: PoolConfig,
  { engineShards, areIntentsSynced = true, alone = null }: OrderStoreOptions,
): Promise<OrderStore & { readonly sql: SqlDatabase }> {
  // A relay holds a connection while it publishes.
  const pool = openPool({ max: CONNECTIONS + engineShards, ...database });
  const sql = createSqlDatabase(pool);
  const shardOfTicker = (ticker: string): number => shardOf(ticker, engineShards);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), transactionOptions: TRANSACTION_LIMITS });
  const listeners: FactListener[] = [];
  const outboxes = alone ? createOwnOutboxes(sql, engineShards, alone) : createSharedOutboxes(sql);
  const known = createKnownOrders(KNOWN_ORDERS);
  const order = alone ? createFactOrder() : null;
  const pass = (all: readonly StoredFacts[]): void => {
    for (const stored of all) {
      outboxes.addFacts(stored);
      for (const listener of listeners) listener(stored.facts);
    }
  };
  const onFacts = (stored: StoredFacts): void => pass(order?.take(stored) ?? [stored]);
  const onUncertain = (): void => {
    outboxes.onUncertain();
    pass(order?.release() ?? []);
  };
  const { publishCommands, publishFacts, outboxDepths } = outboxes;
  return {
    sql,
    transaction: transactions({
      sql,
      shardOfTicker,
      known,
      addCommands: (commands) => outboxes.addCommands(commands),
      onFacts,
      onUncertain,
    }),
    onFacts: (listener) => void listeners.push(listener),
    ...intents(sql, shardOfTicker, {
      areIntentsSynced,
      known,
      onAccepted: (facts, commands) => {
        outboxes.addCommands(commands);
        onFacts(facts);
      },
      onUncertain,
    }),
    ...orders(sql, known),
    executionsById: (ids) => executionsById(sql, ids),
    ...streams(sql),
    ...auditQueries(prisma),
    journalRefusals: () => journalRefusals(sql),
    ...{ publishCommands, publishFacts, outboxDepths },
    check: () => checkDatabase(prisma),
    close: async () => {
      await outboxes.stop();
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

interface TransactionDependencies {
  readonly sql: SqlDatabase;
  readonly shardOfTicker: (ticker: string) => number;
  readonly known: KnownOrders;
  readonly addCommands: Outboxes['addCommands'];
  readonly onFacts: (stored: StoredFacts) => void;
  readonly onUncertain: Outboxes['onUncertain'];
}

/** Runs transactions, and passes on what each has stored after its commit. */
const transactions =
  ({
    sql,
    shardOfTicker,
    known,
    addCommands,
    onFacts,
    onUncertain,
  }: TransactionDependencies): OrderStore['transaction'] =>
  async (work) => {
    const facts: Promise<StoredFacts>[] = [];
    const commands: Promise<readonly StoredCommand[]>[] = [];
    const saved: OrderRecord[] = [];
    const written: WrittenByTransaction = {
      orders: (orders) => void saved.push(...orders),
      // The transaction rejects with the errors of both.
      facts: (stored) => void (stored.catch(() => undefined), facts.push(stored)),
      commands: (stored) => void (stored.catch(() => undefined), commands.push(stored)),
    };
    try {
      const result = await sql.transaction((tx) =>
        work(createOrderTransaction(tx, shardOfTicker, known, written)),
      );
      known.add(saved);
      for (const stored of commands) addCommands(await stored);
      for (const stored of facts) onFacts(await stored);
      return result;
    } catch (error) {
      onUncertain();
      throw error;
    }
  };

async function executionsById(sql: SqlClient, ids: readonly string[]): Promise<(ExecutionRecord | null)[]> {
  const rows = await sql.$queryRaw<JsonRow[]>`
    SELECT to_jsonb(e) AS row FROM executions e WHERE id = ANY(${ids.filter(isStorable)}::text[])`;
  const byId = new Map(rows.map(({ row }) => executionOfRow(row)).map((one) => [one.executionId, one]));
  return ids.map((id) => byId.get(id) ?? null);
}

type OrdersOfStore = Pick<
  OrderStore,
  'orders' | 'byClientOrderIds' | 'replaceRequests' | 'executions' | 'pages' | 'counts'
>;

function orders(sql: SqlClient, known: KnownOrders): OrdersOfStore {
  return {
    orders: async (orderIds) => {
      const expected = expectedOrders(known, new Set(orderIds));
      const rows = await sql.$queryRaw<ExpectedRow[]>`
        SELECT o.id, CASE WHEN o.version = k.version THEN NULL ELSE to_jsonb(o) END AS row
        FROM unnest(${expected.ids}::text[], ${expected.versions}::int[]) AS k (id, version)
        JOIN orders o USING (id) WHERE o.status <> 'RESERVING'`;
      const found = rows.map(expected.orderOf);
      known.add(found);
      const byId = new Map(found.map((order) => [order.orderId, order]));
      return orderIds.map((id) => byId.get(id) ?? null);
    },
    byClientOrderIds: async (keys) => {
      const rows = await sql.$queryRaw<(JsonRow & { place: bigint })[]>`
        SELECT to_jsonb(o) AS row, place
        FROM unnest(${keys.map((key) => key.accountId)}::text[], ${keys.map((key) => key.clientId)}::text[])
          WITH ORDINALITY AS k (account_id, client_order_id, place)
        JOIN orders o USING (account_id, client_order_id)`;
      const byPlace = new Map(rows.map(({ row, place }) => [Number(place), orderOfRow(row)]));
      return keys.map((_, index) => byPlace.get(index + 1) ?? null);
    },
    replaceRequests: (keys) => replaceRequests(sql, keys),
    executions: async (ranges) => {
      const rows = await sql.$queryRaw<(JsonRow & { place: bigint })[]>`
        SELECT to_jsonb(e) AS row, place FROM ${relationOf(ranges)}
        JOIN executions e ON e.order_id = r.order_id AND e.number BETWEEN r.first AND r.last
        ORDER BY place, e.number`;
      const byRange = ranges.map((): ExecutionRecord[] => []);
      for (const { row, place } of rows) byRange[Number(place) - 1]?.push(executionOfRow(row));
      return byRange;
    },
    pages: async (queries) => {
      if (queries.length === 0) return [];
      const rows = await sql.$queryRaw<(JsonRow & { number: number })[]>`
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
      const rows = await sql.$queryRaw<{ number: number; count: bigint }[]>`
        ${Prisma.join(statements, ' UNION ALL ')}`;
      const counts = new Map(rows.map(({ number, count }) => [number, Number(count)]));
      return queries.map((_, number) => counts.get(number) ?? 0);
    },
  };
}

/** Ranges as the relation `r`. */
const relationOf = (ranges: readonly OrderRange[]): Prisma.Sql => Prisma.sql`
  unnest(${ranges.map((range) => range.orderId)}::text[], ${ranges.map((range) => range.from)}::int[],
    ${ranges.map((range) => range.to)}::int[]) WITH ORDINALITY AS r (order_id, first, last, place)`;

async function replaceRequests(
  sql: SqlClient,
  keys: readonly ClientKey[],
): Promise<readonly (StoredReplace | null)[]> {
  const rows = await sql.$queryRaw<(JsonRow & { place: bigint })[]>`
    SELECT to_jsonb(r) AS row, place
    FROM unnest(${keys.map((key) => key.accountId)}::text[], ${keys.map((key) => key.clientId)}::text[])
      WITH ORDINALITY AS k (account_id, client_request_id, place)
    JOIN replace_requests r USING (account_id, client_request_id)`;
  const byPlace = new Map(rows.map(({ row, place }) => [Number(place), replaceOfRow(row)]));
  return keys.map((_, index) => byPlace.get(index + 1) ?? null);
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

/** The condition of the index of open orders: a query has to repeat it. */
const IS_OPEN = Prisma.sql`is_open`;

function conditionOf(query: OrderQuery): Prisma.Sql {
  const conditions = [
    Prisma.sql`account_id = ${query.accountId}`,
    query.statuses ? Prisma.sql`status = ANY(${query.statuses})` : Prisma.sql`status <> 'RESERVING'`,
  ];
  if (query.statuses && !query.statuses.some(hasEnded)) conditions.push(IS_OPEN);
  if (query.isUncanceled) conditions.push(Prisma.sql`cancel_request_id IS NULL`);
  if (query.ticker !== null) conditions.push(Prisma.sql`ticker = ${query.ticker}`);
  if (query.side !== null) conditions.push(Prisma.sql`side = ${query.side}`);
  if (query.fromMs !== null) conditions.push(Prisma.sql`created_at_ms >= ${query.fromMs}`);
  if (query.toMs !== null) conditions.push(Prisma.sql`created_at_ms < ${query.toMs}`);
  return Prisma.join(conditions, ' AND ');
}

type StreamsOfStore = Pick<OrderStore, 'lastSequence' | 'facts' | 'factsOfOrders' | 'encodedFacts'>;

function streams(sql: SqlClient): StreamsOfStore {
  const encodedFacts: OrderStore['encodedFacts'] = async (accountId, afterSequence, limit) => {
    const rows = await sql.$queryRaw<{ payload: string }[]>`
      SELECT payload FROM order_facts WHERE account_id = ${accountId} AND sequence > ${afterSequence}::bigint
      ORDER BY sequence LIMIT ${limit}::int`;
    return rows.map((row) => row.payload);
  };
  return {
    lastSequence: async (accountId) => {
      const rows = await sql.$queryRaw<{ last_sequence: bigint }[]>`
        SELECT last_sequence FROM account_streams WHERE account_id = ${accountId}`;
      return Number(rows[0]?.last_sequence ?? 0n);
    },
    encodedFacts,
    facts: async (accountId, afterSequence, limit) => {
      const payloads = await encodedFacts(accountId, afterSequence, limit);
      return payloads.map((payload) => orderFactCodec.decodeOwn(payload));
    },
    factsOfOrders: async (ranges) => {
      const rows = await sql.$queryRaw<{ payload: string; place: bigint }[]>`
        SELECT f.payload, place FROM ${relationOf(ranges)}
        JOIN order_facts f ON f.order_id = r.order_id AND f.version BETWEEN r.first AND r.last
        ORDER BY place, f.version`;
      const byRange = ranges.map((): OrderFact[] => []);
      for (const { payload, place } of rows)
        byRange[Number(place) - 1]?.push(orderFactCodec.decodeOwn(payload));
      return byRange;
    },
  };
}
