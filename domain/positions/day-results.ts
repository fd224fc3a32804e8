import { add, subtract } from '../money/integer.ts';
import { ordinaryPartOf } from '../notes/day-trades.ts';
import type { Note } from '../notes/note.ts';
import type { Trade } from '../notes/trade.ts';
import type { ResultKind } from '../notes/withholding.ts';
import type { Steps } from '../steps.ts';
import { acquire, dispose, NO_POSITION, type Position } from './position.ts';

/** Result of a sale, in centavos. A sale that is a day trade in part has two results. */
export interface TradeResult {
  readonly tradeDate: string;
  /** The sold trade. */
  readonly trade: Trade;
  readonly kind: ResultKind;
  readonly quantity: number;
  /** Gross amount of the sold shares. */
  readonly grossCentavos: number;
  /** Gross amount less costs. */
  readonly proceedsCentavos: number;
  readonly costCentavos: number;
  readonly profitCentavos: number;
}

/** The positions after a day, by asset, and what the day's sales earned, in the order of the sales. */
export interface DayResults {
  /** The positions that the day changed. */
  readonly positions: ReadonlyMap<string, Position>;
  readonly results: readonly TradeResult[];
}

/** Reads the position of an asset at the start of the day; undefined for an asset that is not held. */
export type ReadPosition = (asset: string) => Position | undefined;

/** Lines of a note that one step settles. */
const LINES_OF_STEP = 1_000;

/**
 * Settles the averages of a day. Day trades leave positions as they are: the other shares that a trade bought are added to
 * the position, the other shares that it sold are taken out of it at the average price.
 *
 * @throws RangeError when a position has fewer shares than the day sells; see `uncoveredSale`
 */
export function* settleInSteps(note: Note, positionOf: ReadPosition): Steps<DayResults> {
  const positions = new Map<string, Position>();
  const results: TradeResult[] = [];
  const dayTrades = note.dayTrades.values();
  for (const [index, line] of note.lines.entries()) {
    if (index > 0 && index % LINES_OF_STEP === 0) yield LINES_OF_STEP;
    const { trade, dayTradeQuantity } = line;
    if (trade.side === 'SELL' && dayTradeQuantity > 0) {
      const dayTrade = dayTrades.next().value;
      if (dayTrade) results.push(resultOf(note.tradeDate, trade, 'DAY_TRADE', dayTrade));
    }
    const part = ordinaryPartOf(line);
    if (part.quantity === 0) continue;
    const before = positions.get(trade.asset) ?? positionOf(trade.asset) ?? NO_POSITION;
    if (trade.side === 'BUY') {
      const cost = add(part.grossCentavos, part.costsCentavos);
      positions.set(trade.asset, acquire(before, part.quantity, cost));
      continue;
    }
    const { position, costCentavos } = dispose(before, part.quantity);
    positions.set(trade.asset, position);
    const proceedsCentavos = subtract(part.grossCentavos, part.costsCentavos);
    const sold = { ...part, proceedsCentavos, costCentavos };
    results.push(resultOf(note.tradeDate, trade, 'ORDINARY', sold));
  }
  return { positions, results };
}

/**
 * Index of the first sale of a day that takes more shares than the account holds and buys on that day; null when all sales
 * are covered. A purchase later on the day covers a sale: that is a day trade which begins with the sale.
 */
export function uncoveredSale(trades: readonly Trade[], positionOf: ReadPosition): number | null {
  const left = new Map<string, number>();
  const leftOf = (asset: string): number => left.get(asset) ?? positionOf(asset)?.quantity ?? 0;
  for (const { asset, side, quantity } of trades)
    if (side === 'BUY') left.set(asset, add(leftOf(asset), quantity));
  for (const [index, { asset, side, quantity }] of trades.entries()) {
    if (side === 'BUY') continue;
    const rest = leftOf(asset) - quantity;
    if (rest < 0) return index;
    left.set(asset, rest);
  }
  return null;
}

function resultOf(
  tradeDate: string,
  trade: Trade,
  kind: ResultKind,
  sold: Pick<TradeResult, 'quantity' | 'grossCentavos' | 'proceedsCentavos' | 'costCentavos'>,
): TradeResult {
  const { quantity, grossCentavos, proceedsCentavos, costCentavos } = sold;
  const profitCentavos = subtract(proceedsCentavos, costCentavos);
  return { tradeDate, trade, kind, quantity, grossCentavos, proceedsCentavos, costCentavos, profitCentavos };
}
