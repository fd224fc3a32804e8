import { RESERVATION_PREFIXES } from '#contracts/calls/wallet.ts';
import { PRUNED_ROWS, type PruningRule } from '#platform/background/pruning.ts';
import { firstIdAt } from '#platform/ids.ts';
import type { SqlClient } from '#platform/postgres/sql/sql-client.ts';
import type { Clock } from '#platform/time/clock.ts';

/** Days for which the wallet keeps rows that prove no money. */
export interface WalletRetention {
  /** Ids of requests that protect against repeats. */
  readonly requestDays: number;
  readonly deadLetterDays: number;
}

/**
 * Pruning of the wallet's tables. Accounts, statement lines, legs, trades, notes and results stay: they prove the balances. A
 * batch skips rows that a booking has locked, so it never waits for one, and no booking can deadlock with it.
 */
export const walletPruning = (
  sql: SqlClient,
  { requestDays, deadLetterDays }: WalletRetention,
  clocks: { readonly marketClock: Clock; readonly wallClock: Clock },
): readonly PruningRule[] => {
  const { marketClock, wallClock } = clocks;
  return [
    { name: 'zero balances', keepDays: 0, clock: marketClock, removeBatch: () => removeZeroBalances(sql) },
    ...RESERVATION_PREFIXES.map((prefix): PruningRule => ({
      ...{ name: `reservations of ${prefix}`, keepDays: requestDays, clock: wallClock },
      removeBatch: (beforeMs) => removeReservations(sql, prefix, beforeMs),
    })),
    {
      ...{ name: "ids of clients' transfers", keepDays: requestDays, clock: marketClock },
      removeBatch: (beforeMs) => removeClientTransfers(sql, beforeMs),
    },
    {
      ...{ name: 'parked messages', keepDays: deadLetterDays, clock: wallClock },
      removeBatch: (beforeMs) => removeParkedMessages(sql, beforeMs),
    },
  ];
};

/** The table has a row for each asset of an account, so it is read whole. */
const removeZeroBalances = (sql: SqlClient): Promise<number> => sql.$executeRaw`
  WITH chosen AS MATERIALIZED (
    SELECT account_id, asset, bucket, due_on FROM balance WHERE bucket <> 'DUE' AND amount = 0
    LIMIT ${PRUNED_ROWS}::int FOR UPDATE SKIP LOCKED)
  DELETE FROM balance USING chosen WHERE balance.account_id = chosen.account_id AND balance.asset = chosen.asset
    AND balance.bucket = chosen.bucket AND balance.due_on = chosen.due_on AND balance.amount = 0`;

/** Reservations that hold nothing any more: nobody repeats or voids one that is so old. Their ids begin with their time. */
const removeReservations = (sql: SqlClient, prefix: string, beforeMs: number): Promise<number> =>
  sql.$executeRaw`
  WITH chosen AS MATERIALIZED (
    SELECT id FROM reservation WHERE id >= ${`${prefix}_`} AND id < ${firstIdAt(prefix, beforeMs)}
      AND (voided OR NOT EXISTS (SELECT 1 FROM hold WHERE hold.order_id = reservation.order_id AND hold.amount > 0))
    LIMIT ${PRUNED_ROWS}::int FOR UPDATE SKIP LOCKED)
  DELETE FROM reservation USING chosen WHERE reservation.id = chosen.id`;

const removeClientTransfers = (sql: SqlClient, beforeMs: number): Promise<number> => sql.$executeRaw`
  WITH chosen AS MATERIALIZED (
    SELECT t.account_id, t.client_transfer_id FROM client_transfer AS t
    JOIN entry ON entry.account_id = t.account_id AND entry.sequence = t.entry_sequence
    WHERE entry.at_ms < ${beforeMs}::bigint LIMIT ${PRUNED_ROWS}::int)
  DELETE FROM client_transfer AS t USING chosen
  WHERE t.account_id = chosen.account_id AND t.client_transfer_id = chosen.client_transfer_id`;

const removeParkedMessages = (sql: SqlClient, beforeMs: number): Promise<number> => sql.$executeRaw`
  DELETE FROM parked_message WHERE id = ANY(ARRAY(
    SELECT id FROM parked_message WHERE at_ms < ${beforeMs}::bigint ORDER BY id LIMIT ${PRUNED_ROWS}::int))`;
