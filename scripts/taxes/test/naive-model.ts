/**
 * A slow and plain model of the calculator for days from 2021-02-02 to 2025-07-31. It shares no code with it: single shares
 * instead of quantities, and fractions of bigints.
 */
export interface ModelRow {
  readonly day: string;
  readonly ticker: string;
  readonly side: 'BUY' | 'SELL' | 'SPLIT' | 'BONUS' | 'CAPITAL_RETURN';
  readonly quantity: number;
  readonly priceCentavos: number;
  readonly isAuction: boolean;
}

export type ModelKind = 'STOCK' | 'FUND' | 'REIT';

/** Amounts in centavos. */
interface Line {
  readonly row: ModelRow;
  readonly gross: bigint;
  costs: bigint;
  paired: number;
}

interface Result {
  readonly ticker: string;
  readonly isDayTrade: boolean;
  readonly quantity: number;
  readonly gross: bigint;
  readonly proceeds: bigint;
  readonly cost: bigint;
}

export interface ModelDay {
  readonly day: string;
  readonly settlement: bigint;
  readonly trading: bigint;
  readonly net: bigint;
  readonly results: readonly Result[];
}

export interface ModelMonth {
  readonly month: string;
  readonly sales: bigint;
  readonly bases: readonly [common: bigint, reit: bigint, dayTrade: bigint];
  readonly losses: readonly [common: bigint, reit: bigint, dayTrade: bigint];
  readonly withheld: bigint;
  readonly due: bigint;
}

const assetOf = (ticker: string): string => ticker.replace(/F$/, '');
const total = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n);
/** Nearest whole number of a positive fraction; a half goes up. */
const nearest = (top: bigint, bottom: bigint): bigint => (2n * top + bottom) / (2n * bottom);
const positive = (value: bigint): bigint => (value > 0n ? value : 0n);

/** Positions: shares, and cost in billionths of a real. */
export type ModelPositions = Map<string, { shares: bigint; cost: bigint }>;

export const naiveBonusCost = 1_234_567_891n;

export function naiveModel(
  rows: readonly ModelRow[],
  kindOf: (asset: string) => ModelKind,
): { days: ModelDay[]; months: ModelMonth[]; positions: ModelPositions } {
  const positions: ModelPositions = new Map();
  const days: ModelDay[] = [];
  const months: ModelMonth[] = [];
  let shown = { month: '', tax: 0n, isPassed: false };
  let carried = { losses: [0n, 0n, 0n], below: 0n, withheld: 0n, year: '' };
  let open: { month: string; results: Result[]; withheld: bigint } | null = null;
  const closeMonth = (): void => {
    if (!open) return;
    const closed = naiveMonth(open, carried, kindOf);
    months.push(closed.month);
    carried = closed.carried;
  };
  for (const day of [...new Set(rows.map((row) => row.day))]) {
    const today = rows.filter((row) => row.day === day);
    for (const row of today) act(positions, row);
    const lines = today.filter(isTrade).map(lineOf);
    if (lines.length === 0) continue;
    pair(lines);
    const fees = feesOf(lines);
    shareCosts(lines, fees.settlement + fees.trading);
    const results = [...dayTrades(lines), ...settle(positions, lines)];
    const sales = total(results.filter((result) => !result.isDayTrade).map((result) => result.gross));
    const profit = total(results.filter((result) => result.isDayTrade).map((r) => r.proceeds - r.cost));
    if (shown.month !== day.slice(0, 7)) shown = { month: day.slice(0, 7), tax: 0n, isPassed: false };
    const ordinaryTax = (sales * 5n) / 100_000n;
    const isCollected = sales > 0n && (shown.isPassed || shown.tax + ordinaryTax > 100n);
    const withheld = (isCollected ? shown.tax + ordinaryTax : 0n) + positive(profit) / 100n;
    shown = isCollected ? { ...shown, tax: 0n, isPassed: true } : { ...shown, tax: shown.tax + ordinaryTax };
    const cash = total(lines.map(({ row, gross }) => (row.side === 'SELL' ? gross : -gross)));
    days.push({ day, ...fees, net: cash - fees.settlement - fees.trading - withheld, results });
    if (open?.month !== day.slice(0, 7)) {
      closeMonth();
      open = { month: day.slice(0, 7), results: [], withheld: 0n };
    }
    open.results.push(...results);
    open.withheld += withheld;
  }
  closeMonth();
  return { days, months, positions };
}

