import { FIRST_DAY, LAST_DAY } from '#domain/calendar/trading-calendar.ts';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { addDays } from '#domain/calendar/days.ts';
import type { StatementEntryRecord } from '#contracts/messages/wallet-facts.ts';
import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import pg, { type PoolConfig } from 'pg';
import { createSqlDatabase, openPool } from '#platform/postgres/sql/database.ts';
import type { SqlDatabase } from '#platform/postgres/sql/sql-client.ts';
import { isStorable } from '#platform/postgres/text.ts';
import { TRANSACTION_LIMITS } from '#platform/postgres/transaction-limits.ts';
import { checkDatabase } from '#platform/postgres/check.ts';
import { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import { keepAccounts } from '../accounts/known-accounts.ts';
import { accountStates, personStates } from './account-states.prisma.ts';
import { ENTRY_ROW, factOf, integer, type EntryRow } from './rows.ts';
import type {
  FactRange,
  AccountRecord,
  ParkedMessage,
  Scope,
  StatementFilter,
  WalletStore,
} from './store.ts';
import { actionQueries } from './actions/action-store.prisma.ts';
import { bookedAccounts } from './write-ledger.prisma.ts';
import { RESERVATION_KEY, writeChanges } from './write-unit-of-work.prisma.ts';
import { dayQueries } from './day-queries.prisma.ts';
import { loadOpenTrades } from './load-days.prisma.ts';
import { loadState } from './load-unit-of-work.prisma.ts';
import { createOutbox, type Alone, type Outbox } from './outbox.prisma.ts';
import { createUnitOfWork, type UnitOfWork } from './unit-of-work.ts';

/** One retry resolves a race for a reservation id; more than that is a fault. */
const MAX_ATTEMPTS = 3;
/** Seed of the advisory locks of owners that open accounts. */
const OPENING_LOCK = 7_208_102;

/**
 * Creates the wallet's store on PostgreSQL. Expects a database with all migrations applied.
 *
 * @param alone null, and absent, when other processes use the database, too
 */
export function createPrismaWalletStore(
  database: PoolConfig,
  alone: Alone | null = null,
): WalletStore & { readonly client: PrismaClient; readonly sql: SqlDatabase } {
  const pool = openPool(database);
  const sql = createSqlDatabase(pool);
  const outbox = createOutbox(sql, alone);
  const client = new PrismaClient({ adapter: new PrismaPg(pool), transactionOptions: TRANSACTION_LIMITS });
  return {
    client,
    sql,
    transact: (scope, work) => transact(sql, outbox, scope, work),
    ...accountQueries(client),
    ...statementQueries(client),
    ...dayQueries(client),
    ...actionQueries(client),
    openTrades: (accountId, range, limit) => loadOpenTrades(sql, accountId, range, limit),
    skipFacts: (ranges) => skipFacts(sql, ranges),
    voidUnreserved: (reservationIds) => voidUnreserved(client, reservationIds),
    accountsDue: async (day, after, limit) => {
      const rows = await client.$queryRaw<{ account_id: string }[]>`
        SELECT DISTINCT account_id FROM balance
        WHERE bucket = 'DUE' AND due_on <= ${day} AND amount <> 0 AND account_id > ${after}
        ORDER BY account_id LIMIT ${limit}`;
      return rows.map((row) => row.account_id);
    },
    publishOutbox: (publish) => outbox.publish(publish),
    outboxDepth: () => outbox.depth(),
    park: (messages) => park(client, messages),
    check: () => checkDatabase(client),
    close: async () => {
      await outbox.stop();
      await client.$disconnect();
      await pool.end();
    },
  };
}

async function transact<T>(
  sql: SqlDatabase,
  outbox: Outbox,
  scope: Scope,
  work: (unit: UnitOfWork) => T | Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { result, keepLines } = await sql.transaction(async (tx) => {
        const unit = createUnitOfWork(await loadState(tx, scope), scope.time);
        const value = await work(unit);
        const changes = unit.changes();
        await writeChanges(tx, changes);
        return { result: value, keepLines: outbox.write(tx, bookedAccounts(changes)) };
      });
      await keepLines();
      return result;
    } catch (error) {
      outbox.onUncertain();
      const isRaced = error instanceof pg.DatabaseError && error.constraint === RESERVATION_KEY;
      if (!isRaced || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

function accountQueries(client: PrismaClient) {
  return {
    openAccount: (account: AccountRecord, maxAccounts: number): Promise<boolean> =>
      client.$transaction(async (tx) => {
        // Openings of one owner run one after the other: each counts the accounts of those before it.
        await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${account.ownerId}, ${OPENING_LOCK}))`;
        const accounts = await tx.account.findMany({
          where: { ownerId: account.ownerId },
          select: { id: true },
        });
        if (accounts.some(({ id }) => id === account.id)) return true;
        if (accounts.length >= maxAccounts) return false;
        const data = { ...account, createdAtMs: BigInt(account.createdAtMs) };
        await tx.account.createMany({ data: [data], skipDuplicates: true });
        return true;
      }),
    accounts: keepAccounts(async (accountIds) => {
      const rows = await client.account.findMany({ where: { id: { in: accountIds.filter(isStorable) } } });
      const accounts = new Map(rows.map((row) => [row.id, recordOf(row)]));
      return accountIds.map((id) => accounts.get(id) ?? null);
    }),
    accountsOf: async (ownerId: string): Promise<readonly AccountRecord[]> => {
      const rows = await client.account.findMany({
        where: { ownerId },
        orderBy: [{ createdAtMs: 'asc' }, { id: 'asc' }],
      });
      return rows.map(recordOf);
    },
    ownersOf: async (accountIds: readonly string[]): Promise<(string | null)[]> => {
      const rows = await client.account.findMany({
        where: { id: { in: accountIds.filter(isStorable) } },
        select: { id: true, ownerId: true },
      });
      const owners = new Map(rows.map((row) => [row.id, row.ownerId]));
      return accountIds.map((id) => owners.get(id) ?? null);
    },
    bookedFacts: async (accountIds: readonly string[]): Promise<number[]> => {
      const rows = await client.account.findMany({
        where: { id: { in: [...accountIds] } },
        select: { id: true, orderFactSequence: true },
      });
      const booked = new Map(rows.map((row) => [row.id, integer(row.orderFactSequence)]));
      return accountIds.map((id) => booked.get(id) ?? 0);
    },
    states: (accountIds: readonly string[]) => accountStates(client, accountIds),
    personStates: (accountIds: readonly string[]) => personStates(client, accountIds),
  };
}

const recordOf = (row: {
  id: string;
  ownerId: string;
  name: string;
  createdAtMs: bigint;
}): AccountRecord => ({
  id: row.id,
  ownerId: row.ownerId,
  name: row.name,
  createdAtMs: integer(row.createdAtMs),
});

function statementQueries(client: PrismaClient): Pick<WalletStore, 'statements' | 'factsAfter'> {
  return {
    statements: async (filters) => {
      if (filters.length === 0) return [];
      const rows = await client.$queryRaw<(EntryRow & { number: number })[]>`
        SELECT * FROM (${Prisma.join(filters.map(statementQuery), ' UNION ALL ')}) AS statements
        ORDER BY number, sequence DESC`;
      const statements = filters.map((): StatementEntryRecord[] => []);
      for (const { number, ...row } of rows) statements[number]?.push(factOf(row).entry);
      return statements;
    },
    factsAfter: async (accountId, sequence, limit) => {
      const rows = await client.$queryRaw<EntryRow[]>`
        SELECT ${ENTRY_ROW} FROM entry WHERE account_id = ${accountId} AND sequence > ${sequence}
        ORDER BY sequence LIMIT ${limit}`;
      return rows.map(factOf);
    },
  };
}

const nextDay = (day: string): string => (day < LAST_DAY ? addDays(day, 1) : LAST_DAY);

/** Start of a day; of one outside the calendar, which has no entries, the nearest start inside. */
const startMs = (day: string): number =>
  instantOf(day < FIRST_DAY ? FIRST_DAY : day > LAST_DAY ? LAST_DAY : day, 0);

/**
 * The rows of one statement, with the number of its filter. Those of a period are bounded by the sequences that the index of times
 * gives for it: without them PostgreSQL walks the statement back from its newest entry to the period. The sum with 0 keeps it from
 * finding the bounds in that way.
 */
function statementQuery(filter: StatementFilter, number: number): Prisma.Sql {
  const { accountId, from, to, kinds, beforeSequence, limit } = filter;
  const period = Prisma.sql`
      ${from === null ? Prisma.empty : Prisma.sql`AND at_ms >= ${startMs(from)}::bigint`}
      ${to === null ? Prisma.empty : Prisma.sql`AND at_ms < ${startMs(nextDay(to))}::bigint`}`;
  const bound = (which: 'min' | 'max') => Prisma.sql`(SELECT ${Prisma.raw(which)}(sequence + 0) FROM entry
      WHERE account_id = ${accountId} ${period})`;
  return Prisma.sql`(SELECT ${number}::int AS number, ${ENTRY_ROW} FROM entry WHERE account_id = ${accountId} ${period}
      ${to === null ? Prisma.empty : Prisma.sql`AND sequence >= ${bound('min')} AND sequence <= ${bound('max')}`}
      ${kinds === null ? Prisma.empty : Prisma.sql`AND kind = ANY(${[...kinds]}::text[])`}
      ${beforeSequence === null ? Prisma.empty : Prisma.sql`AND sequence < ${beforeSequence}`}
    ORDER BY sequence DESC LIMIT ${limit})`;
}

/** Locks the accounts in the order of their ids, as every transaction does. */
async function skipFacts(sql: SqlDatabase, ranges: readonly FactRange[]): Promise<ReadonlySet<string>> {
  const ids = ranges.map(({ accountId }) => accountId);
  const rows = await sql.$queryRaw<{ id: string }[]>`
    WITH unsynced AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)),
      skipped AS MATERIALIZED (
        SELECT * FROM unnest(${ids}::text[], ${ranges.map(({ first }) => first)}::bigint[],
          ${ranges.map(({ last }) => last)}::bigint[]) AS t (id, first, last)),
      locked AS MATERIALIZED (
        SELECT account.id FROM unsynced, account WHERE account.id = ANY(${ids}::text[])
        ORDER BY account.id FOR NO KEY UPDATE OF account)
    UPDATE account SET order_fact_sequence = skipped.last
    FROM skipped JOIN locked USING (id)
    WHERE account.id = skipped.id AND account.order_fact_sequence = skipped.first - 1
    RETURNING account.id`;
  return new Set(rows.map(({ id }) => id));
}

/** Runs outside any account lock: a call that waits here for another transaction's id cannot block that transaction. */
async function voidUnreserved(client: PrismaClient, reservationIds: readonly string[]) {
  const ids = [...new Set(reservationIds)].sort();
  await client.$executeRaw`
    INSERT INTO reservation (id, voided) SELECT id, true FROM unnest(${ids}::text[]) AS t(id) ORDER BY id
    ON CONFLICT (id) DO NOTHING`;
  const rows = await client.reservation.findMany({ where: { id: { in: ids }, voided: false } });
  return rows.flatMap(({ id, accountId, orderId, asset }) =>
    accountId === null || orderId === null || asset === null ? [] : [{ id, accountId, orderId, asset }],
  );
}

async function park(client: PrismaClient, messages: readonly ParkedMessage[]): Promise<void> {
  const data = messages.map((message) => ({
    ...message,
    body: new Uint8Array(message.body),
    digest: createHash('sha256').update(message.body).digest('hex'),
    atMs: BigInt(message.atMs),
  }));
  await client.parkedMessage.createMany({ data, skipDuplicates: true });
}
