import { CASH } from '#domain/ledger/leg.ts';
import type { SqlClient } from '#platform/postgres/sql/sql-client.ts';
import { Prisma } from '../generated/prisma/client.ts';
import {
  holdingsOf,
  integer,
  integerOrNull,
  positionsOf,
  type BalanceRow,
  type EntryRow,
  type PositionRow,
} from './rows.ts';
import { loadChargedDebits } from '../debit/debits.prisma.ts';
import { loadReverseSplits } from './actions/action-store.prisma.ts';
import { loadEntitlements } from './actions/entitlements.prisma.ts';
import { loadDays } from './load-days.prisma.ts';
import type { Scope } from './store.ts';
import type { ClientTransfer, Hold, Reservation, LoadedState } from './unit-of-work.ts';

/** Prisma's client of a transaction, for reads that are no part of an order's way. */
export type Tx = Prisma.TransactionClient;

interface AccountRow {
  readonly id: string;
  readonly entry_sequence: bigint;
  readonly order_fact_sequence: bigint;
  readonly closed_day: string;
  readonly note_count: number;
}

/** Row of the table `client_transfer`, joined with its entry. */
interface ClientTransferRow extends Pick<
  EntryRow,
  'account_id' | 'sequence' | 'at_ms' | 'amount_centavos' | 'ticker' | 'quantity'
> {
  readonly client_transfer_id: string;
  readonly content: string;
}

/**
 * Locks the accounts of a scope and loads its rows. Every transaction locks the account rows first, in the order of
 * their ids: that excludes deadlocks, and the rows loaded afterwards are current. All statements are sent at once.
 */
export async function loadState(tx: SqlClient, scope: Scope): Promise<LoadedState> {
  const ids = [...new Set(scope.accountIds)];
  const locking = tx.$queryRaw<AccountRow[]>`
    SELECT id, entry_sequence, order_fact_sequence, closed_day, note_count
    FROM account WHERE id = ANY(${ids}::text[]) ORDER BY id FOR NO KEY UPDATE`;
  const loading = [
    loadBalances(tx, ids, scope.assets),
    scope.positions === true ? loadPositions(tx, ids) : [],
    loadReservations(tx, scope.reservationIds ?? []),
    loadHolds(tx, scope.orderIds ?? []),
    scope.trades === undefined ? new Map<string, never>() : loadDays(tx, ids, scope.trades),
    loadClientTransfers(tx, ids, scope.clientTransferIds ?? []),
    scope.reverseSplits ? loadAwaitedSplits(tx, ids, scope) : null,
    scope.debitDay === undefined ? null : loadChargedDebits(tx, ids, scope.debitDay),
    scope.entitlements ? loadEntitlements(tx, ids, scope.entitlements) : null,
    scope.trades !== undefined || scope.debitDay !== undefined
      ? loadNewestTimes(tx, ids)
      : new Map<string, never>(),
  ] as const;
  const [
    accounts,
    balances,
    positionRows,
    reservations,
    holds,
    days,
    clientTransfers,
    reverseSplits,
    chargedDebits,
    entitled,
    newestTimes,
  ] = await Promise.all([locking, ...loading]);
  const holdings = holdingsOf(balances);
  const positions = positionsOf(positionRows);
  return {
    accounts: accounts.map((row) => ({
      accountId: row.id,
      sequence: integer(row.entry_sequence),
      lastAtMs: newestTimes.get(row.id) ?? 0,
      orderFactSequence: integer(row.order_fact_sequence),
      closedDay: row.closed_day,
      noteCount: row.note_count,
      holdings: holdings.get(row.id) ?? new Map(),
      positions: positions.get(row.id) ?? new Map(),
    })),
    reservations,
    holds,
    days,
    clientTransfers,
    reverseSplits,
    chargedDebits,
    entitled,
  };
}

/** Times of the newest entries of accounts. */
async function loadNewestTimes(tx: SqlClient, accountIds: string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.$queryRaw<{ id: string; at_ms: bigint }[]>`
    SELECT id, at_ms FROM account JOIN entry ON account_id = id AND sequence = entry_sequence
    WHERE id = ANY(${accountIds}::text[])`;
  return new Map(rows.map(({ id, at_ms }) => [id, integer(at_ms)]));
}

