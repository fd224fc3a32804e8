import { add, scale, subtract, sum } from '../money/integer.ts';
import type { Trade } from './trade.ts';

/** A line of a note. */
export interface NoteLine {
  readonly trade: Trade;
  /** Shares of the trade that belong to a day trade. They are its first shares. */
  readonly dayTradeQuantity: number;
  /** Its share of the costs of the note. */
  readonly costsCentavos: number;
}

/** Amounts of some shares of a line, in centavos. */
export interface LinePart {
  readonly quantity: number;
  readonly grossCentavos: number;
  readonly costsCentavos: number;
}

/** A sale of a day trade with the purchases that it is paired with. */
export interface DayTrade {
  readonly sale: NoteLine;
  readonly quantity: number;
  /** Gross amount of the sale. */
  readonly grossCentavos: number;
  /** Gross amount of the sale less its costs. */
  readonly proceedsCentavos: number;
  /** Gross amount of the purchases with their costs. */
  readonly costCentavos: number;
}

/**
 * Shares of each trade of a day that belong to a day trade. For each asset the first purchase is paired with the first
 * sale, in whole or in part, until all shares of one side are paired. How purchases and sales alternate has no influence.
 * Source: IN RFB 1585/2015 art. 65.
 *
 * @param trades trades of one account on one day, in the order of trading
 */
export function dayTradeQuantities(trades: readonly Trade[]): readonly number[] {
  const sums = new Map<string, Record<Trade['side'], number>>();
  for (const { asset, side, quantity } of trades) {
    const known = sums.get(asset);
    if (known) known[side] = add(known[side], quantity);
    else sums.set(asset, { BUY: 0, SELL: 0, [side]: quantity });
  }
  const unpaired = new Map<string, Record<Trade['side'], number>>();
  for (const [asset, { BUY, SELL }] of sums) {
    const paired = Math.min(BUY, SELL);
    if (paired > 0) unpaired.set(asset, { BUY: paired, SELL: paired });
  }
  return trades.map(({ asset, side, quantity }) => {
    const left = unpaired.get(asset);
    if (left === undefined) return 0;
    const paired = Math.min(left[side], quantity);
    left[side] -= paired;
    return paired;
  });
}

/** Amounts of the shares `from` (included) to `until` (excluded) of a line. The parts of a line sum to the line. */
export function partOf({ trade, costsCentavos }: NoteLine, from: number, until: number): LinePart {
  if (from === 0 && until === trade.quantity)
    return { quantity: until, grossCentavos: trade.grossCentavos, costsCentavos };
  const part = (amount: number): number =>
    subtract(scale(amount, until, trade.quantity), scale(amount, from, trade.quantity));
  return {
    quantity: until - from,
    grossCentavos: part(trade.grossCentavos),
    costsCentavos: part(costsCentavos),
  };
}

/** The shares of a line that are no day trade. */
export const ordinaryPartOf = (line: NoteLine): LinePart =>
  partOf(line, line.dayTradeQuantity, line.trade.quantity);

/** Gross amount of the shares of a note that belong to day trades, purchases and sales together. */
export const dayTradedGrossOf = (lines: readonly NoteLine[]): number =>
  sum(lines.map((line) => partOf(line, 0, line.dayTradeQuantity).grossCentavos));

/** The day trades of a note, one for each sale, in the order of the sales. */
export function dayTradesOf(lines: readonly NoteLine[]): readonly DayTrade[] {
  const purchases = new Map<string, PairedPurchases>();
  const paired = lines.filter(({ dayTradeQuantity }) => dayTradeQuantity > 0);
  for (const line of paired) {
    const { asset, side } = line.trade;
    if (side === 'SELL') continue;
    const queue = purchases.get(asset);
    if (queue) queue.lines.push(line);
    else purchases.set(asset, { lines: [line], next: 0, taken: 0 });
  }
  return paired
    .filter(({ trade }) => trade.side === 'SELL')
    .map((sale) => {
      const quantity = sale.dayTradeQuantity;
      const sold = partOf(sale, 0, quantity);
      const queue = purchases.get(sale.trade.asset);
      return {
        sale,
        quantity,
        grossCentavos: sold.grossCentavos,
        proceedsCentavos: subtract(sold.grossCentavos, sold.costsCentavos),
        costCentavos: queue ? takeCost(queue, quantity) : 0,
      };
    });
}

/** Purchases of an asset that day trades take, in order. */
interface PairedPurchases {
  readonly lines: NoteLine[];
  /** Index of the first purchase with shares left, and its shares that are taken. */
  next: number;
  taken: number;
}

function takeCost(queue: PairedPurchases, quantity: number): number {
  let missing = quantity;
  let cost = 0;
  while (missing > 0) {
    const line = queue.lines[queue.next];
    if (!line) throw new RangeError(`${missing} shares of a day trade have no purchase`);
    const taken = Math.min(missing, line.dayTradeQuantity - queue.taken);
    const part = partOf(line, queue.taken, queue.taken + taken);
    cost = add(cost, add(part.grossCentavos, part.costsCentavos));
    missing -= taken;
    queue.taken += taken;
    if (queue.taken === line.dayTradeQuantity) {
      queue.next += 1;
      queue.taken = 0;
    }
  }
  return cost;
}
