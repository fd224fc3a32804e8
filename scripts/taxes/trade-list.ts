import { add } from '#domain/money/integer.ts';
import type { Trade } from '#domain/notes/trade.ts';
import { BadLine } from './bad-line.ts';

/** A list with more trades than this has its equal trades merged, so that memory does not grow with their number. */
const MERGE_FROM = 100_000;
/** Most trades of a day, merged ones counted once. */
const MAX_TRADES = 500_000;

/** The trades of a day in the order of trading, each with its line in the file. */
export interface TradeList {
  trades(): readonly Trade[];
  /** Line of each trade; the first line of merged ones. */
  lines(): readonly number[];
  /** @throws BadLine when the list is too long */
  add(line: number, trade: Trade): void;
}

export function createTradeList(): TradeList {
  let trades: Trade[] = [];
  let lines: number[] = [];
  /** Index of the last trade by asset and side; empty until trades are merged. */
  const last = new Map<string, number>();
  const append = (line: number, trade: Trade): number => {
    lines.push(line);
    return trades.push(trade);
  };
  const merge = (line: number, trade: Trade): void => {
    const key = `${trade.asset} ${trade.side}`;
    const index = last.get(key) ?? -1;
    const before = trades[index];
    if (before && isSamePrice(before, trade)) {
      trades[index] = joined(before, trade);
      return;
    }
    const count = append(line, trade);
    last.set(key, count - 1);
    if (count > MAX_TRADES)
      throw new BadLine(line, `the day has more than ${MAX_TRADES} trades, equal ones in a row counted once`);
  };
  const mergeAll = (): void => {
    const all = trades.map((trade, index) => [lines[index] ?? 0, trade] as const);
    trades = [];
    lines = [];
    for (const [line, trade] of all) merge(line, trade);
  };
  return {
    trades: () => trades,
    lines: () => lines,
    add: (line, trade) => {
      if (last.size > 0) merge(line, trade);
      else if (append(line, trade) >= MERGE_FROM) mergeAll();
    },
  };
}

/**
 * Whether two trades of one asset and side, without another of that asset and side between them, have the effect of one:
 * same market, price and auction.
 */
const isSamePrice = (a: Trade, b: Trade): boolean =>
  a.ticker === b.ticker &&
  a.isAuction === b.isAuction &&
  BigInt(a.grossCentavos) * BigInt(b.quantity) === BigInt(b.grossCentavos) * BigInt(a.quantity);

const joined = (a: Trade, b: Trade): Trade => ({
  ...a,
  quantity: add(a.quantity, b.quantity),
  grossCentavos: add(a.grossCentavos, b.grossCentavos),
});
