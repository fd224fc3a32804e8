import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';
import { readPersons } from './persons.prisma.ts';
import { integer } from './rows.ts';
import type { WalletStore } from './store.ts';

type DayQueries = Pick<
  WalletStore,
  | 'positionTickers'
  | 'haveTrades'
  | 'accountsToClose'
  | 'firstOpenDate'
  | 'personsOf'
  | 'volumesOfOwners'
  | 'quarantined'
  | 'quarantine'
  | 'releaseFromQuarantine'
>;

/** The highest band of each fee begins far below. A higher volume of one owner must not stop the close of the others. */
const MOST = Prisma.sql`${Number.MAX_SAFE_INTEGER}::bigint`;

/** Queries of trade dates, notes and positions. */
export const dayQueries = (client: PrismaClient): DayQueries => ({
  positionTickers: async (accountIds) => {
    const rows = await client.$queryRaw<{ account_id: string; ticker: string }[]>`
      SELECT account_id, ticker FROM position WHERE account_id = ANY(${[...accountIds]}::text[])
      UNION SELECT account_id, custody_ticker FROM trade
        WHERE account_id = ANY(${[...accountIds]}::text[]) AND note_number IS NULL
      ORDER BY ticker`;
    return accountIds.map((id) => rows.flatMap((row) => (row.account_id === id ? row.ticker : [])));
  },
  haveTrades: (keys) => haveTrades(client, keys),
  accountsToClose: async (day, after, limit) => {
    const rows = await client.$queryRaw<{ account_id: string; first_date: string; trades: bigint }[]>`
      SELECT account_id, min(trade_date) AS first_date, count(*) AS trades FROM trade
      WHERE note_number IS NULL AND trade_date <= ${day} AND account_id > ${after}
        AND NOT EXISTS (SELECT 1 FROM quarantine WHERE quarantine.account_id = trade.account_id)
      GROUP BY account_id ORDER BY account_id LIMIT ${limit}`;
    return rows.map((row) => ({
      accountId: row.account_id,
      firstDate: row.first_date,
      tradeCount: integer(row.trades),
    }));
  },
  firstOpenDate: async (day) => {
    const [row] = await client.$queryRaw<{ first: string | null }[]>`
      SELECT min(trade_date) AS first FROM trade
      WHERE note_number IS NULL AND trade_date <= ${day}
        AND NOT EXISTS (SELECT 1 FROM quarantine WHERE quarantine.account_id = trade.account_id)`;
    return row?.first ?? null;
  },
  personsOf: (accountIds) => readPersons(client, accountIds),
  volumesOfOwners: async (accountIds, first, last) => {
    const rows = await client.$queryRaw<{ id: string; traded: bigint; day_traded: bigint }[]>`
      SELECT asked.id, least(sum(note.bought_centavos + note.sold_centavos), ${MOST})::bigint AS traded,
        least(sum(note.day_traded_centavos), ${MOST})::bigint AS day_traded
      FROM account AS asked
        JOIN account AS owned ON owned.owner_id = asked.owner_id
        JOIN note ON note.account_id = owned.id AND note.trade_date BETWEEN ${first} AND ${last}
      WHERE asked.id = ANY(${[...accountIds]}::text[]) GROUP BY asked.id`;
    return new Map(
      rows.map((row) => [
        row.id,
        { allCentavos: integer(row.traded), dayTradesCentavos: integer(row.day_traded) },
      ]),
    );
  },
  quarantined: async () => {
    const rows = await client.quarantine.findMany({
      select: { accountId: true },
      orderBy: { accountId: 'asc' },
    });
    return rows.map((row) => row.accountId);
  },
  quarantine: async (accountId, reason, atMs) => {
    const data = { reason, atMs: BigInt(atMs) };
    await client.quarantine.upsert({ where: { accountId }, create: { accountId, ...data }, update: data });
  },
  releaseFromQuarantine: async (accountId) => {
    await client.quarantine.deleteMany({ where: { accountId } });
  },
});

async function haveTrades(
  client: PrismaClient,
  keys: readonly { readonly accountId: string; readonly tradeDate: string }[],
): Promise<readonly boolean[]> {
  const rows = await client.$queryRaw<{ place: number }[]>`
    SELECT k.place::int AS place
    FROM unnest(${keys.map((key) => key.accountId)}::text[], ${keys.map((key) => key.tradeDate)}::text[])
      WITH ORDINALITY AS k (account_id, trade_date, place)
    WHERE EXISTS (SELECT 1 FROM trade
      WHERE trade.account_id = k.account_id AND trade.trade_date = k.trade_date)`;
  const found = new Set(rows.map(({ place }) => place));
  return keys.map((_, index) => found.has(index + 1));
}
