import type { z } from 'zod';
import type { walletAuditRpcContract } from '#contracts/calls/wallet.ts';
import type { CostTable } from '#domain/costs/cost-table.ts';
import { NO_HELD_POSITION, type HeldPosition } from '#domain/ledger/position.ts';
import { NOTHING_UNCOLLECTED } from '#domain/notes/withholding.ts';
import type { AccountDay, AccountDays, AccountHistory } from '#domain/positions/fold-days.ts';
import type { SqlClient, SqlDatabase } from '#platform/postgres/sql/sql-client.ts';
import { inSteps } from '#platform/time/slice-turns.ts';
import type { WallClock } from '#platform/time/clock.ts';
import { NO_VOLUMES } from '../day-close/adtv.ts';
import { contentOfNote } from '../day-close/close-account.ts';
import { foldEach } from '../day-close/fold-each.ts';
import { readActionResults, readMonths } from '../notes/notes.prisma.ts';
import { NO_DAYS, type AccountDaysState } from '../store/day-rows.ts';
import { loadDays } from '../store/load-days.prisma.ts';
import { loadPositions } from '../store/load-unit-of-work.prisma.ts';
import { positionsOf } from '../store/rows.ts';
import { AFTER_ALL, compareMonths } from './tax-months.ts';

type PersonsReport = z.infer<(typeof walletAuditRpcContract)['methods']['persons']['output']>;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Persons computed at once: their whole history is in memory. */
const MAX_PERSONS = 20;
/** Violations of each rule that a page describes. */
const MAX_EXAMPLES = 20;

export interface DayAuditRules {
  readonly tables: readonly CostTable[];
  readonly wallClock: WallClock;
  /** Newest day that has closed and whose last fills had time to arrive. */
  readonly closedDay: () => string;
}

interface Person {
  readonly ownerId: string;
  /** In the order of their ids. */
  readonly accountIds: readonly string[];
}

/** Computes closed days and months of a page of persons again, and compares them with their rows, in one snapshot of the database. */
export const auditPersons = (
  sql: SqlDatabase,
  { after, limit }: { readonly after: string | null; readonly limit: number },
  rules: DayAuditRules,
): Promise<PersonsReport> =>
  sql.transaction(async (tx) => {
    tx.send`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`;
    const rows = await tx.$queryRaw<{ owner_id: string; ids: string[] }[]>`
      SELECT owner_id, array_agg(id ORDER BY id) AS ids FROM account WHERE owner_id > ${after ?? ''}
      GROUP BY owner_id ORDER BY owner_id LIMIT ${Math.min(limit, MAX_PERSONS)}::int`;
    return comparePersons(
      tx,
      rows.map((row) => ({ ownerId: row.owner_id, accountIds: row.ids })),
      rules,
    );
  });

async function comparePersons(
  tx: SqlClient,
  persons: readonly Person[],
  { tables, closedDay, wallClock }: DayAuditRules,
): Promise<PersonsReport> {
  const ids = persons.flatMap(({ accountIds }) => accountIds);
  const states = await loadDays(tx, ids, 'ALL');
  const positions = positionsOf(await loadPositions(tx, ids));
  const results = await loadResults(tx, ids);
  const actions = await readActionResults(tx, ids);
  const shown = await readMonths(
    tx,
    persons.map(({ accountIds }) => accountIds),
    `${AFTER_ALL}-31`,
  );
  const report = emptyReport(persons);
  for (const [place, { ownerId, accountIds }] of persons.entries()) {
    // The process serves orders meanwhile.
    await wallClock.turns.idle();
    const computed = await computeAgain(accountIds, states, { tables, wallClock });
    for (const id of accountIds) {
      const state = states.get(id) ?? NO_DAYS;
      const again = computed.get(id) ?? 'has no days';
      if (typeof again === 'string') report.wrongNotes.push(`${id}: ${again}`);
      else
        compareAccount(report, id, again, {
          state,
          positions: positions.get(id) ?? new Map(),
          results: results.get(id) ?? [],
        });
      for (const { tradeDate, executionId } of state.trades)
        if (tradeDate <= closedDay() && !state.noted.has(executionId))
          report.missingNotes.push(`${id} has no note of ${tradeDate} with ${executionId}`);
    }
    const { months, wrong } = compareMonths(shown[place] ?? { notes: [], results: [] }, {
      days: [...computed.values()].flatMap((again) => (typeof again === 'string' ? [] : again.days)),
      actions: actions.filter(({ accountId }) => accountIds.includes(accountId)),
    });
    report.months += months;
    report.wrongMonths.push(...wrong.map((text) => `${ownerId} ${text}`));
  }
  report.quarantined = await quarantined(tx, ids);
  return trimmed(report);
}

const quarantined = async (tx: SqlClient, accountIds: string[]): Promise<string[]> => {
  const rows = await tx.$queryRaw<{ account_id: string; reason: string }[]>`
    SELECT account_id, reason FROM quarantine WHERE account_id = ANY(${accountIds}::text[])
    UNION ALL SELECT account_id, reason FROM booking_quarantine WHERE account_id = ANY(${accountIds}::text[])`;
  return rows.map(({ account_id, reason }) => `${account_id}: ${reason}`);
};

