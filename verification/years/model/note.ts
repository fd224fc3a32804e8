import {
  assetOf,
  CENTAVO,
  lesser,
  nearest,
  total,
  type Execution,
  type Position,
  type Result,
} from './facts.ts';
import { feesOf, type Means } from './fees.ts';

/** A line of a note. */
interface Line {
  readonly execution: Execution;
  readonly gross: bigint;
  costs: bigint;
  /** Shares that belong to a day trade: the first ones. */
  paired: bigint;
}

/** The day of an account, tax aside. */
export interface NoteOfDay {
  readonly settlement: bigint;
  readonly trading: bigint;
  /** Money of the trades, costs deducted. */
  readonly cash: bigint;
  readonly results: readonly Result[];
  /** Amounts of purchases and sales: all, and those of day trades. */
  readonly traded: bigint;
  readonly dayTraded: bigint;
}

/** Makes the note of a day, and changes the positions. */
export function noteOf(
  day: string,
  executions: readonly Execution[],
  positions: Map<string, Position>,
  means: Means,
): NoteOfDay {
  const lines = executions.map((execution): Line => ({
    execution,
    gross: execution.quantity * execution.price,
    costs: 0n,
    paired: 0n,
  }));
  pair(lines);
  const dayTraded = amountOf(lines, true, false) + amountOf(lines, true, true);
  const traded = {
    held: amountOf(lines, false, false),
    heldInAuction: amountOf(lines, false, true),
    dayTraded,
  };
  const { settlement, trading } = feesOf(day, traded, means);
  shareCosts(lines, settlement + trading);
  const results = [...dayTrades(day, lines), ...settle(day, positions, lines)];
  const cash = total(lines.map(({ execution, gross }) => (execution.side === 'SELL' ? gross : -gross)));
  return {
    ...{ settlement, trading, cash: cash - settlement - trading, results },
    traded: total(lines.map(({ gross }) => gross)),
    dayTraded,
  };
}

/** The first shares that were bought and sold of an asset are a day trade, as many as there are on both sides. */
function pair(lines: readonly Line[]): void {
  for (const asset of new Set(lines.map((line) => assetOf(line.execution.ticker)))) {
    const sideOf = (side: string): Line[] =>
      lines.filter(({ execution }) => assetOf(execution.ticker) === asset && execution.side === side);
    const quantityOf = (side: string): bigint =>
      total(sideOf(side).map(({ execution }) => execution.quantity));
    const both = lesser(quantityOf('BUY'), quantityOf('SELL'));
    for (const side of ['BUY', 'SELL']) {
      let left = both;
      for (const line of sideOf(side)) {
        line.paired = lesser(left, line.execution.quantity);
        left -= line.paired;
      }
    }
  }
}

/** Amount of the lines by kind of trade. */
function amountOf(lines: readonly Line[], isDayTrade: boolean, isAuction: boolean): bigint {
  return total(
    lines
      .filter(({ execution }) => execution.isAuction === isAuction)
      .map(({ execution, paired }) => (isDayTrade ? paired : execution.quantity - paired) * execution.price),
  );
}

/** Shares the costs in proportion to the amounts; what is missing goes to the largest remainders. */
function shareCosts(lines: readonly Line[], costs: bigint): void {
  const all = total(lines.map(({ gross }) => gross));
  for (const line of lines) line.costs = (costs * line.gross) / all;
  const byRemainder = lines
    .map((line, index) => ({ line, index, rest: (costs * line.gross) % all }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest < b.rest ? 1 : -1));
  let missing = costs - total(lines.map((line) => line.costs));
  for (const { line } of byRemainder) if (missing-- > 0n) line.costs += 1n;
}

/** Costs of the first shares of a line. */
const costsOfFirst = ({ execution, costs }: Line, count: bigint): bigint =>
  nearest(costs * count, execution.quantity);

function dayTrades(day: string, lines: readonly Line[]): Result[] {
  const taken = new Map<Line, bigint>();
  return lines
    .filter(({ execution, paired }) => execution.side === 'SELL' && paired > 0n)
    .map((sale) => {
      const ticker = assetOf(sale.execution.ticker);
      let cost = 0n;
      let missing = sale.paired;
      for (const buy of lines) {
        if (buy.execution.side === 'SELL' || assetOf(buy.execution.ticker) !== ticker) continue;
        const before = taken.get(buy) ?? 0n;
        const now = lesser(missing, buy.paired - before);
        taken.set(buy, before + now);
        missing -= now;
        cost += now * buy.execution.price + costsOfFirst(buy, before + now) - costsOfFirst(buy, before);
      }
      const gross = sale.paired * sale.execution.price;
      const proceeds = gross - costsOfFirst(sale, sale.paired);
      return { day, ticker, kind: 'DAY_TRADE', quantity: sale.paired, gross, proceeds, cost };
    });
}

/** Takes the other shares into the positions, and out of them at their average cost. */
function settle(day: string, positions: Map<string, Position>, lines: readonly Line[]): Result[] {
  const results: Result[] = [];
  for (const line of lines) {
    const { execution, paired } = line;
    const quantity = execution.quantity - paired;
    if (quantity === 0n) continue;
    const ticker = assetOf(execution.ticker);
    const held = positionIn(positions, ticker);
    const gross = quantity * execution.price;
    const costs = line.costs - costsOfFirst(line, paired);
    if (execution.side === 'BUY') {
      held.shares += quantity;
      held.cost += (gross + costs) * CENTAVO;
      continue;
    }
    if (quantity > held.shares) throw new RangeError(`${day} sells ${quantity} of ${held.shares} ${ticker}`);
    const before = nearest(held.cost, CENTAVO);
    held.cost = nearest(held.cost * (held.shares - quantity), held.shares);
    held.shares -= quantity;
    const cost = before - nearest(held.cost, CENTAVO);
    results.push({ day, ticker, kind: 'ORDINARY', quantity, gross, proceeds: gross - costs, cost });
  }
  return results;
}

/** The position of an asset, opened when there is none. */
export function positionIn(positions: Map<string, Position>, ticker: string): Position {
  const held = positions.get(ticker) ?? { shares: 0n, cost: 0n, realized: 0n };
  positions.set(ticker, held);
  return held;
}
