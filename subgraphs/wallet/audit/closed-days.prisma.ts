import type { z } from 'zod';
import type { walletAuditRpcContract } from '#contracts/calls/wallet.ts';
import type { CostTable } from '#domain/costs/cost-table.ts';
import { NO_HELD_POSITION, type HeldPosition } from '#domain/ledger/position.ts';
import { NOTHING_UNCOLLECTED } from '#domain/notes/withholding.ts';
import type { AccountDay, AccountDays, AccountHistory } from '#domain/positions/fold-days.ts';
import { NO_VOLUMES } from '../day-close/adtv.ts';
import { contentOfNote } from '../day-close/close-account.ts';
import { foldEach } from '../day-close/fold-each.ts';
import { NO_DAYS, type AccountDaysState } from '../store/day-rows.ts';
import { loadDays } from '../store/load-days.prisma.ts';
import { loadPositions, type Tx } from '../store/load-unit-of-work.prisma.ts';
import { readPersons } from '../store/persons.prisma.ts';
import { positionsOf } from '../store/rows.ts';

type ClosedDaysReport = z.infer<(typeof walletAuditRpcContract)['methods']['closedDays']['output']>;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Accounts computed at once: their whole history is in memory. */
const MAX_ACCOUNTS = 50;
/** Violations of each rule that a page describes. */
const MAX_EXAMPLES = 20;

export interface DayAuditRules {
  readonly tables: readonly CostTable[];
  /** Newest day that has closed and whose last fills had time to arrive. */
  readonly closedDay: () => string;
}

/** Computes the closed days of a page of accounts again and compares them with their rows. */
export async function auditClosedDays(
  tx: Tx,
  { after, limit }: { readonly after: string | null; readonly limit: number },
  { tables, closedDay }: DayAuditRules,
): Promise<ClosedDaysReport> {
  const rows = await tx.account.findMany({
    where: { id: { gt: after ?? '' } },
    select: { id: true },
    orderBy: { id: 'asc' },
    take: Math.min(limit, MAX_ACCOUNTS),
  });
  const ids = rows.map(({ id }) => id);
  const persons = await readPersons(tx, ids);
  const days = await loadDays(tx, persons.flat(), 'ALL');
  const computed = new Map(persons.flatMap((person) => [...computeAgain(person, days, tables)]));
  const positions = positionsOf(await loadPositions(tx, ids));
  const results = await loadResults(tx, ids);
  const report: Mutable<ClosedDaysReport> = emptyReport(ids);
  for (const id of ids) {
    const state = days.get(id) ?? NO_DAYS;
    const again = computed.get(id) ?? 'is not part of a person';
    if (typeof again === 'string') report.wrongNotes.push(`${id}: ${again}`);
    else compareAccount(report, id, state, again, positions.get(id) ?? new Map(), results.get(id) ?? []);
    for (const { tradeDate, executionId } of state.trades)
      if (tradeDate <= closedDay() && !state.noted.has(executionId))
        report.missingNotes.push(`${id} has no note of ${tradeDate} with ${executionId}`);
  }
  const quarantined = await tx.quarantine.findMany({ where: { accountId: { in: ids } } });
  const unbookable = await tx.bookingQuarantine.findMany({ where: { accountId: { in: ids } } });
  report.quarantined = [...quarantined, ...unbookable].map(
    ({ accountId, reason }) => `${accountId}: ${reason}`,
  );
  return trimmed(report);
}

const emptyReport = (ids: readonly string[]): Mutable<ClosedDaysReport> => ({
  lastAccountId: ids.at(-1) ?? null,
  accounts: ids.length,
  positions: 0,
  notes: 0,
  results: 0,
  wrongPositions: [],
  wrongNotes: [],
  wrongResults: [],
  missingNotes: [],
  quarantined: [],
});

const trimmed = (report: ClosedDaysReport): ClosedDaysReport => ({
  ...report,
  wrongPositions: report.wrongPositions.slice(0, MAX_EXAMPLES),
  wrongNotes: report.wrongNotes.slice(0, MAX_EXAMPLES),
  wrongResults: report.wrongResults.slice(0, MAX_EXAMPLES),
  missingNotes: report.missingNotes.slice(0, MAX_EXAMPLES),
});

/** The closed days of a person's accounts from their rows; the reason for an account whose rows contradict each other. */
function computeAgain(
  person: readonly string[],
  states: ReadonlyMap<string, AccountDaysState>,
  tables: readonly CostTable[],
): ReadonlyMap<string, AccountDays | string> {
  const accounts = person.map((accountId): [string, AccountHistory] => {
    const { trades, noted, changes } = states.get(accountId) ?? NO_DAYS;
    const closed = trades.filter(({ executionId }) => noted.has(executionId));
    return [accountId, { positions: new Map(), changes, trades: closed }];
  });
  const { days, failed } = foldEach(
    { accounts: new Map(accounts), uncollected: NOTHING_UNCOLLECTED },
    (accountId) => {
      const volumes = new Map(states.get(accountId)?.notes.map((note) => [note.tradeDate, note.volumes]));
      return { tables, volumesOn: (day) => volumes.get(day) ?? NO_VOLUMES };
    },
  );
  return new Map<string, AccountDays | string>([
    ...days,
    ...failed.map(({ accountId, reason }): [string, string] => [accountId, reason]),
  ]);
}

/** Adds the differences between the rows of an account and what its trades give. */
function compareAccount(
  report: ClosedDaysReport,
  id: string,
  state: AccountDaysState,
  computed: AccountDays,
  positions: ReadonlyMap<string, HeldPosition>,
  results: readonly string[],
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

async function loadResults(tx: Tx, ids: string[]): Promise<ReadonlyMap<string, string[]>> {
  const rows = await tx.tradeResult.findMany({
    where: { accountId: { in: ids }, number: { gte: 0 } },
    orderBy: [{ accountId: 'asc' }, { tradeDate: 'asc' }, { number: 'asc' }],
  });
  const byAccount = new Map<string, string[]>();
  for (const { accountId, tradeDate, number, ticker, kind, quantity, profitCentavos } of rows) {
    const text = [tradeDate, number, ticker, kind, quantity, profitCentavos].join(' ');
    const known = byAccount.get(accountId);
    if (known) known.push(text);
    else byAccount.set(accountId, [text]);
  }
  return byAccount;
}
