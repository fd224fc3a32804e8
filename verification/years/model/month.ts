import { nearest, positive, total, type ModelKind, type ModelMonth, type Result } from './facts.ts';

/** A day of an account that counts in a month. */
export interface MonthFacts {
  readonly day: string;
  readonly results: readonly Result[];
  readonly withheld: bigint;
}

interface Carried {
  readonly losses: readonly bigint[];
  /** Tax below the minimum of a payment. */
  readonly below: bigint;
  readonly withheld: bigint;
  readonly year: string;
}

/** The months of a person. */
export function monthsOf(facts: readonly MonthFacts[], kindOf: (asset: string) => ModelKind): ModelMonth[] {
  const months: ModelMonth[] = [];
  let carried: Carried = { losses: [0n, 0n, 0n], below: 0n, withheld: 0n, year: '' };
  for (const month of [...new Set(facts.map(({ day }) => day.slice(0, 7)))].sort()) {
    const ofMonth = facts.filter(({ day }) => day.startsWith(month));
    const closed = closeMonth(month, ofMonth, carried, kindOf);
    months.push(closed.month);
    carried = closed.carried;
  }
  return months;
}

function closeMonth(
  month: string,
  facts: readonly MonthFacts[],
  carried: Carried,
  kindOf: (asset: string) => ModelKind,
): { month: ModelMonth; carried: Carried } {
  const results = facts.flatMap((fact) => fact.results);
  const withheld = total(facts.map((fact) => fact.withheld));
  const profitOf = (chosen: (result: Result) => boolean): bigint =>
    total(results.filter(chosen).map(({ proceeds, cost }) => proceeds - cost));
  const isOf = (kind: Result['kind'], asset: ModelKind) => (result: Result) =>
    result.kind === kind && kindOf(result.ticker) === asset;
  const sales = total(results.filter(isOf('ORDINARY', 'STOCK')).map(({ gross }) => gross));
  const stocks = profitOf(isOf('ORDINARY', 'STOCK'));
  const taxedStocks = sales <= 2_000_000n && stocks > 0n ? 0n : stocks;
  const profits = [
    taxedStocks + profitOf(isOf('ORDINARY', 'FUND')),
    profitOf((result) => result.kind !== 'CAPITAL_RETURN' && kindOf(result.ticker) === 'REIT'),
    profitOf((result) => result.kind === 'DAY_TRADE' && kindOf(result.ticker) !== 'REIT'),
  ].map((profit, pool) => profit - (carried.losses[pool] ?? 0n));
  const bases = profits.map(positive);
  const taxes = bases.map((base, pool) => nearest(base * (pool === 0 ? 15n : 20n), 100n));
  const losses = profits.map((profit) => positive(-profit));
  const year = month.slice(0, 4);
  const credit = withheld + (carried.year === year ? carried.withheld : 0n);
  const owed = positive(total(taxes) - credit) + carried.below;
  const due = owed >= 1_000n ? owed : 0n;
  const capitalGain = profitOf((result) => result.kind === 'CAPITAL_RETURN');
  return {
    month: { month, sales, bases, taxes, losses, capitalGain, withheld, due },
    carried: { losses, below: owed - due, withheld: positive(credit - total(taxes)), year },
  };
}
