import { decimal, type TaxesQuery } from '#sdk/src/index.ts';

export type TaxMonth = NonNullable<NonNullable<TaxesQuery['me']>['taxes']>[number];
type Pool = TaxMonth['pools'][number];

/** Sums of a year's months. */
export interface TaxYear {
  readonly due: string;
  readonly withheld: string;
  /** The next payment on this day or later; null when none is known. */
  readonly next: { readonly month: string; readonly due: string; readonly dueOn: string } | null;
  /** Losses that the newest month hands on, of the pools that have one. */
  readonly losses: readonly { readonly pool: Pool['pool']; readonly amount: string }[];
}

export function taxYearOf(months: readonly TaxMonth[], today: string): TaxYear {
  const sum = (field: 'due' | 'withheld'): string =>
    months.reduce((total, month) => decimal.add(total, month[field]), '0.00');
  const next = months.find(({ dueOn }) => dueOn !== null && dueOn >= today);
  return {
    due: sum('due'),
    withheld: sum('withheld'),
    next: next?.dueOn ? { month: next.month, due: next.due, dueOn: next.dueOn } : null,
    losses: (months.at(-1)?.pools ?? [])
      .filter(({ lossCarriedOut }) => isSomething(lossCarriedOut))
      .map(({ pool, lossCarriedOut }) => ({ pool, amount: lossCarriedOut })),
  };
}

export const isSomething = (amount: string): boolean => decimal.compare(amount, '0') !== 0;

/** The pools of a month in which anything happened or is carried. */
export const activePools = ({ pools }: TaxMonth): readonly Pool[] =>
  pools.filter(({ profit, lossCarriedIn, tax, lossCarriedOut }) =>
    [profit, lossCarriedIn, tax, lossCarriedOut].some(isSomething),
  );
