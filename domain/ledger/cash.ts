import { removableOf, settledAtEndOf, settledOf, type Holding } from './holding.ts';

/** Cash of an account as the owner sees it, in centavos. */
export interface CashView {
  readonly availableCentavos: number;
  /** Owed to the broker: costs and taxes beyond the available cash. Any credit repays it first. */
  readonly owedCentavos: number;
  readonly reservedCentavos: number;
  readonly settledCentavos: number;
  readonly withdrawableCentavos: number;
  readonly projected: { date: string; amountCentavos: number }[];
}

/**
 * Derives the owner's view from the cash holding.
 *
 * @param days days to project, in order: today and the next settlement days. A later day with an amount due is added.
 */
export function viewCash(cash: Holding, days: readonly string[]): CashView {
  return {
    availableCentavos: cash.free,
    owedCentavos: cash.owed,
    reservedCentavos: cash.reserved,
    settledCentavos: settledOf(cash),
    withdrawableCentavos: removableOf(cash),
    projected: withDueDays(days, cash).map((date) => ({ date, amountCentavos: settledAtEndOf(cash, date) })),
  };
}

function withDueDays(days: readonly string[], { due }: Holding): readonly string[] {
  const last = days.at(-1) ?? '';
  return [...days, ...[...due.keys()].filter((day) => day > last).sort()];
}
