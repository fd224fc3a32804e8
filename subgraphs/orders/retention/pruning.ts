import { type WalletRpc } from '#contracts/calls/wallet.ts';
import { PRUNED_ROWS, type PruningRule } from '#platform/background/pruning.ts';
import type { SqlClient } from '#platform/postgres/sql/sql-client.ts';
import type { Clock } from '#platform/time/clock.ts';

/** Days for which orders keeps rows that prove no money. */
export interface OrdersRetention {
  /** Updates of orders: older cursors of the stream have expired. */
  readonly updateDays: number;
  /** Ids of requests that protect against repeats. */
  readonly requestDays: number;
}

export interface OrdersPruning {
  readonly sql: SqlClient;
  readonly retention: OrdersRetention;
  readonly wallet: Pick<WalletRpc, 'bookedFacts'>;
  readonly marketClock: Clock;
  readonly wallClock: Clock;
}

/** Accounts of which one statement looks at the oldest fact. */
const ACCOUNTS = 500;

/** Pruning of the tables of orders. Orders and executions stay. */
export const ordersPruning = (dependencies: OrdersPruning): readonly PruningRule[] => {
  const { sql, retention, marketClock, wallClock } = dependencies;
  return [
    {
      ...{ name: 'order facts', keepDays: retention.updateDays, clock: marketClock },
      removeBatch: createFactPruning(dependencies),
    },
    {
      ...{ name: 'replace requests', keepDays: retention.requestDays, clock: wallClock },
      removeBatch: (beforeMs) => sql.$executeRaw`
        DELETE FROM replace_requests WHERE id = ANY(ARRAY(SELECT id FROM replace_requests
          WHERE state = 'SENT' AND intent_at_ms < ${beforeMs}::bigint LIMIT ${PRUNED_ROWS}::int))`,
    },
  ];
};

/**
 * Removes the oldest facts of accounts, account by account. A fact that the wallet has not booked stays, however old it is: the wallet
 * fetches it from here.
 */
function createFactPruning({ sql, wallet }: OrdersPruning): PruningRule['removeBatch'] {
  /** The last account that this run has looked at. */
  let after = '';
  return async (beforeMs) => {
    for (;;) {
      const accounts = await accountsAfter(sql, after, beforeMs);
      const last = accounts.at(-1);
      if (!last) {
        after = '';
        return 0;
      }
      const old = accounts.filter(({ isOld }) => isOld).map(({ accountId }) => accountId);
      const removed = old.length === 0 ? 0 : await removeFacts(sql, wallet, old, beforeMs);
      // The next batch looks at accounts with removed facts again: they may have more.
      if (removed > 0) return removed;
      after = last.accountId;
    }
  };
}

interface OldestFact {
  readonly accountId: string;
  readonly isOld: boolean;
}

/** The next accounts, and whether their oldest fact is from before the instant. */
async function accountsAfter(sql: SqlClient, after: string, beforeMs: number): Promise<OldestFact[]> {
  const rows = await sql.$queryRaw<{ account_id: string; is_old: boolean | null }[]>`
    SELECT stream.account_id, (
      SELECT (payload::json ->> 'atMs')::bigint < ${beforeMs}::bigint FROM order_facts
      WHERE order_facts.account_id = stream.account_id ORDER BY sequence LIMIT 1) AS is_old
    FROM account_streams AS stream WHERE stream.account_id > ${after}
    ORDER BY stream.account_id LIMIT ${ACCOUNTS}::int`;
  return rows.map((row) => ({ accountId: row.account_id, isOld: row.is_old === true }));
}

/** Removes booked facts from the start of each account's stream, up to the first one that is not old. */
async function removeFacts(
  sql: SqlClient,
  wallet: OrdersPruning['wallet'],
  accountIds: readonly string[],
  beforeMs: number,
): Promise<number> {
  const booked = await wallet.bookedFacts({ accountIds: [...accountIds] });
  const perAccount = Math.max(10, Math.floor(PRUNED_ROWS / accountIds.length));
  return sql.$executeRaw`
    DELETE FROM order_facts USING (
      SELECT oldest.account_id, oldest.sequence
      FROM unnest(${[...accountIds]}::text[], ${booked}::bigint[]) AS account (id, booked)
      CROSS JOIN LATERAL (
        SELECT account_id, sequence, (payload::json ->> 'atMs')::bigint AS at_ms FROM order_facts
        WHERE account_id = account.id AND sequence <= account.booked ORDER BY sequence LIMIT ${perAccount}::int
      ) AS oldest
      WHERE oldest.at_ms < ${beforeMs}::bigint AND NOT EXISTS (
        SELECT 1 FROM fact_outbox, unnest(account_ids, sequences) AS o (account_id, sequence)
        WHERE o.account_id = oldest.account_id AND o.sequence = oldest.sequence)
    ) AS chosen
    WHERE order_facts.account_id = chosen.account_id AND order_facts.sequence = chosen.sequence`;
}
