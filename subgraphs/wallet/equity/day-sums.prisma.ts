import { addDays } from '#domain/calendar/days.ts';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import type { LedgerDay } from '#domain/ledger/equity.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { Tx } from '../store/load-unit-of-work.prisma.ts';
import { integer } from '../store/rows.ts';
import type { EntryRange } from './known-days.ts';

interface ChangeRow {
  readonly account_id: string;
  readonly day: string;
  readonly asset: string;
  readonly amount: bigint;
}
interface FlowRow {
  readonly account_id: string;
  readonly day: string;
  readonly flow: bigint;
}

/** Sums up entries by account and day. Ranges of one account do not overlap. */
export async function sumsOf(
  tx: Tx,
  ranges: readonly EntryRange[],
): Promise<ReadonlyMap<string, readonly LedgerDay[]>> {
  const days = new Map<string, Map<string, MutableDay>>();
  const dayOf = (accountId: string, day: string): MutableDay => {
    const ofAccount = days.get(accountId) ?? new Map<string, MutableDay>();
    const known = ofAccount.get(day) ?? { day, changes: new Map<string, number>(), netFlowCentavos: 0 };
    days.set(accountId, ofAccount.set(day, known));
    return known;
  };
  const bySequence = ranges.filter(({ afterSequence }) => afterSequence !== null);
  const byTime = ranges.filter(({ afterSequence }) => afterSequence === null);
  for (const [some, entries] of [
    [bySequence, OF_SEQUENCES],
    [byTime, OF_DAYS],
  ] as const) {
    if (some.length === 0) continue;
    for (const row of await changesIn(tx, some, entries)) {
      const { changes } = dayOf(row.account_id, row.day);
      changes.set(row.asset, (changes.get(row.asset) ?? 0) + integer(row.amount));
    }
    for (const row of await flowsIn(tx, some, entries))
      dayOf(row.account_id, row.day).netFlowCentavos += integer(row.flow);
  }
  return new Map([...days].map(([accountId, ofAccount]) => [accountId, [...ofAccount.values()]]));
}

interface MutableDay {
  readonly day: string;
  readonly changes: Map<string, number>;
  netFlowCentavos: number;
}

/** Entries of a range, found by their sequences or by their times. The sum with 0 leaves the other index out. */
const OF_SEQUENCES = Prisma.sql`sequence > k.after_sequence AND sequence <= k.until_sequence`;
const OF_DAYS = Prisma.sql`at_ms >= k.after_ms AND sequence + 0 <= k.until_sequence`;

/** After all days. */
const AFTER_ALL = '9999-12-31';

/** The relation `k` of ranges. No entry is before its day, and the index is of times. */
const rangesAs = (ranges: readonly EntryRange[]): Prisma.Sql => Prisma.sql`
  unnest(${ranges.map(({ accountId }) => accountId)}::text[],
    ${ranges.map(({ afterSequence }) => afterSequence ?? 0)}::bigint[],
    ${ranges.map(({ untilSequence }) => untilSequence)}::bigint[],
    ${ranges.map(({ afterDay }) => instantOf(addDays(afterDay, 1), 0))}::bigint[],
    ${ranges.map(({ afterDay }) => afterDay)}::text[], ${ranges.map(({ untilDay }) => untilDay ?? AFTER_ALL)}::text[])
    AS k (account_id, after_sequence, until_sequence, after_ms, after_day, until_day)`;

const changesIn = (tx: Tx, ranges: readonly EntryRange[], entries: Prisma.Sql): Promise<ChangeRow[]> =>
  tx.$queryRaw<ChangeRow[]>`
    SELECT k.account_id, sums.* FROM ${rangesAs(ranges)} CROSS JOIN LATERAL (
      SELECT day, asset, sum(amount)::bigint AS amount FROM leg
      WHERE account_id = k.account_id AND ${entries} AND day > k.after_day AND day <= k.until_day
        AND bucket IN ('FREE', 'RESERVED', 'OWED')
      GROUP BY day, asset) AS sums`;

const flowsIn = (tx: Tx, ranges: readonly EntryRange[], entries: Prisma.Sql): Promise<FlowRow[]> =>
  tx.$queryRaw<FlowRow[]>`
    SELECT k.account_id, sums.* FROM ${rangesAs(ranges)} CROSS JOIN LATERAL (
      SELECT day, sum(CASE kind WHEN 'CUSTODY_TRANSFER'
        THEN round((costing ->> 'costBillionths')::numeric / 10000000) ELSE amount_centavos END)::bigint AS flow
      FROM entry
      WHERE account_id = k.account_id AND ${entries} AND day > k.after_day AND day <= k.until_day
        AND kind IN ('DEPOSIT', 'WITHDRAWAL', 'CUSTODY_TRANSFER')
      GROUP BY day) AS sums`;
