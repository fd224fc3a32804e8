import type { AccountDay } from '#domain/positions/fold-days.ts';
import { createMonthClose } from '#domain/taxes/month-close.ts';
import type { TaxMonth } from '#domain/taxes/month.ts';
import type { AccountResult } from '../notes/notes.ts';
import { allTaxMonths, type TaxHistory } from '../taxes/tax-year.ts';

/** After the last month of any note. */
export const AFTER_ALL = '9999-12';

/** The sources of a person's months: the closed days of all accounts, and the results of corporate actions. */
export interface MonthSources {
  readonly days: readonly AccountDay[];
  readonly actions: readonly AccountResult[];
}

/** Compares the months that the graph shows to a person with those that the person's trades give. */
export function compareMonths(
  shown: Omit<TaxHistory, 'openDays'>,
  sources: MonthSources,
): { readonly months: number; readonly wrong: readonly string[] } {
  const stored = byName(allTaxMonths({ ...shown, openDays: [] }, AFTER_ALL));
  const computed = byName(computeMonths(sources));
  const names = [...new Set([...stored.keys(), ...computed.keys()])].sort();
  return {
    months: names.length,
    wrong: names
      .filter((name) => stored.get(name) !== computed.get(name))
      .map(
        (name) => `${name} is ${stored.get(name) ?? 'none'}, its trades give ${computed.get(name) ?? 'none'}`,
      ),
  };
}

const byName = (months: readonly TaxMonth[]): ReadonlyMap<string, string> =>
  new Map(months.map((month) => [month.month, JSON.stringify(month)]));

function computeMonths({ days, actions }: MonthSources): readonly TaxMonth[] {
  const ofDays = days.map(({ closed }) => ({ note: closed.note, results: closed.results }));
  const ofActions = actions.map((result) => ({
    note: { tradeDate: result.tradeDate, withheld: [] },
    results: [{ ...result, trade: { kind: result.assetKind } }],
  }));
  const months: TaxMonth[] = [];
  const close = createMonthClose((month) => months.push(month));
  const inOrder = [...ofDays, ...ofActions].sort((a, b) => (a.note.tradeDate < b.note.tradeDate ? -1 : 1));
  for (const { note, results } of inOrder) close.add(note, results);
  close.end();
  return months;
}
