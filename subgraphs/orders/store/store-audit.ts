import { MEMBERS } from '#contracts/names.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { Backlog, OrderStore } from './store.ts';
import { orderOfRow } from './store-rows.ts';
import type { JsonRow } from './store-transaction.ts';

type AuditQueries = Pick<OrderStore, 'ordersAfter' | 'executionsAfter' | 'lastSequencesAfter' | 'backlog'>;

/** The reads of auditors: they page through the whole store. */
export function auditQueries(prisma: PrismaClient): AuditQueries {
  return {
    ordersAfter: async (orderId, limit) => {
      const rows = await prisma.$queryRaw<JsonRow[]>`
        SELECT to_jsonb(o) AS row FROM orders o WHERE id > ${orderId ?? ''} AND status <> 'RESERVING'
        ORDER BY id LIMIT ${limit}`;
      return rows.map(({ row }) => orderOfRow(row).order);
    },
    executionsAfter: async (executionId, limit) => {
      const rows = await prisma.$queryRaw<ExecutionRow[]>`
        SELECT e.id, e.order_id, o.account_id, e.quantity, e.gross_centavos, e.fees_centavos
        FROM executions e JOIN orders o ON o.id = e.order_id
        WHERE e.id > ${executionId ?? ''} ORDER BY e.id LIMIT ${limit}`;
      return rows.map((row) => ({
        executionId: row.id,
        orderId: row.order_id,
        accountId: row.account_id,
        quantity: row.quantity,
        grossCentavos: Number(row.gross_centavos),
        feesCentavos: Number(row.fees_centavos),
      }));
    },
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

interface ExecutionRow {
  readonly id: string;
  readonly order_id: string;
  readonly account_id: string;
  readonly quantity: number;
  readonly gross_centavos: bigint;
  readonly fees_centavos: bigint;
}

/** Reads all counts in one statement, so that they belong to one moment. */
async function backlog(prisma: PrismaClient): Promise<Backlog> {
  const [counts] = await prisma.$queryRaw<{ [K in keyof Backlog]: bigint }[]>`
    SELECT
      (SELECT count(*) FROM command_outbox) AS "commandOutbox",
      (SELECT coalesce(sum(cardinality(sequences)), 0)::bigint FROM fact_outbox) AS "factOutbox",
      (SELECT count(*) FROM orders WHERE status = 'RESERVING')
        + (SELECT count(*) FROM replace_requests WHERE state = 'RESERVING') AS "intents",
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
