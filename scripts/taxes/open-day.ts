import type { Trade } from '#domain/notes/trade.ts';
import type { CorporateAction } from '#domain/positions/corporate-actions.ts';
import { add } from '#domain/money/integer.ts';
import { BadLine } from './bad-line.ts';

/** A day with more trades than this has its equal trades merged, so that memory does not grow with their number. */
const MERGE_FROM = 100_000;
/** Most trades of a day, equal ones merged. */
const MAX_TRADES = 500_000;

/** A corporate action with its line in the file. */
export interface DayAction {
  readonly asset: string;
  readonly line: number;
  readonly action: CorporateAction;
}

/** A day whose rows are being read. */
export interface OpenDay {
  readonly day: string;
  readonly trades: readonly Trade[];
  /** Line of each trade. */
  readonly lines: readonly number[];
  readonly actions: Iterable<DayAction>;
  readonly brokerageCentavos: number;
  readonly otherCentavos: number;
  /** Last line that names an amount of the note; 0 without one. */
  readonly amountLine: number;
  addTrade(line: number, trade: Trade): void;
  /** @throws BadLine when the day has an action of this kind and asset */
  addAction(action: DayAction): void;
  addAmounts(line: number, brokerageCentavos: number, otherCentavos: number): void;
}

/** Opens a day. */
export function openDay(day: string): OpenDay {
  let trades: Trade[] = [];
  let lines: number[] = [];
  const actions = new Map<string, DayAction>();
  const amounts = { brokerageCentavos: 0, otherCentavos: 0, amountLine: 0 };
  const last = new Map<string, number>();
  const push = (line: number, trade: Trade): void => {
    const key = `${trade.asset} ${trade.side}`;
    const index = last.get(key);
    const before = index === undefined ? undefined : trades[index];
    if (index !== undefined && before && isSamePrice(before, trade)) {
      trades[index] = merge(before, trade);
      return;
    }
    last.set(key, trades.push(trade) - 1);
    lines.push(line);
    if (trades.length > MAX_TRADES)
      throw new BadLine(line, `${day} has more than ${MAX_TRADES} trades, equal ones in a row counted once`);
  };
  const mergeAll = (): void => {
    const all = trades.map((trade, index) => [lines[index] ?? 0, trade] as const);
    trades = [];
    lines = [];
    for (const [line, trade] of all) push(line, trade);
  };
  return {
    day,
    get trades() {
      return trades;
    },
    get lines() {
      return lines;
    },
    actions: { [Symbol.iterator]: () => actions.values() },
    get brokerageCentavos() {
      return amounts.brokerageCentavos;
    },
    get otherCentavos() {
      return amounts.otherCentavos;
    },
    get amountLine() {
      return amounts.amountLine;
    },
    addTrade: (line, trade) => {
      if (last.size > 0) {
        push(line, trade);
        return;
      }
      trades.push(trade);
      lines.push(line);
      if (trades.length >= MERGE_FROM) mergeAll();
    },
    addAction: (added) => {
      const key = `${added.asset} ${added.action.kind}`;
      const before = actions.get(key);
      if (before)
        throw new BadLine(
          added.line,
          `line ${before.line} has the ${added.action.kind} of ${added.asset} on ${day}`,
        );
      actions.set(key, added);
    },
    addAmounts: (line, brokerageCentavos, otherCentavos) => {
      if (brokerageCentavos === 0 && otherCentavos === 0) return;
      amounts.brokerageCentavos = add(amounts.brokerageCentavos, brokerageCentavos);
      amounts.otherCentavos = add(amounts.otherCentavos, otherCentavos);
      amounts.amountLine = line;
    },
  };
}

/**
 * Whether two trades of one asset and side, without another of that asset and side between them, have the same effect as
 * one: same market, price and auction.
 */
const isSamePrice = (a: Trade, b: Trade): boolean =>
  a.ticker === b.ticker &&
  a.isAuction === b.isAuction &&
  BigInt(a.grossCentavos) * BigInt(b.quantity) === BigInt(b.grossCentavos) * BigInt(a.quantity);

const merge = (a: Trade, b: Trade): Trade => ({
  ...a,
  quantity: add(a.quantity, b.quantity),
  grossCentavos: add(a.grossCentavos, b.grossCentavos),
});
