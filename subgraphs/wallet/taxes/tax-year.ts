import type { AccountDay } from '#domain/positions/fold-days.ts';
import { createMonthClose } from '#domain/taxes/month-close.ts';
import type { MonthResult, TaxMonth } from '#domain/taxes/month.ts';
import type { MonthOfNotes, MonthOfResults } from '../notes/notes.ts';

/** The trading of a person over all accounts, until the end of a year. */
export interface TaxHistory {
  readonly notes: readonly MonthOfNotes[];
  readonly results: readonly MonthOfResults[];
  /** Trade dates without a note, of all accounts. */
  readonly openDays: readonly AccountDay[];
}

/** The months of a year. The months before it decide the losses and taxes that it takes over. */
export const taxMonthsOf = (year: number, history: TaxHistory): readonly TaxMonth[] =>
  allTaxMonths(history, `${yearText(year)}-12`).filter(({ month }) => month.startsWith(`${yearText(year)}-`));

/** All months of a person until one. */
export function allTaxMonths({ notes, results, openDays }: TaxHistory, until: string): readonly TaxMonth[] {
  const open = openDays.filter(({ tradeDate }) => tradeDate.slice(0, 7) <= until);
  const months = new Set([
    ...[...notes, ...results].map(({ month }) => month),
    ...open.map(({ tradeDate }) => tradeDate.slice(0, 7)),
  ]);
  const closed: TaxMonth[] = [];
  const close = createMonthClose((month) => closed.push(month));
  for (const month of [...months].sort()) {
    const deducted = notes.find((one) => one.month === month)?.deductedCentavos ?? 0;
    const stored = results.filter((one) => one.month === month).map(monthResult);
    close.add(
      { tradeDate: `${month}-01`, withheld: [{ amountCentavos: deducted, isDeducted: true }] },
      stored,
    );
    for (const day of open.filter(({ tradeDate }) => tradeDate.startsWith(month)))
      close.add(day.closed.note, day.closed.results);
  }
  close.end();
  return closed;
}

const monthResult = ({ kind, assetKind, grossCentavos, profitCentavos }: MonthOfResults): MonthResult => ({
  kind,
  grossCentavos,
  profitCentavos,
  trade: { kind: assetKind },
});

export const yearText = (year: number): string => String(year).padStart(4, '0');
