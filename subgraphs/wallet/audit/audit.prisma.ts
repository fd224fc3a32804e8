import type { z } from 'zod';
import type { WalletAuditRpc, walletAuditRpcContract } from '#contracts/calls/wallet.ts';
import type { SqlDatabase } from '#platform/postgres/sql/sql-client.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { wrongActionResults } from './action-results.prisma.ts';
import { checkLines } from './lines.prisma.ts';
import { auditPersons, type DayAuditRules } from './persons.prisma.ts';
import type { BookingClock } from '../ledger/booking-clock.ts';
import { integer } from '../store/rows.ts';
import { wrongDebitCharges } from './debit-charges.prisma.ts';
import { wrongExercises, wrongShares } from './subscriptions.prisma.ts';
import type { Tx } from '../store/load-unit-of-work.prisma.ts';

type LedgerReport = z.infer<(typeof walletAuditRpcContract)['methods']['ledger']['output']>;
type Rule = keyof LedgerReport['wrong'];

/** Violations of each rule that the report describes. */
const MAX_EXAMPLES = 5;
/** The audit reads every row of one snapshot. The timeout (milliseconds) only bounds a fault. */
const TRANSACTION = { isolationLevel: 'RepeatableRead', maxWait: 20_000, timeout: 300_000 } as const;

/** Creates the calls that the wallet answers to the auditor. */
export function createAuditCalls(
  { client, sql }: { readonly client: PrismaClient; readonly sql: SqlDatabase },
  bookingClock: BookingClock,
  rules: DayAuditRules,
): WalletAuditRpc {
  return {
    ledger: () => client.$transaction((tx) => auditLedger(tx, bookingClock().days[0] ?? ''), TRANSACTION),
    persons: (page) => auditPersons(sql, page, rules),
    holds: async ({ after, limit }) => {
      const rows = await client.hold.findMany({
        where: { orderId: { gt: after ?? '' }, amount: { gt: 0 } },
        orderBy: { orderId: 'asc' },
        take: limit,
      });
      return rows.map((row) => ({ ...row, amount: integer(row.amount) }));
    },
    bookedDigests: async ({ after, limit }) => {
      const rows = await client.$queryRaw<{ account_id: string; fills: bigint; digest: string }[]>`
        SELECT account_id, count(*) AS fills,
          sum(hashtextextended(execution_id || ' ' || order_id || ' ' || abs(quantity), 0))::text AS digest
        FROM trade WHERE account_id > ${after ?? ''} GROUP BY account_id ORDER BY account_id LIMIT ${limit}`;
      return rows.map((row) => ({
        accountId: row.account_id,
        fills: integer(row.fills),
        digest: row.digest,
      }));
    },
    bookedExecutions: async ({ accountId, after, limit }) => {
      const rows = await client.trade.findMany({
        where: { accountId, executionId: { gt: after ?? '' } },
        select: { executionId: true, orderId: true, accountId: true, quantity: true },
        orderBy: { executionId: 'asc' },
        take: limit,
      });
      return rows.map((row) => ({ ...row, quantity: integer(row.quantity) }));
    },
    orderFactSequences: async ({ after, limit }) => {
      const rows = await client.account.findMany({
        where: { id: { gt: after ?? '' } },
        select: { id: true, orderFactSequence: true },
        orderBy: { id: 'asc' },
        take: limit,
      });
      return rows.map((row) => ({ accountId: row.id, sequence: integer(row.orderFactSequence) }));
    },
  };
}

async function auditLedger(tx: Tx, today: string): Promise<LedgerReport> {
  const wrong: Record<Rule, number> = {
    unbalancedTransfers: 0,
    wrongBalances: 0,
    negativeBalances: 0,
    brokenStatements: 0,
    wrongReserves: 0,
    overdueSettlements: 0,
    wrongEntitlements: 0,
    wrongActionResults: 0,
    wrongExercises: 0,
    wrongCharges: 0,
    wrongDebitCharges: 0,
  };
  const examples: string[] = [];
  const check = async (rule: Rule, query: Violations | readonly { violation: string }[]): Promise<void> => {
    const violations = await query;
    wrong[rule] += violations.length;
    examples.push(...violations.slice(0, MAX_EXAMPLES).map(({ violation }) => `${rule}: ${violation}`));
  };
  const lines = await checkLines(tx);
  await check('unbalancedTransfers', lines.unbalancedTransfers);
  await check('wrongBalances', lines.wrongBalances);
  await check('negativeBalances', negativeBalances(tx));
  await check('brokenStatements', lines.brokenStatements);
  await check('wrongReserves', wrongReserves(tx));
  await check('overdueSettlements', overdueSettlements(tx, today));
  await check('wrongEntitlements', wrongEntitlements(tx));
  await check('wrongActionResults', wrongActionResults(tx));
  await check('wrongEntitlements', wrongShares(tx));
  await check('wrongExercises', wrongExercises(tx));
  await check('wrongCharges', lines.wrongCharges);
  await check('wrongDebitCharges', lines.wrongDebitBookings);
  await check('wrongDebitCharges', wrongDebitCharges(tx));
  return {
    accounts: await tx.account.count(),
    transfers: lines.lines,
    legs: lines.legs,
    balances: await tx.balance.count(),
    openTrades: await tx.trade.count({ where: { noteNumber: null } }),
    outboxDepth: (await tx.outbox.aggregate({ _sum: { lineCount: true } }))._sum.lineCount ?? 0,
    parkedMessages: await tx.parkedMessage.count(),
    entitlements: await tx.entitlement.count(),
    exercises: await tx.exercise.count(),
    debitCharges: await tx.debitCharge.count(),
    wrong,
    examples,
  };
}