const emptyReport = (persons: readonly Person[]): Mutable<PersonsReport> => ({
  lastOwnerId: persons.at(-1)?.ownerId ?? null,
  accounts: persons.flatMap(({ accountIds }) => accountIds).length,
  positions: 0,
  notes: 0,
  results: 0,
  months: 0,
  wrongPositions: [],
  wrongNotes: [],
  wrongResults: [],
  missingNotes: [],
  wrongMonths: [],
  quarantined: [],
});

const trimmed = (report: PersonsReport): PersonsReport => ({
  ...report,
  wrongPositions: report.wrongPositions.slice(0, MAX_EXAMPLES),
  wrongNotes: report.wrongNotes.slice(0, MAX_EXAMPLES),
  wrongResults: report.wrongResults.slice(0, MAX_EXAMPLES),
  missingNotes: report.missingNotes.slice(0, MAX_EXAMPLES),
  wrongMonths: report.wrongMonths.slice(0, MAX_EXAMPLES),
});

/** The closed days of a person's accounts from their rows; the reason for an account whose rows contradict each other. */
async function computeAgain(
  person: readonly string[],
  states: ReadonlyMap<string, AccountDaysState>,
  { tables, wallClock }: Pick<DayAuditRules, 'tables' | 'wallClock'>,
): Promise<ReadonlyMap<string, AccountDays | string>> {
  const accounts = person.map((accountId): [string, AccountHistory] => {
    const { trades, noted, changes } = states.get(accountId) ?? NO_DAYS;
    const closed = trades.filter(({ executionId }) => noted.has(executionId));
    return [accountId, { positions: new Map(), changes, trades: closed }];
  });
  const folding = foldEach({ accounts: new Map(accounts), uncollected: NOTHING_UNCOLLECTED }, (accountId) => {
    const volumes = new Map(states.get(accountId)?.notes.map((note) => [note.tradeDate, note.volumes]));
    return { tables, volumesOn: (day) => volumes.get(day) ?? NO_VOLUMES };
  });
  const { days, failed } = await inSteps(folding, wallClock);
  return new Map<string, AccountDays | string>([
    ...days,
    ...failed.map(({ accountId, reason }): [string, string] => [accountId, reason]),
  ]);
}

/** The rows of an account. */
interface StoredAccount {
  readonly state: AccountDaysState;
  readonly positions: ReadonlyMap<string, HeldPosition>;
  readonly results: readonly string[];
}

/** Adds the differences between the rows of an account and what its trades give. */
function compareAccount(
  report: PersonsReport,
  id: string,
  computed: AccountDays,
  { state, positions, results }: StoredAccount,
): void {
  for (const ticker of new Set([...positions.keys(), ...computed.positions.keys()])) {
    const [is, should] = [positions.get(ticker), computed.positions.get(ticker)].map(textOfPosition);
    if (is !== should) report.wrongPositions.push(`${id} ${ticker} is ${is}, its trades give ${should}`);
  }
  const notes = new Map(state.notes.map((note) => [note.tradeDate, contentOfNote(note, note.uncollected)]));
  for (const { tradeDate, closed } of computed.days) {
    const should = contentOfNote(closed.note, closed.uncollected);
    const is = notes.get(tradeDate) ?? 'none';
    notes.delete(tradeDate);
    if (is !== should) report.wrongNotes.push(`${id} ${tradeDate} is ${is}, its trades give ${should}`);
  }
  for (const tradeDate of notes.keys()) report.wrongNotes.push(`${id} ${tradeDate} has no trades`);
  const earned = computed.days.flatMap(resultTexts);
  const missing = earned.find((text, index) => results[index] !== text);
  if (missing !== undefined || earned.length !== results.length)
    report.wrongResults.push(
      `${id}: ${results.length} results, its trades give ${earned.length}; ${missing}`,
    );
  Object.assign(report, {
    positions: report.positions + positions.size,
    notes: report.notes + state.notes.length,
    results: report.results + results.length,
  });
}

const textOfPosition = (position: HeldPosition = NO_HELD_POSITION): string =>
  `${position.quantity} for ${position.costBillionths}, earned ${position.realizedCentavos}, day trades ${position.realizedDayTradeCentavos}`;

const resultTexts = ({ tradeDate, closed }: AccountDay): string[] =>
  closed.results.map((result, number) =>
    [tradeDate, number, result.trade.asset, result.kind, result.quantity, result.profitCentavos].join(' '),
  );

interface ResultRow {
  readonly account_id: string;
  readonly trade_date: string;
  readonly number: number;
  readonly ticker: string;
  readonly kind: string;
  readonly quantity: bigint;
  readonly profit_centavos: bigint;
}

/** Texts of the results of sales, by account, in their order. */
async function loadResults(tx: SqlClient, ids: string[]): Promise<ReadonlyMap<string, string[]>> {
  const rows = await tx.$queryRaw<ResultRow[]>`
    SELECT account_id, trade_date, number, ticker, kind, quantity, profit_centavos FROM trade_result
    WHERE account_id = ANY(${ids}::text[]) AND number >= 0 ORDER BY account_id, trade_date, number`;
  const byAccount = new Map(ids.map((id): [string, string[]] => [id, []]));
  for (const { account_id, trade_date, number, ticker, kind, quantity, profit_centavos } of rows)
    byAccount.get(account_id)?.push([trade_date, number, ticker, kind, quantity, profit_centavos].join(' '));
  return byAccount;
}
