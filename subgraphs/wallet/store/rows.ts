import type { BookedEntry } from '#domain/ledger/account-book.ts';
import type { Holding } from '#domain/ledger/holding.ts';
import type { EntryKind } from '#domain/ledger/entry-kind.ts';
import type { HeldPosition } from '#domain/ledger/position.ts';
import { add, subtract } from '#domain/money/integer.ts';
import type { CashSnapshot, WalletFact } from '#contracts/messages/wallet-facts.ts';
import { Prisma } from '../generated/prisma/client.ts';

/** Columns of a statement line that are published: those of `EntryRow`. */
export const ENTRY_ROW = Prisma.sql`account_id, sequence, at_ms, kind, description, amount_centavos, balance_centavos,
  owed_centavos, reserved_centavos, settled_centavos, withdrawable_centavos, projected, ticker, quantity, quantity_after,
  order_id, correlation_id`;

/** Row of the table `entry`. The database holds amounts as `bigint`; the code converts them to checked safe integers. */
export interface EntryRow {
  readonly account_id: string;
  readonly sequence: bigint;
  readonly at_ms: bigint;
  readonly kind: string;
  readonly description: string;
  readonly amount_centavos: bigint | null;
  readonly balance_centavos: bigint;
  readonly owed_centavos: bigint;
  readonly reserved_centavos: bigint;
  readonly settled_centavos: bigint;
  readonly withdrawable_centavos: bigint;
  readonly projected: unknown;
  readonly ticker: string | null;
  readonly quantity: bigint | null;
  readonly quantity_after: bigint | null;
  readonly order_id: string | null;
  readonly correlation_id: string;
}
export interface BalanceRow {
  readonly account_id: string;
  readonly asset: string;
  readonly bucket: string;
  readonly due_on: string;
  readonly amount: bigint;
}
export interface PositionRow {
  readonly account_id: string;
  readonly ticker: string;
  readonly quantity: bigint;
  /** As text: the column has more digits than a `bigint`. */
  readonly cost_billionths: string;
  readonly realized_centavos: bigint;
  readonly realized_day_trade_centavos: bigint;
  readonly changed_on: string;
}

/** Converts a `bigint` column to a number. Throws RangeError beyond the safe integers, which no valid amount reaches. */
export function integer(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`not a safe integer: ${value}`);
  return number;
}
export const integerOrNull = (value: bigint | null): number | null =>
  value === null ? null : integer(value);

/** Global id of a statement entry, derived from account and sequence. */
const entryIdOf = (accountId: string, sequence: number): string =>
  `ent_${Buffer.from(`${accountId}:${sequence}`).toString('base64url')}`;

/** Converts an `entry` row to the wallet fact that the outbox and the streams publish. */
export function factOf(row: EntryRow): WalletFact {
  const sequence = integer(row.sequence);
  const common = { accountId: row.account_id, sequence, atMs: integer(row.at_ms) };
  return {
    ...common,
    v: 1,
    correlationId: row.correlation_id,
    entry: {
      ...common,
      entryId: entryIdOf(row.account_id, sequence),
      kind: row.kind as EntryKind,
      description: row.description,
      amountCentavos: integerOrNull(row.amount_centavos),
      balanceCentavos: integer(row.balance_centavos),
      ticker: row.ticker,
      quantity: integerOrNull(row.quantity),
      quantityAfter: integerOrNull(row.quantity_after),
      orderId: row.order_id,
    },
    cash: cashOf(row),
  };
}

/** Days and amounts of a projection, as the column `projected` holds them. */
export const projectedColumn = ({ projected }: CashSnapshot): string =>
  JSON.stringify(projected.map(({ date, amountCentavos }) => [date, amountCentavos]));

const cashOf = (row: EntryRow): CashSnapshot => {
  const owedCentavos = integer(row.owed_centavos);
  return {
    availableCentavos: add(integer(row.balance_centavos), owedCentavos),
    owedCentavos,
    reservedCentavos: integer(row.reserved_centavos),
    settledCentavos: integer(row.settled_centavos),
    withdrawableCentavos: integer(row.withdrawable_centavos),
    projected: (row.projected as [string, number][]).map(([date, amountCentavos]) => ({
      date,
      amountCentavos,
    })),
  };
};

/** Balance of the statement after an entry: negative while the account owes. */
export const balanceAfter = ({ cash }: BookedEntry): number =>
  subtract(cash.availableCentavos, cash.owedCentavos);

/** The wallet fact of an entry: equal to that of its row. */
export function factOfEntry(accountId: string, booked: BookedEntry): WalletFact {
  const { transfer, sequence, atMs } = booked;
  return {
    v: 1,
    accountId,
    sequence,
    atMs,
    correlationId: booked.correlationId,
    entry: {
      entryId: entryIdOf(accountId, sequence),
      accountId,
      sequence,
      atMs,
      kind: transfer.kind,
      description: transfer.description,
      amountCentavos: booked.amountCentavos,
      balanceCentavos: balanceAfter(booked),
      ticker: transfer.ticker,
      quantity: booked.quantity,
      quantityAfter: booked.quantityAfter,
      orderId: transfer.orderId,
    },
    cash: booked.cash,
  };
}

/** Groups balances into holdings, by account and asset. */
export function holdingsOf(rows: readonly BalanceRow[]): Map<string, Map<string, Holding>> {
  const accounts = new Map<string, Map<string, MutableHolding>>();
  for (const row of rows) {
    const holdings = getOrAdd(accounts, row.account_id, () => new Map<string, MutableHolding>());
    const holding = getOrAdd(holdings, row.asset, () => ({ free: 0, reserved: 0, owed: 0, due: new Map() }));
    const amount = integer(row.amount);
    if (row.bucket === 'FREE') holding.free = amount;
    else if (row.bucket === 'RESERVED') holding.reserved = amount;
    else if (row.bucket === 'OWED') holding.owed = -amount;
    else holding.due.set(row.due_on, amount);
  }
  return accounts;
}

interface MutableHolding {
  free: number;
  reserved: number;
  owed: number;
  due: Map<string, number>;
}

/** Groups positions by account and custody ticker. */
export function positionsOf(rows: readonly PositionRow[]): Map<string, Map<string, HeldPosition>> {
  const accounts = new Map<string, Map<string, HeldPosition>>();
  for (const row of rows) {
    getOrAdd(accounts, row.account_id, () => new Map<string, HeldPosition>()).set(row.ticker, {
      quantity: integer(row.quantity),
      costBillionths: BigInt(row.cost_billionths),
      realizedCentavos: integer(row.realized_centavos),
      realizedDayTradeCentavos: integer(row.realized_day_trade_centavos),
      changedOn: row.changed_on,
    });
  }
  return accounts;
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}
