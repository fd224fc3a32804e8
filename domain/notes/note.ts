import { brokerageTaxesOf } from '../costs/brokerage.ts';
import type { CostTable } from '../costs/cost-table.ts';
import { costKindOf, exchangeFees, NO_AMOUNTS, type TradedAmounts } from '../costs/exchange-fees.ts';
import { shareByLargestRemainder } from '../costs/share.ts';
import { add, scale, subtract, sum } from '../money/integer.ts';
import type { Steps } from '../steps.ts';
import {
  dayTradeQuantities,
  dayTradesOf,
  ordinaryPartOf,
  type DayTrade,
  type NoteLine,
} from './day-trades.ts';
import type { Trade } from './trade.ts';
import { withhold, type UncollectedTax, type WithheldTax, type WithholdingRules } from './withholding.ts';

/** Costs of a note by payee, in centavos. */
export interface NoteCosts {
  /** B3's clearing house and depository. */
  readonly settlementFeeCentavos: number;
  /** B3's exchange. */
  readonly tradingFeeCentavos: number;
  /** The broker. */
  readonly brokerageCentavos: number;
  /** The city (ISS) and the federal revenue (PIS, COFINS). */
  readonly brokerageTaxesCentavos: number;
  readonly otherCentavos: number;
}

/** A brokerage note (nota de negociação): the trades of an account on one day. */
export interface Note {
  readonly tradeDate: string;
  readonly settlesOn: string;
  readonly lines: readonly NoteLine[];
  readonly boughtCentavos: number;
  readonly soldCentavos: number;
  readonly costs: NoteCosts;
  readonly dayTrades: readonly DayTrade[];
  readonly withheld: readonly WithheldTax[];
  /** Negative when the client pays. */
  readonly netCentavos: number;
}

/** The day of an account, from which its note is made. */
export interface NoteRequest {
  readonly tradeDate: string;
  readonly settlesOn: string;
  /** In the order of trading. */
  readonly trades: readonly Trade[];
  readonly costTable: CostTable;
  /** Mean daily volume (ADTV) that decides the bands of the fees; 0 selects the first. */
  readonly adtvCentavos: number;
  /** Mean daily volume of day trades, which decides their bands; 0 selects the first. */
  readonly dayTradeAdtvCentavos: number;
  /** Brokerage of the note, without its taxes. */
  readonly brokerageCentavos: number;
  readonly otherCentavos: number;
  /** Null: the note withholds nothing. */
  readonly withholding: WithholdingRules | null;
  /** State that the month's previous note left. */
  readonly uncollected: UncollectedTax;
}

/** A note and the state for the month's next one. */
export interface MadeNote {
  readonly note: Note;
  readonly uncollected: UncollectedTax;
}

/** Makes the note of a day: a step for each pass over its trades. */
export function* noteInSteps(request: NoteRequest): Steps<MadeNote> {
  const { trades, tradeDate } = request;
  const { length } = trades;
  const quantities = dayTradeQuantities(trades);
  yield length;
  const costs = costsOf(request, quantities);
  const total = totalCosts(costs);
  yield length;
  const shares = shareByLargestRemainder(
    total,
    trades.map((trade) => trade.grossCentavos),
  );
  yield length;
  const lines = trades.map((trade, index) => ({
    trade,
    dayTradeQuantity: quantities[index] ?? 0,
    costsCentavos: shares[index] ?? 0,
  }));
  yield length;
  const dayTrades = dayTradesOf(lines);
  yield length;
  const base = {
    sales: sum(linesOf(lines, 'SELL').map((line) => ordinaryPartOf(line).grossCentavos)),
    dayTradeProfit: sum(dayTrades.map((trade) => subtract(trade.proceedsCentavos, trade.costCentavos))),
  };
  const { withheld, uncollected } =
    request.withholding === null
      ? { withheld: [], uncollected: request.uncollected }
      : withhold(request.withholding, tradeDate, base, request.uncollected);
  const boughtCentavos = grossOf(lines, 'BUY');
  const soldCentavos = grossOf(lines, 'SELL');
  const deducted = add(total, deductedTax(withheld));
  const note: Note = {
    tradeDate,
    settlesOn: request.settlesOn,
    lines,
    boughtCentavos,
    soldCentavos,
    costs,
    dayTrades,
    withheld,
    netCentavos: subtract(subtract(soldCentavos, boughtCentavos), deducted),
  };
  return { note, uncollected };
}

/** All costs of a note, withheld taxes aside. */
export const totalCosts = (costs: NoteCosts): number =>
  sum([
    costs.settlementFeeCentavos,
    costs.tradingFeeCentavos,
    costs.brokerageCentavos,
    costs.brokerageTaxesCentavos,
    costs.otherCentavos,
  ]);

/** Tax that a note deducts from its net amount. */
export const deductedTax = (
  withheld: readonly Pick<WithheldTax, 'amountCentavos' | 'isDeducted'>[],
): number => sum(withheld.filter(({ isDeducted }) => isDeducted).map(({ amountCentavos }) => amountCentavos));

function costsOf(request: NoteRequest, dayTraded: readonly number[]): NoteCosts {
  const { settlementCentavos, tradingCentavos } = exchangeFees(
    request.costTable,
    amountsByKind(request.trades, dayTraded),
    { allCentavos: request.adtvCentavos, dayTradesCentavos: request.dayTradeAdtvCentavos },
  );
  return {
    settlementFeeCentavos: settlementCentavos,
    tradingFeeCentavos: tradingCentavos,
    brokerageCentavos: request.brokerageCentavos,
    brokerageTaxesCentavos: brokerageTaxesOf(request.brokerageCentavos),
    otherCentavos: request.otherCentavos,
  };
}

function amountsByKind(trades: readonly Trade[], dayTraded: readonly number[]): TradedAmounts {
  const amounts = { ...NO_AMOUNTS };
  trades.forEach(({ grossCentavos, quantity, isAuction }, index) => {
    const paired = dayTraded[index] ?? 0;
    const inDayTrade = paired === quantity ? grossCentavos : scale(grossCentavos, paired, quantity);
    const dayTrade = costKindOf(true, isAuction);
    const ordinary = costKindOf(false, isAuction);
    amounts[dayTrade] = add(amounts[dayTrade], inDayTrade);
    amounts[ordinary] = add(amounts[ordinary], subtract(grossCentavos, inDayTrade));
  });
  return amounts;
}

const linesOf = (lines: readonly NoteLine[], side: Trade['side']): readonly NoteLine[] =>
  lines.filter((line) => line.trade.side === side);

const grossOf = (lines: readonly NoteLine[], side: Trade['side']): number =>
  sum(linesOf(lines, side).map(({ trade }) => trade.grossCentavos));