const isTrade = (row: ModelRow): boolean => row.side === 'BUY' || row.side === 'SELL';

const lineOf = (row: ModelRow): Line => ({
  row,
  gross: BigInt(row.quantity) * BigInt(row.priceCentavos),
  costs: 0n,
  paired: 0,
});

/** Splits double, bonuses give 10 %, capital returns pay R$ 0.50. */
function act(positions: ModelPositions, { ticker, side }: ModelRow): void {
  const held = positions.get(ticker);
  if (!held) return;
  if (side === 'SPLIT') held.shares *= 2n;
  if (side === 'BONUS') {
    const added = held.shares / 10n;
    held.shares += added;
    held.cost += added * naiveBonusCost;
  }
  if (side === 'CAPITAL_RETURN') held.cost = positive(held.cost - held.shares * 500_000_000n);
}

/** Marks share by share how many shares of each line belong to a day trade. */
function pair(lines: readonly Line[]): void {
  for (const asset of new Set(lines.map(({ row }) => assetOf(row.ticker)))) {
    const sharesOf = (side: string): Line[] =>
      lines
        .filter(({ row }) => assetOf(row.ticker) === asset && row.side === side)
        .flatMap((line) => Array.from({ length: line.row.quantity }, () => line));
    const [buys, sells] = [sharesOf('BUY'), sharesOf('SELL')];
    while (buys.length > 0 && sells.length > 0)
      for (const line of [buys.shift(), sells.shift()]) if (line) line.paired += 1;
  }
}

function feesOf(lines: readonly Line[]): { settlement: bigint; trading: bigint } {
  const amount = (isDayTrade: boolean | null, isAuction: boolean | null): bigint =>
    total(
      lines
        .filter(({ row }) => isAuction === null || row.isAuction === isAuction)
        .map(({ row, paired }) => {
          const shares = isDayTrade === null ? row.quantity : isDayTrade ? paired : row.quantity - paired;
          return BigInt(shares) * BigInt(row.priceCentavos);
        }),
    );
  return {
    settlement: (amount(false, null) * 25n) / 100_000n + (amount(true, null) * 18n) / 100_000n,
    trading:
      ((amount(null, false) + amount(true, true)) * 5n) / 100_000n + (amount(false, true) * 7n) / 100_000n,
  };
}

function shareCosts(lines: readonly Line[], costs: bigint): void {
  const all = total(lines.map(({ gross }) => gross));
  for (const line of lines) line.costs = (costs * line.gross) / all;
  const byRemainder = lines
    .map((line, index) => ({ line, index, rest: (costs * line.gross) % all }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest < b.rest ? 1 : -1));
  let missing = costs - total(lines.map((line) => line.costs));
  for (const { line } of byRemainder) if (missing-- > 0n) line.costs += 1n;
}

/** Costs of the first `count` shares of a line. */
const costsOfFirst = ({ row, costs }: Line, count: number): bigint =>
  nearest(costs * BigInt(count), BigInt(row.quantity));

