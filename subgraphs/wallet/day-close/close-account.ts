/**
 * Close of an account's trade dates: pairs day trades, makes the note, shares its costs over the trades, settles the averages,
 * withholds tax and schedules the difference to the provisional costs for settlement.
 *
 * Details: the rules are in domain/positions/fold-days.ts and the folders that it names, the transfers in
 * domain/ledger/note-transfers.ts. day-close-run.ts decides when which accounts are closed.
 */
import { addDays } from '#domain/calendar/days.ts';
import { dayOf, instantOf } from '#domain/calendar/sao-paulo-time.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { Cost } from '#domain/costs/cost.ts';
import type { CostTable } from '#domain/costs/cost-table.ts';
import { noteCostsTransfer, withheldTaxTransfer } from '#domain/ledger/note-transfers.ts';
import { add, subtract, sum } from '#domain/money/integer.ts';
import { totalCosts, type NoteCosts } from '#domain/notes/note.ts';
import {
  NOTHING_UNCOLLECTED,
  type ResultKind,
  type UncollectedTax,
  type WithheldTax,
} from '#domain/notes/withholding.ts';
import type { AccountDay, AccountDays, AccountHistory } from '#domain/positions/fold-days.ts';
import type { Steps } from '#domain/steps.ts';
import { compareNotes, newestNote, type StoredNote } from '../store/day-rows.ts';
import { lockedAccount, type UnitOfWork } from '../store/unit-of-work.ts';
import type { AdtvOfAccounts } from './adtv.ts';
import { foldEach, type PersonDays } from './fold-each.ts';

export interface CloseRequest {
  /** All accounts of one person. */
  readonly accountIds: readonly string[];
  /** Trade dates until this one (ISO) are closed. */
  readonly until: string;
  readonly tables: readonly CostTable[];
  readonly adtv: AdtvOfAccounts;
}

/**
 * Computes the open days of a person's accounts. LATE: a trade belongs to a day before a change that the positions contain, or to
 * one before a note of the person, so all days must be computed again.
 */
export function* openDaysOf(unit: UnitOfWork, request: CloseRequest): Steps<PersonDays | 'LATE'> {
  const { accountIds, until, tables, adtv } = request;
  const newest = newestNote(accountIds.flatMap((id) => unit.daysOf(id).notes));
  const accounts = new Map<string, AccountHistory>();
  for (const accountId of accountIds) {
    const { book, closedDay } = lockedAccount(unit, accountId);
    const trades = unit.daysOf(accountId).trades.filter(({ tradeDate }) => tradeDate <= until);
    if (trades.length === 0) continue;
    const isLate = trades.some(
      ({ tradeDate, asset }) =>
        tradeDate <= closedDay ||
        (book.position(asset)?.changedOn ?? '') > tradeDate ||
        (newest !== null && compareNotes({ accountId, tradeDate }, newest) < 0),
    );
    if (isLate) return 'LATE';
    const positions = new Map(
      trades.flatMap(({ asset }) => {
        const position = book.position(asset);
        return position ? [[asset, position]] : [];
      }),
    );
    accounts.set(accountId, { positions, changes: [], trades });
  }
  const person = { accounts, uncollected: newest?.uncollected ?? NOTHING_UNCOLLECTED };
  return yield* foldEach(person, (accountId) => ({ tables, volumesOn: adtv(accountId) }));
}

/** Computes all days of a person's accounts again, from their first change or trade on. Needs a scope with all trades. */
export function allDaysOf(
  unit: UnitOfWork,
  { accountIds, until, tables, adtv }: CloseRequest,
): Steps<PersonDays> {
  const accounts = new Map(
    accountIds.map((accountId): [string, AccountHistory] => {
      const { trades, noted, changes } = unit.daysOf(accountId);
      const chosen = trades.filter(
        ({ tradeDate, executionId }) => tradeDate <= until || noted.has(executionId),
      );
      return [accountId, { positions: new Map(), changes, trades: chosen }];
    }),
  );
  return foldEach({ accounts, uncollected: NOTHING_UNCOLLECTED }, (accountId) => {
    const stored = new Map(unit.daysOf(accountId).notes.map((note) => [note.tradeDate, note.volumes]));
    const computed = adtv(accountId);
    return { tables, volumesOn: (day) => stored.get(day) ?? computed(day) };
  });
}

/** Operation that closes days, and the calendar that says when their sessions ended. */
export interface CloseOrigin {
  readonly correlationId: string;
  readonly calendar: TradingCalendar;
}

/**
 * Stores the notes of closed days and posts what they differ from what was charged. Days before the first changed one stay as
 * they are. Returns the earliest settlement day of the stored notes.
 */
