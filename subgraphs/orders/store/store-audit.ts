import { MEMBERS } from '#contracts/names.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { AuditedExecution, Backlog, OrderStore } from './store.ts';
import { orderOfRow } from './store-rows.ts';
import type { JsonRow } from './store-transaction.ts';

type AuditQueries = Pick<
  OrderStore,
  'openOrdersAfter' | 'fillTotals' | 'fillDigestsAfter' | 'executionsAfter' | 'lastSequencesAfter' | 'backlog'
>;

/** Violations that a report describes. */
const MAX_EXAMPLES = 5;

/** The reads of auditors. What has ended is summed up in the database, so that neither side holds the whole history. */
export function auditQueries(prisma: PrismaClient): AuditQueries {
  return {
    openOrdersAfter: async (orderId, limit) => {
      const rows = await prisma.$queryRaw<JsonRow[]>`
        SELECT to_jsonb(o) AS row FROM orders o WHERE id > ${orderId ?? ''} AND status <> 'RESERVING'
          AND (is_open OR reserved_centavos <> 0
            OR reserved_quantity <> 0 OR cancel_request_id IS NOT NULL OR replace_request_id IS NOT NULL)
        ORDER BY id LIMIT ${limit}`;
      return rows.map(({ row }) => orderOfRow(row).order);
    },
    fillTotals: () => prisma.$transaction(fillTotals, AUDIT),
    fillDigestsAfter: async (accountId, limit) => {
      // Materialized: with the LIMIT of a page in mind PostgreSQL would look up the fills of each order one by one.
      const rows = await prisma.$queryRaw<{ account_id: string; fills: bigint; digest: string }[]>`
        WITH digest AS MATERIALIZED (
          SELECT o.account_id, count(*) AS fills,
            sum(hashtextextended(e.id || ' ' || e.order_id || ' ' || e.quantity, 0))::text AS digest
          FROM executions e JOIN orders o ON o.id = e.order_id WHERE o.account_id > ${accountId ?? ''}
          GROUP BY o.account_id)
        SELECT * FROM digest ORDER BY account_id LIMIT ${limit}`;
      return rows.map((row) => ({ accountId: row.account_id, fills: Number(row.fills), digest: row.digest }));
    },
    executionsAfter: (accountId, executionId, limit) => prisma.$queryRaw<AuditedExecution[]>`
      SELECT e.id AS "executionId", e.order_id AS "orderId", o.account_id AS "accountId", e.quantity
      FROM executions e JOIN orders o ON o.id = e.order_id
      WHERE o.account_id = ${accountId} AND e.id > ${executionId ?? ''} ORDER BY e.id LIMIT ${limit}`,
    lastSequencesAfter: async (accountId, limit) => {
      const rows = await prisma.accountStream.findMany({
        where: { accountId: { gt: accountId ?? '' } },
        orderBy: { accountId: 'asc' },
        take: limit,
      });
      return rows.map((row) => ({ accountId: row.accountId, sequence: Number(row.lastSequence) }));
    },
    backlog: () => backlog(prisma),
  };
}

/** An audit reads every row. The timeout (milliseconds) only bounds a fault. */
const AUDIT = { maxWait: 20_000, timeout: 300_000 } as const;

interface TotalsRow {
  readonly orders: bigint;
  readonly executions: bigint;
  readonly wrong: bigint;
  readonly examples: string[] | null;
}

/** Compares the totals of each order with its executions, and finds executions without an order. */
async function fillTotals(tx: Pick<PrismaClient, '$queryRaw'>): ReturnType<AuditQueries['fillTotals']> {
  const [row] = await tx.$queryRaw<TotalsRow[]>`
    WITH fill AS (
      SELECT order_id, count(*) AS count, sum(quantity) AS quantity, sum(gross_centavos) AS gross
      FROM executions GROUP BY order_id),
    compared AS (
      SELECT o.id, o.filled_quantity, coalesce(fill.order_id, o.id) AS order_id, coalesce(fill.count, 0) AS count,
        coalesce(fill.quantity, 0) AS quantity, o.execution_count IS DISTINCT FROM coalesce(fill.count, 0)
          OR o.filled_quantity IS DISTINCT FROM coalesce(fill.quantity, 0)
          OR o.filled_centavos IS DISTINCT FROM coalesce(fill.gross, 0) AS is_wrong
      FROM (SELECT * FROM orders WHERE status <> 'RESERVING') AS o FULL JOIN fill ON fill.order_id = o.id)
    SELECT count(id) AS orders, coalesce(sum(count), 0)::bigint AS executions, count(*) FILTER (WHERE is_wrong) AS wrong,
      (array_agg(order_id || ' reports ' || coalesce(filled_quantity, 0) || ' filled, but its fills sum to ' || quantity)
        FILTER (WHERE is_wrong))[1:${MAX_EXAMPLES}::int] AS examples
    FROM compared`;
  return {
    orders: Number(row?.orders ?? 0n),
    executions: Number(row?.executions ?? 0n),
    wrong: Number(row?.wrong ?? 0n),
    examples: row?.examples ?? [],
  };
}

/** Reads all counts in one statement, so that they belong to one moment. */
async function backlog(prisma: PrismaClient): Promise<Backlog> {
  const [counts] = await prisma.$queryRaw<{ [K in keyof Backlog]: bigint }[]>`
    SELECT
      (SELECT count(*) FROM command_outbox) AS "commandOutbox",
      (SELECT coalesce(sum(cardinality(sequences)), 0)::bigint FROM fact_outbox) AS "factOutbox",
      (SELECT count(*) FROM (SELECT DISTINCT unnest(ids) AS id FROM intents) AS i
          LEFT JOIN orders AS o ON o.id = i.id LEFT JOIN replace_requests AS r ON r.id = i.id
        WHERE o.status = 'RESERVING' OR r.state = 'RESERVING') AS "intents",
      (SELECT count(*) FROM abandoned_reservations) AS "abandonedReservations",
      (SELECT count(*) FROM report_exceptions WHERE kind = 'MISSING') AS "missingReports",
      (SELECT count(*) FROM report_exceptions WHERE kind = 'IMPOSSIBLE') AS "impossibleReports",
      coalesce((SELECT sum(last_sequence)::bigint FROM member_inboxes WHERE member = ${MEMBERS.broker}), 0)
        AS "lastReportSequence"`;
  if (!counts) throw new Error('the SELECT of counts returned no row');
  return {
    commandOutbox: Number(counts.commandOutbox),
    factOutbox: Number(counts.factOutbox),
    intents: Number(counts.intents),
    abandonedReservations: Number(counts.abandonedReservations),
    missingReports: Number(counts.missingReports),
    impossibleReports: Number(counts.impossibleReports),
    lastReportSequence: Number(counts.lastReportSequence),
  };
}