function dayTrades(lines: readonly Line[]): Result[] {
  const taken = new Map<Line, number>();
  return lines
    .filter(({ row, paired }) => row.side === 'SELL' && paired > 0)
    .map((sale) => {
      let cost = 0n;
      for (let share = 0; share < sale.paired; share++) {
        const buy = lines.find(
          (line) =>
            line.row.side === 'BUY' &&
            assetOf(line.row.ticker) === assetOf(sale.row.ticker) &&
            (taken.get(line) ?? 0) < line.paired,
        );
        if (!buy) throw new Error('a share without its purchase');
        const before = taken.get(buy) ?? 0;
        taken.set(buy, before + 1);
        cost += BigInt(buy.row.priceCentavos) + costsOfFirst(buy, before + 1) - costsOfFirst(buy, before);
      }
      const gross = BigInt(sale.paired) * BigInt(sale.row.priceCentavos);
      const proceeds = gross - costsOfFirst(sale, sale.paired);
      return {
        ticker: assetOf(sale.row.ticker),
        isDayTrade: true,
        quantity: sale.paired,
        gross,
        proceeds,
        cost,
      };
    });
}

function settle(positions: ModelPositions, lines: readonly Line[]): Result[] {
  const results: Result[] = [];
  for (const line of lines) {
    const { row, paired } = line;
    const quantity = row.quantity - paired;
    if (quantity === 0) continue;
    const ticker = assetOf(row.ticker);
    const held = positions.get(ticker) ?? { shares: 0n, cost: 0n };
    positions.set(ticker, held);
    const gross = BigInt(quantity) * BigInt(row.priceCentavos);
    const costs = line.costs - costsOfFirst(line, paired);
    if (row.side === 'BUY') {
      held.shares += BigInt(quantity);
      held.cost += (gross + costs) * 10_000_000n;
      continue;
    }
    const before = nearest(held.cost, 10_000_000n);
    const left = held.shares - BigInt(quantity);
    held.cost = nearest(held.cost * left, held.shares);
    held.shares = left;
    const cost = before - nearest(held.cost, 10_000_000n);
    results.push({ ticker, isDayTrade: false, quantity, gross, proceeds: gross - costs, cost });
  }
  return results;
}

interface Carried {
  losses: bigint[];
  below: bigint;
  withheld: bigint;
  year: string;
}

function naiveMonth(
  open: { month: string; results: readonly Result[]; withheld: bigint },
  carried: Carried,
  kindOf: (asset: string) => ModelKind,
): { month: ModelMonth; carried: Carried } {
  const profitOf = (chosen: (result: Result) => boolean): bigint =>
    total(open.results.filter(chosen).map(({ proceeds, cost }) => proceeds - cost));
  const isStock = (result: Result): boolean => !result.isDayTrade && kindOf(result.ticker) === 'STOCK';
  const sales = total(open.results.filter(isStock).map(({ gross }) => gross));
  const stocks = profitOf(isStock);
  const taxedStocks = sales <= 2_000_000n && stocks > 0n ? 0n : stocks;
  const profits = [
    taxedStocks + profitOf((result) => !result.isDayTrade && kindOf(result.ticker) === 'FUND'),
    profitOf((result) => kindOf(result.ticker) === 'REIT'),
    profitOf((result) => result.isDayTrade && kindOf(result.ticker) !== 'REIT'),
  ].map((profit, pool) => profit - (carried.losses[pool] ?? 0n));
  const [common = 0n, reit = 0n, dayTrade = 0n] = profits.map(positive);
  const tax = nearest(common * 15n, 100n) + nearest(reit * 20n, 100n) + nearest(dayTrade * 20n, 100n);
  const year = open.month.slice(0, 4);
  const credit = open.withheld + (carried.year === year ? carried.withheld : 0n);
  const owed = positive(tax - credit) + carried.below;
  const due = owed >= 1_000n ? owed : 0n;
  const [lossOfCommon = 0n, lossOfReit = 0n, lossOfDayTrade = 0n] = profits.map((profit) =>
    positive(-profit),
  );
  const losses = [lossOfCommon, lossOfReit, lossOfDayTrade] as const;
  return {
    month: {
      month: open.month,
      sales,
      bases: [common, reit, dayTrade],
      losses,
      withheld: open.withheld,
      due,
    },
    carried: { losses: [...losses], below: owed - due, withheld: positive(credit - tax), year },
  };
}