export function postDays(
  unit: UnitOfWork,
  accountId: string,
  { days, positions }: AccountDays,
  origin: CloseOrigin,
): string | null {
  const { book } = lockedAccount(unit, accountId);
  const stored = new Map(unit.daysOf(accountId).notes.map((note) => [note.tradeDate, note]));
  const first = days.findIndex((day) => !isStored(day, stored.get(day.tradeDate)));
  const changed = first < 0 ? [] : days.slice(first);
  for (const day of changed) postNote(unit, accountId, { day, before: stored.get(day.tradeDate) }, origin);
  for (const [ticker, position] of positions) book.setPosition(ticker, position);
  return changed.map(({ closed }) => closed.note.settlesOn).sort()[0] ?? null;
}

/** True when the stored note is that of the day. */
const isStored = ({ closed }: AccountDay, note: StoredNote | undefined): boolean =>
  note !== undefined &&
  contentOfNote(closed.note, closed.uncollected) === contentOfNote(note, note.uncollected);

/** Figures of a note as text. */
export const contentOfNote = (
  note: Pick<StoredNote, 'boughtCentavos' | 'soldCentavos' | 'costs' | 'withheld' | 'netCentavos'>,
  { month, baseCentavos, amountCentavos, isPassed }: UncollectedTax,
): string =>
  JSON.stringify([
    [note.boughtCentavos, note.soldCentavos, note.netCentavos],
    namedCosts(note.costs).map((cost) => [cost.name, cost.amountCentavos]),
    note.withheld.map((tax) => [tax.kind, tax.baseCentavos, tax.amountCentavos, tax.isDeducted]),
    [month, baseCentavos, amountCentavos, isPassed],
  ]);

function postNote(
  unit: UnitOfWork,
  accountId: string,
  { day, before }: { readonly day: AccountDay; readonly before: StoredNote | undefined },
  { correlationId, calendar }: CloseOrigin,
): void {
  const { book, noteCount } = lockedAccount(unit, accountId);
  const { note } = day.closed;
  const number = before?.number ?? noteCount + 1;
  const reference = { number, tradeDate: day.tradeDate, settlesOn: note.settlesOn };
  const { closesAtMs } = calendar.sessionOf(day.tradeDate) ?? { closesAtMs: lastInstantOf(day.tradeDate) };
  const dueAtMs = Math.min(unit.time.nowMs, closesAtMs);
  const cause = { correlationId, atMs: book.notBeforeNewest(dueAtMs), day: dayOf(dueAtMs) };
  const refund = subtract(chargedBefore(unit, accountId, day, before), totalCosts(note.costs));
  const costs = noteCostsTransfer(accountId, reference, namedCosts(note.costs), refund);
  if (costs) book.post(costs, cause);
  for (const kind of ['ORDINARY', 'DAY_TRADE'] as const) {
    const tax = subtract(deducted(note.withheld, kind), deducted(before?.withheld ?? [], kind));
    if (tax !== 0) book.post(withheldTaxTransfer(accountId, reference, kind, tax), cause);
  }
  const version = (before?.version ?? 0) + 1;
  unit.saveNote({ accountId, number, version, closedAtMs: unit.time.nowMs, day });
}

/** Costs charged for a day so far: those of the stored note, and the provisional ones of trades that it does not have. */
function chargedBefore(
  unit: UnitOfWork,
  accountId: string,
  { trades, provisionalCentavos }: AccountDay,
  before: StoredNote | undefined,
): number {
  if (!before) return provisionalCentavos;
  const { noted } = unit.daysOf(accountId);
  const added = trades.filter(({ executionId }) => !noted.has(executionId));
  return add(totalCosts(before.costs), sum(added.map((trade) => trade.provisionalCentavos)));
}

const lastInstantOf = (day: string): number => instantOf(addDays(day, 1), 0) - 1;

const deducted = (withheld: readonly WithheldTax[], kind: ResultKind): number =>
  sum(withheld.flatMap((tax) => (tax.kind === kind && tax.isDeducted ? tax.amountCentavos : [])));

/** Costs of a note by name; costs of zero are left out. */
export const namedCosts = (costs: NoteCosts): readonly Cost[] =>
  [
    { name: 'SETTLEMENT', amountCentavos: costs.settlementFeeCentavos },
    { name: 'TRADING', amountCentavos: costs.tradingFeeCentavos },
    { name: 'BROKERAGE', amountCentavos: costs.brokerageCentavos },
    { name: 'BROKERAGE_TAXES', amountCentavos: costs.brokerageTaxesCentavos },
    { name: 'OTHER', amountCentavos: costs.otherCentavos },
  ].filter(({ amountCentavos }) => amountCentavos !== 0);
