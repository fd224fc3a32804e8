import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';
import { holdingsOf, integer, positionsOf } from './rows.ts';
import type { AccountState } from './store.ts';

/** An account with its balances and positions, as arrays of column values. */
interface StateRow {
  readonly id: string;
  readonly owner_id: string;
  readonly name: string;
  readonly created_at_ms: bigint;
  readonly entry_sequence: bigint;
  readonly open_trade_sequence: bigint;
  readonly notes_version: string;
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

/** Reads the states of accounts in the order of the ids; null for an unknown id. One statement is one snapshot of the database. */
export async function accountStates(
  client: PrismaClient,
  accountIds: readonly string[],
): Promise<(AccountState | null)[]> {
  const found = await readStates(client, Prisma.sql`a.id = ANY(${[...accountIds]}::text[])`);
  const states = new Map(found.map((state) => [state.account.id, state]));
  return accountIds.map((id) => states.get(id) ?? null);
}

/** Reads the states of all accounts of the owners of some accounts, in the order of their ids. */
export const personStates = (
  client: PrismaClient,
  accountIds: readonly string[],
): Promise<readonly AccountState[]> =>
  readStates(
    client,
    Prisma.sql`a.owner_id IN (SELECT owner_id FROM account WHERE id = ANY(${[...accountIds]}::text[]))`,
  );

async function readStates(client: PrismaClient, selected: Prisma.Sql): Promise<readonly AccountState[]> {
  // JSON numbers lose digits beyond the safe integers, so amounts come as texts.
  const rows = await client.$queryRaw<StateRow[]>`
    SELECT a.id, a.owner_id, a.name, a.created_at_ms, a.entry_sequence,
      coalesce((SELECT max(t.sequence) FROM trade AS t WHERE t.account_id = a.id AND t.note_number IS NULL), 0)
        AS open_trade_sequence,
      a.closed_day || ' ' || a.note_count || ' ' || coalesce((SELECT n.version FROM note AS n
        WHERE n.account_id = a.id AND n.trade_date = a.closed_day), 0) AS notes_version,
      coalesce((SELECT json_agg(json_build_array(b.asset, b.bucket, b.due_on, b.amount::text))
        FROM balance AS b WHERE b.account_id = a.id AND b.amount <> 0), '[]') AS balances,
      coalesce((SELECT json_agg(json_build_array(p.ticker, p.quantity::text, p.cost_billionths::text,
          p.realized_centavos::text, p.realized_day_trade_centavos::text, p.changed_on))
        FROM position AS p WHERE p.account_id = a.id), '[]') AS positions
    FROM account AS a WHERE ${selected} ORDER BY a.id`;
  return rows.map(stateOf);
}

function stateOf({
  id,
  owner_id,
  name,
  created_at_ms,
  entry_sequence,
  open_trade_sequence,
  notes_version,
  ...row
}: StateRow): AccountState {
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
    openTradeSequence: integer(open_trade_sequence),
    holdings: holdingsOf(balances).get(id) ?? new Map(),
    positions: positionsOf(positions).get(id) ?? new Map(),
    notesVersion: notes_version,
  };
}