/** Cash is never split, so a batch of purchases reads nothing. */
async function loadAwaitedSplits(
  tx: SqlClient,
  accountIds: string[],
  { assets, time }: Scope,
): Promise<ReadonlySet<string>> {
  const shares = assets === 'ALL' ? [] : [...new Set(assets)].filter((asset) => asset !== CASH);
  return shares.length === 0 ? new Set() : loadReverseSplits(tx, accountIds, shares, time.days[0] ?? '');
}

function loadBalances(tx: SqlClient, accountIds: string[], assets: Scope['assets']): Promise<BalanceRow[]> {
  const assetFilter =
    assets === 'ALL' ? Prisma.empty : Prisma.sql`AND asset = ANY(${[CASH, ...new Set(assets)]}::text[])`;
  return tx.$queryRaw<BalanceRow[]>`
    SELECT account_id, asset, bucket, due_on, amount FROM balance
    WHERE account_id = ANY(${accountIds}::text[]) AND amount <> 0 ${assetFilter}`;
}

/** Positions of accounts, all tickers. */
export const loadPositions = (tx: SqlClient, accountIds: string[]): Promise<PositionRow[]> =>
  tx.$queryRaw<PositionRow[]>`
    SELECT account_id, ticker, quantity, cost_billionths::text AS cost_billionths, realized_centavos,
      realized_day_trade_centavos, changed_on
    FROM position WHERE account_id = ANY(${accountIds}::text[])`;

interface ReservationRow {
  readonly id: string;
  readonly account_id: string | null;
  readonly order_id: string | null;
  readonly asset: string | null;
  readonly amount: bigint | null;
  readonly voided: boolean;
}

async function loadReservations(tx: SqlClient, ids: readonly string[]): Promise<Reservation[]> {
  if (ids.length === 0) return [];
  const rows = await tx.$queryRaw<ReservationRow[]>`
    SELECT id, account_id, order_id, asset, amount, voided FROM reservation WHERE id = ANY(${[...ids]}::text[])`;
  return rows.map(({ id, voided, account_id: accountId, order_id: orderId, asset, amount }) => {
    const wasReserved = accountId !== null && orderId !== null && asset !== null && amount !== null;
    const hold = wasReserved ? { accountId, orderId, asset, amount: integer(amount) } : null;
    return { id, voided, hold };
  });
}

interface HoldRow {
  readonly order_id: string;
  readonly account_id: string;
  readonly asset: string;
  readonly amount: bigint;
}

async function loadHolds(tx: SqlClient, orderIds: readonly string[]): Promise<Hold[]> {
  if (orderIds.length === 0) return [];
  const rows = await tx.$queryRaw<HoldRow[]>`
    SELECT order_id, account_id, asset, amount FROM hold WHERE order_id = ANY(${[...new Set(orderIds)]}::text[])`;
  return rows.map((row) => ({
    orderId: row.order_id,
    accountId: row.account_id,
    asset: row.asset,
    amount: integer(row.amount),
  }));
}

async function loadClientTransfers(
  tx: SqlClient,
  accountIds: string[],
  ids: readonly string[],
): Promise<ClientTransfer[]> {
  if (ids.length === 0) return [];
  const rows = await tx.$queryRaw<ClientTransferRow[]>`
    SELECT t.account_id, t.client_transfer_id, t.content, e.sequence, e.at_ms, e.amount_centavos, e.ticker, e.quantity
    FROM client_transfer AS t
    JOIN entry AS e ON e.account_id = t.account_id AND e.sequence = t.entry_sequence
    WHERE t.account_id = ANY(${accountIds}::text[]) AND t.client_transfer_id = ANY(${[...ids]}::text[])`;
  return rows.map((row) => ({
    accountId: row.account_id,
    clientTransferId: row.client_transfer_id,
    content: row.content,
    entry: {
      sequence: integer(row.sequence),
      atMs: integer(row.at_ms),
      amountCentavos: integerOrNull(row.amount_centavos),
      ticker: row.ticker,
      quantity: integerOrNull(row.quantity),
    },
  }));
}
