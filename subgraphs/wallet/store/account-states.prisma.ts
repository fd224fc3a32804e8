import type { Prisma } from '../generated/prisma/client.ts';
import { type PrismaClient } from '../generated/prisma/client.ts';
import { loadOpenTrades } from './load-days.prisma.ts';
import { holdingsOf, integer, positionsOf } from './rows.ts';
import type { AccountState } from './store.ts';

/** An account with its balances and positions, as arrays of column values. */
interface StateRow {
  readonly id: string;
  readonly owner_id: string;
  readonly name: string;
  readonly created_at_ms: bigint;
  readonly entry_sequence: bigint;
  readonly balances: readonly (readonly [asset: string, bucket: string, dueOn: string, amount: string])[];
  readonly positions: readonly (readonly [
    ticker: string,
    quantity: string,
    costBillionths: string,
    realizedCentavos: string,
    realizedDayTradeCentavos: string,
    changedOn: string,
  ])[];
}

/**
 * Reads the states of accounts from one snapshot of the database, those of `withTrades` with their open trades. One statement is
 * one snapshot: without trades the read needs no transaction, whose every step would wait for the processor on a busy machine.
 */
export function accountStates(
  client: PrismaClient,
  accountIds: readonly string[],
  withTrades: ReadonlySet<string> = new Set(),
): Promise<(AccountState | null)[]> {
  const traders = accountIds.filter((id) => withTrades.has(id));
  if (traders.length === 0) return readStates(client, [...accountIds]);
  const read = async (tx: Prisma.TransactionClient): Promise<(AccountState | null)[]> => {
    const states = await readStates(tx, [...accountIds]);
    const trades = await loadOpenTrades(tx, traders);
    return states.map((state) =>
      state && withTrades.has(state.account.id)
        ? { ...state, openTrades: trades.get(state.account.id) ?? [] }
        : state,
    );
  };
  return client.$transaction(read, { isolationLevel: 'RepeatableRead' });
}

async function readStates(
  tx: Pick<Prisma.TransactionClient, '$queryRaw'>,
  accountIds: string[],
): Promise<(AccountState | null)[]> {
  // JSON numbers lose digits beyond the safe integers, so amounts come as texts.
  const rows = await tx.$queryRaw<StateRow[]>`
    SELECT a.id, a.owner_id, a.name, a.created_at_ms, a.entry_sequence,
      coalesce((SELECT json_agg(json_build_array(b.asset, b.bucket, b.due_on, b.amount::text))
        FROM balance AS b WHERE b.account_id = a.id AND b.amount <> 0), '[]') AS balances,
      coalesce((SELECT json_agg(json_build_array(p.ticker, p.quantity::text, p.cost_billionths::text,
          p.realized_centavos::text, p.realized_day_trade_centavos::text, p.changed_on))
        FROM position AS p WHERE p.account_id = a.id), '[]') AS positions
    FROM account AS a WHERE a.id = ANY(${accountIds}::text[])`;
  const states = new Map(rows.map((row) => [row.id, stateOf(row)]));
  return accountIds.map((id) => states.get(id) ?? null);
}

function stateOf({ id, owner_id, name, created_at_ms, entry_sequence, ...row }: StateRow): AccountState {
  const balances = row.balances.map(([asset, bucket, due_on, amount]) => {
    return { account_id: id, asset, bucket, due_on, amount: BigInt(amount) };
  });
  const positions = row.positions.map(([ticker, quantity, cost, realized, realizedDayTrade, changed_on]) => ({
    account_id: id,
    ticker,
    quantity: BigInt(quantity),
    cost_billionths: cost,
    realized_centavos: BigInt(realized),
    realized_day_trade_centavos: BigInt(realizedDayTrade),
    changed_on,
  }));
  return {
    account: { id, ownerId: owner_id, name, createdAtMs: integer(created_at_ms) },
    entrySequence: integer(entry_sequence),
    holdings: holdingsOf(balances).get(id) ?? new Map(),
    positions: positionsOf(positions).get(id) ?? new Map(),
    openTrades: null,
  };
}
