import { CASH } from '#domain/ledger/leg.ts';
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

/** Database client of a transaction. */
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
 * their ids: that excludes deadlocks, and the rows loaded afterwards are current.
 */
export async function loadState(tx: Tx, scope: Scope): Promise<LoadedState> {
  const ids = [...new Set(scope.accountIds)];
  const accounts = await tx.$queryRaw<AccountRow[]>`
    SELECT id, entry_sequence, order_fact_sequence, closed_day, note_count
    FROM account WHERE id = ANY(${ids}::text[]) ORDER BY id FOR NO KEY UPDATE`;
  const holdings = holdingsOf(await loadBalances(tx, ids, scope.assets));
  const positions = positionsOf(scope.positions === true ? await loadPositions(tx, ids) : []);
  return {
    accounts: accounts.map((row) => ({
      accountId: row.id,
      sequence: integer(row.entry_sequence),
      orderFactSequence: integer(row.order_fact_sequence),
      closedDay: row.closed_day,
      noteCount: row.note_count,
      holdings: holdings.get(row.id) ?? new Map(),
      positions: positions.get(row.id) ?? new Map(),
    })),
    reservations: await loadReservations(tx, scope.reservationIds ?? []),
    holds: await loadHolds(tx, scope.orderIds ?? []),
    days: scope.trades === undefined ? new Map() : await loadDays(tx, ids, scope.trades),
    clientTransfers: await loadClientTransfers(tx, ids, scope.clientTransferIds ?? []),
    reverseSplits: scope.reverseSplits ? await loadAwaitedSplits(tx, ids, scope) : null,
    chargedDebits: scope.debitDay === undefined ? null : await loadChargedDebits(tx, ids, scope.debitDay),
    entitled: scope.entitlements ? await loadEntitlements(tx, ids, scope.entitlements) : null,
  };
}

/** Cash is never split, so a batch of purchases reads nothing. */
async function loadAwaitedSplits(
  tx: Tx,
  accountIds: string[],
  { assets, time }: Scope,
): Promise<ReadonlySet<string>> {
  const shares = assets === 'ALL' ? [] : [...new Set(assets)].filter((asset) => asset !== CASH);
  return shares.length === 0 ? new Set() : loadReverseSplits(tx, accountIds, shares, time.days[0] ?? '');
}

function loadBalances(tx: Tx, accountIds: string[], assets: Scope['assets']): Promise<BalanceRow[]> {
  const assetFilter =
    assets === 'ALL' ? Prisma.empty : Prisma.sql`AND asset = ANY(${[CASH, ...new Set(assets)]}::text[])`;
  return tx.$queryRaw<BalanceRow[]>`
    SELECT account_id, asset, bucket, due_on, amount FROM balance
    WHERE account_id = ANY(${accountIds}::text[]) AND amount <> 0 ${assetFilter}`;
}

/** Positions of accounts, all tickers. */
export const loadPositions = (tx: Tx, accountIds: string[]): Promise<PositionRow[]> =>
  tx.$queryRaw<PositionRow[]>`
    SELECT account_id, ticker, quantity, cost_billionths::text AS cost_billionths, realized_centavos,
      realized_day_trade_centavos, changed_on
    FROM position WHERE account_id = ANY(${accountIds}::text[])`;

async function loadReservations(tx: Tx, ids: readonly string[]): Promise<Reservation[]> {
  if (ids.length === 0) return [];
  const rows = await tx.reservation.findMany({ where: { id: { in: [...ids] } } });
  return rows.map(({ id, voided, accountId, orderId, asset, amount }) => {
    const wasReserved = accountId !== null && orderId !== null && asset !== null && amount !== null;
    const hold = wasReserved ? { accountId, orderId, asset, amount: integer(amount) } : null;
    return { id, voided, hold };
  });
}

async function loadHolds(tx: Tx, orderIds: readonly string[]): Promise<Hold[]> {
  if (orderIds.length === 0) return [];
  const rows = await tx.hold.findMany({ where: { orderId: { in: [...new Set(orderIds)] } } });
  return rows.map((row) => ({ ...row, amount: integer(row.amount) }));
}

async function loadClientTransfers(
  tx: Tx,
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
