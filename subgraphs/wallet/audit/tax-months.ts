import type { MeanDailyVolumes } from '#domain/costs/exchange-fees.ts';
import { NOTHING_UNCOLLECTED } from '#domain/notes/withholding.ts';
import { foldPersonDays, type AccountHistory } from '#domain/positions/fold-days.ts';
import { createMonthClose } from '#domain/taxes/month-close.ts';
import type { TaxMonth } from '#domain/taxes/month.ts';
import { NO_VOLUMES, type NoteRules } from '../day-close/adtv.ts';
import type { Notes } from '../notes/notes.ts';
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
  const computed = await computeMonths({ notes, rules }, accountIds);
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

/** The months of a person from the trades of all accounts that have a note, and from the corporate actions. */
async function computeMonths(
  { notes, rules: { tables } }: Omit<TaxAuditServices, 'store'>,
  accountIds: readonly string[],
): Promise<readonly TaxMonth[]> {
  const accounts = new Map<string, AccountHistory>();
  const volumes = new Map<string, MeanDailyVolumes>();
  for (const accountId of accountIds) {
    const history = await notes.history(accountId);
    for (const note of history.notes) volumes.set(`${accountId} ${note.tradeDate}`, note.volumes);
    const trades = history.trades.filter(({ executionId }) => history.noted.has(executionId));
    accounts.set(accountId, { positions: new Map(), changes: history.changes, trades });
  }
  const folded = foldPersonDays({ accounts, uncollected: NOTHING_UNCOLLECTED }, (accountId) => ({
    tables,
    volumesOn: (tradeDate) => volumes.get(`${accountId} ${tradeDate}`) ?? NO_VOLUMES,
  }));
  const actions = (await notes.actionResults(accountIds)).map((result) => ({
    note: { tradeDate: result.tradeDate, withheld: [] },
    results: [{ ...result, trade: { kind: result.assetKind } }],
  }));
  const days = [...folded.values()].flatMap((account) =>
    account.days.map(({ closed }) => ({ note: closed.note, results: closed.results })),
  );
  const months: TaxMonth[] = [];
  const close = createMonthClose((month) => months.push(month));
  const inOrder = [...days, ...actions].sort((a, b) => (a.note.tradeDate < b.note.tradeDate ? -1 : 1));
  for (const { note, results } of inOrder) close.add(note, results);
  close.end();
  return months;
}
