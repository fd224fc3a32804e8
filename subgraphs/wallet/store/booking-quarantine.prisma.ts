import type { SqlClient } from '#platform/postgres/sql/sql-client.ts';
import { integer } from './rows.ts';

/** An account in quarantine, with the reason. */
export interface QuarantinedAccount {
  readonly accountId: string;
  readonly reason: string;
  readonly atMs: number;
}

/** The accounts whose order facts are not booked until an operator releases them. */
export interface BookingQuarantine {
  list(): Promise<readonly QuarantinedAccount[]>;
  /** Accounts whose day could not be closed: the day close itself tries them again. */
  ofDayClose(): Promise<readonly QuarantinedAccount[]>;
  /** Those of the accounts that are in quarantine. */
  among(accountIds: readonly string[]): Promise<ReadonlySet<string>>;
  add(account: QuarantinedAccount): Promise<void>;
  remove(accountId: string): Promise<void>;
}

interface Row {
  readonly account_id: string;
  readonly reason: string;
  readonly at_ms: bigint;
}

const accountOf = (row: Row): QuarantinedAccount => ({
  accountId: row.account_id,
  reason: row.reason,
  atMs: integer(row.at_ms),
});

export const createBookingQuarantine = (sql: SqlClient): BookingQuarantine => ({
  list: async () => {
    const rows = await sql.$queryRaw<Row[]>`
      SELECT account_id, reason, at_ms FROM booking_quarantine ORDER BY account_id`;
    return rows.map(accountOf);
  },
  ofDayClose: async () => {
    const rows = await sql.$queryRaw<Row[]>`
      SELECT account_id, reason, at_ms FROM quarantine ORDER BY account_id`;
    return rows.map(accountOf);
  },
  among: async (accountIds) => {
    const rows = await sql.$queryRaw<Row[]>`
      SELECT account_id FROM booking_quarantine WHERE account_id = ANY(${[...accountIds]}::text[])`;
    return new Set(rows.map((row) => row.account_id));
  },
  add: async ({ accountId, reason, atMs }) => {
    await sql.$executeRaw`
      INSERT INTO booking_quarantine (account_id, reason, at_ms) VALUES (${accountId}, ${reason}, ${atMs}::bigint)
      ON CONFLICT (account_id) DO UPDATE SET reason = excluded.reason`;
  },
  remove: async (accountId) => {
    await sql.$executeRaw`DELETE FROM booking_quarantine WHERE account_id = ${accountId}`;
  },
});
