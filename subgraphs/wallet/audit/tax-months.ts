import { foldDays, type AccountDay } from '#domain/positions/fold-days.ts';
import { createMonthClose } from '#domain/taxes/month-close.ts';
import type { TaxMonth } from '#domain/taxes/month.ts';
import { NO_VOLUMES, type NoteRules } from '../day-close/adtv.ts';
import type { Notes } from '../notes/notes.ts';
import { uncollectedAfter } from '../store/day-rows.ts';
import type { WalletStore } from '../store/store.ts';
import { allTaxMonths } from '../taxes/tax-year.ts';

export interface TaxAuditServices {
  readonly store: Pick<WalletStore, 'accountsOf'>;
  readonly notes: Notes;
  readonly rules: NoteRules;
}

/** The months of a person, and those that differ from what the person's trades give. */
export interface TaxAudit {
  readonly ownerId: string;
  readonly months: number;
  readonly wrong: readonly string[];
}

/** After the last month of any note. */
const ALL = '9999-12';

/** Computes the months of a person again, from the trades of all accounts, and compares them with those that the graph shows. */
export async function auditTaxMonths(
  { store, notes, rules }: TaxAuditServices,
  ownerId: string,
): Promise<TaxAudit> {
  const accountIds = (await store.accountsOf(ownerId)).map(({ id }) => id);
  const { notes: noted, results } = await notes.months(accountIds, `${ALL}-31`);
  const shown = allTaxMonths({ notes: noted, results, openDays: [] }, ALL);
  const days: AccountDay[] = [];
  for (const accountId of accountIds) days.push(...(await closedDaysOf(notes, rules, accountId)));
  const computed: TaxMonth[] = [];
  const close = createMonthClose((month) => computed.push(month));
  days.sort((a, b) => (a.tradeDate < b.tradeDate ? -1 : 1));
  for (const { closed } of days) close.add(closed.note, closed.results);
  close.end();
  const names = [...new Set([...shown, ...computed].map(({ month }) => month))].sort();
  const textOf = (months: readonly TaxMonth[], name: string): string =>
    JSON.stringify(months.find(({ month }) => month === name) ?? null);
  const wrong = names.filter((name) => textOf(shown, name) !== textOf(computed, name));
  return {
    ownerId,
    months: names.length,
    wrong: wrong.map(
      (name) => `${name} of ${ownerId} is ${textOf(shown, name)}, its trades give ${textOf(computed, name)}`,
    ),
  };
}

/** The closed trade dates of an account, from all its trades that have a note. */
async function closedDaysOf(
  notes: Notes,
  { costs }: NoteRules,
  accountId: string,
): Promise<readonly AccountDay[]> {
  const history = await notes.history(accountId);
  const volumes = new Map(history.notes.map((note) => [note.tradeDate, note.volumes]));
  return foldDays(
    {
      positions: new Map(),
      changes: history.changes,
      trades: history.trades.filter(({ executionId }) => history.noted.has(executionId)),
      uncollected: uncollectedAfter([]),
    },
    { costs, volumesOn: (tradeDate) => volumes.get(tradeDate) ?? NO_VOLUMES },
  ).days;
}
