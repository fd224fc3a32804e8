import type { z } from 'zod';
import type { WalletAuditRpc, walletAuditRpcContract } from '#contracts/rpc.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { MarketTime } from '../book/market-time.ts';
import { integer } from '../store/rows.ts';
import type { Tx } from '../store/unit.prisma.ts';

type LedgerReport = z.infer<(typeof walletAuditRpcContract)['methods']['ledger']['output']>;
type Rule = keyof LedgerReport['wrong'];

/** How many wrong things of each kind are named. */
const EXAMPLES = 5;
/** A look at everything takes as long as it takes; this bounds a fault. */
const TRANSACTION = { isolationLevel: 'RepeatableRead', maxWait: 20_000, timeout: 300_000 } as const;

/** The calls that the wallet answers to auditors. */
export function createAuditCalls(client: PrismaClient, time: MarketTime): WalletAuditRpc {
  return {
    ledger: () => client.$transaction((tx) => auditLedger(tx, time().days[0] ?? ''), TRANSACTION),
    holds: async ({ after, limit }) => {
      const rows = await client.hold.findMany({
        where: { orderId: { gt: after ?? '' }, amount: { gt: 0 } },
        orderBy: { orderId: 'asc' },
        take: limit,
      });
      return rows.map((row) => ({ ...row, amount: integer(row.amount) }));
    },
    bookedExecutions: async ({ after, limit }) => {
      const rows = await client.entry.findMany({
        where: { executionId: { gt: after ?? '' } },
        select: { executionId: true, orderId: true, accountId: true, quantity: true },
        orderBy: { executionId: 'asc' },
        take: limit,
      });
      return rows.map((row) => ({
        executionId: row.executionId ?? '',
        orderId: row.orderId ?? '',
        accountId: row.accountId,
        quantity: integer(row.quantity ?? 0n),
      }));
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
  };
  const examples: string[] = [];
  const look = async (rule: Rule, query: Promise<readonly { readonly what: string }[]>): Promise<void> => {
    const found = await query;
    wrong[rule] = found.length;
    examples.push(...found.slice(0, EXAMPLES).map(({ what }) => `${rule}: ${what}`));
  };
  await look('unbalancedTransfers', unbalancedTransfers(tx));
  await look('wrongBalances', wrongBalances(tx));
  await look('negativeBalances', negativeBalances(tx));
  await look('brokenStatements', brokenStatements(tx));
  await look('wrongReserves', wrongReserves(tx));
  await look('overdueSettlements', overdueSettlements(tx, today));
  return {
    accounts: await tx.account.count(),
    transfers: await tx.entry.count(),
    legs: await tx.leg.count(),
    balances: await tx.balance.count(),
    outboxDepth: await tx.outbox.count(),
    parkedMessages: await tx.parkedMessage.count(),
    wrong,
    examples,
  };
}

type Found = Promise<{ what: string }[]>;

const unbalancedTransfers = (tx: Tx): Found => tx.$queryRaw`
  SELECT account_id || ' #' || sequence || ' ' || asset || ' sums to ' || sum(amount) AS what
  FROM leg GROUP BY account_id, sequence, asset HAVING sum(amount) <> 0
  UNION ALL
  SELECT account_id || ' #' || sequence || ' has no legs' AS what
  FROM entry WHERE NOT EXISTS (
    SELECT 1 FROM leg WHERE leg.account_id = entry.account_id AND leg.sequence = entry.sequence)`;

const wrongBalances = (tx: Tx): Found => tx.$queryRaw`
  WITH summed AS (
    SELECT holder, asset, bucket, due_on, sum(amount) AS amount FROM leg WHERE bucket <> 'OUTSIDE'
    GROUP BY holder, asset, bucket, due_on)
  SELECT coalesce(holder, account_id) || ' ' || asset || ' ' || bucket || ' ' || due_on || ' is '
    || coalesce(balance.amount, 0) || ', its legs sum to ' || coalesce(summed.amount, 0) AS what
  FROM summed FULL JOIN (SELECT *, account_id AS holder FROM balance) AS balance USING (holder, asset, bucket, due_on)
  WHERE coalesce(summed.amount, 0) <> coalesce(balance.amount, 0)`;

const negativeBalances = (tx: Tx): Found => tx.$queryRaw`
  SELECT account_id || ' ' || asset || ' ' || bucket || ' is ' || amount AS what
  FROM balance WHERE bucket <> 'DUE' AND amount < 0`;

const brokenStatements = (tx: Tx): Found => tx.$queryRaw`
  WITH line AS (
    SELECT account_id, sequence, balance_centavos, coalesce(amount_centavos, 0) AS amount,
      lag(balance_centavos, 1, 0::bigint) OVER statement AS before,
      row_number() OVER statement AS number
    FROM entry WINDOW statement AS (PARTITION BY account_id ORDER BY sequence))
  SELECT account_id || ' #' || sequence || ' does not follow from the line before' AS what
  FROM line WHERE balance_centavos <> before + amount OR sequence <> number
  UNION ALL
  SELECT id || ' shows another balance than its last line' AS what
  FROM account
    LEFT JOIN entry ON entry.account_id = account.id AND entry.sequence = account.entry_sequence
    LEFT JOIN balance ON balance.account_id = account.id AND asset = 'BRL' AND bucket = 'FREE'
  WHERE coalesce(entry.balance_centavos, 0) <> coalesce(balance.amount, 0)`;

const wrongReserves = (tx: Tx): Found => tx.$queryRaw`
  WITH held AS (SELECT account_id, asset, sum(amount) AS amount FROM hold GROUP BY account_id, asset),
    reserved AS (SELECT account_id, asset, amount FROM balance WHERE bucket = 'RESERVED')
  SELECT account_id || ' ' || asset || ' reserves ' || coalesce(reserved.amount, 0) || ', its orders hold '
    || coalesce(held.amount, 0) AS what
  FROM held FULL JOIN reserved USING (account_id, asset)
  WHERE coalesce(held.amount, 0) <> coalesce(reserved.amount, 0)`;

const overdueSettlements = (tx: Tx, today: string): Found => tx.$queryRaw`
  SELECT account_id || ' ' || asset || ' of ' || due_on || ': ' || amount AS what
  FROM balance WHERE bucket = 'DUE' AND due_on < ${today} AND amount <> 0`;