/** One sentence for each row that breaks a rule. */
type Violations = Promise<{ violation: string }[]>;

const negativeBalances = (tx: Tx): Violations => tx.$queryRaw`
  SELECT account_id || ' ' || asset || ' ' || bucket || ' is ' || amount AS violation
  FROM balance WHERE bucket IN ('FREE', 'RESERVED') AND amount < 0
  UNION ALL
  SELECT account_id || ' owes ' || -owed.amount || ' and has ' || free.amount || ' available' AS violation
  FROM balance AS owed JOIN balance AS free USING (account_id, asset)
  WHERE owed.bucket = 'OWED' AND free.bucket = 'FREE' AND owed.amount <> 0 AND free.amount <> 0`;

const wrongReserves = (tx: Tx): Violations => tx.$queryRaw`
  WITH held AS (SELECT account_id, asset, sum(amount) AS amount FROM hold GROUP BY account_id, asset),
    reserved AS (SELECT account_id, asset, amount FROM balance WHERE bucket = 'RESERVED')
  SELECT account_id || ' ' || asset || ' reserves ' || coalesce(reserved.amount, 0) || ', its orders hold '
    || coalesce(held.amount, 0) AS violation
  FROM held FULL JOIN reserved USING (account_id, asset)
  WHERE coalesce(held.amount, 0) <> coalesce(reserved.amount, 0)`;

const overdueSettlements = (tx: Tx, today: string): Violations => tx.$queryRaw`
  SELECT account_id || ' ' || asset || ' due on ' || due_on || ' is not settled: ' || amount AS violation
  FROM balance WHERE bucket = 'DUE' AND due_on < ${today} AND amount <> 0`;

/**
 * Entitlements of actions whose record date is over, against the trades and changes of positions until that day; and payments
 * against the entitled shares times the declared amount, cut off after the centavo.
 */
const wrongEntitlements = (tx: Tx): Violations => tx.$queryRaw`
  WITH change AS (
      SELECT action.id AS action_id, account_id, CASE side WHEN 'BUY' THEN quantity ELSE -quantity END AS quantity
      FROM corporate_action AS action JOIN trade ON custody_ticker = action.ticker AND trade_date <= action.record_date
      WHERE state <> 'DECLARED'
      UNION ALL
      SELECT action.id, account_id, (costing->>'quantity')::bigint
      FROM corporate_action AS action JOIN entry
        ON entry.ticker = action.ticker AND costing IS NOT NULL AND costing->>'day' <= action.record_date
      WHERE state <> 'DECLARED'),
    held AS (
      SELECT action_id, account_id, sum(quantity) AS quantity FROM change
      GROUP BY action_id, account_id HAVING sum(quantity) > 0)
  SELECT coalesce(held.account_id, entitlement.account_id) || ' is entitled to '
    || coalesce(held.action_id, entitlement.action_id) || ' for ' || coalesce(held.quantity, 0) || ' shares, not '
    || coalesce(entitlement.quantity, 0) AS violation
  FROM held FULL JOIN entitlement
    ON entitlement.action_id = held.action_id AND entitlement.account_id = held.account_id
  WHERE coalesce(held.quantity, 0) <> coalesce(entitlement.quantity, 0)
  UNION ALL
  SELECT account_id || ' was paid ' || gross_centavos || ' for ' || action_id || ', not '
    || trunc(quantity * amount_per_share::numeric * 100) AS violation
  FROM entitlement JOIN corporate_action AS action ON action.id = action_id
  WHERE applied_on IS NOT NULL AND amount_per_share IS NOT NULL
    AND gross_centavos <> trunc(quantity * amount_per_share::numeric * 100)`;
