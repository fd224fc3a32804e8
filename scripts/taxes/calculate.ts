import { FIRST_DAY, settlementDay, type TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { createDailyVolumes } from '#domain/costs/adtv.ts';
import { costTableOn, NO_COSTS, type CostTable } from '#domain/costs/cost-table.ts';
import { custodyTickerOf } from '#domain/market/custody-ticker.ts';
import type { AssetKind } from '#domain/market/instrument.ts';
import { add, divideHalfUp, safe } from '#domain/money/integer.ts';
import { dayTradedGrossOf } from '#domain/notes/day-trades.ts';
import type { Note, NoteRequest } from '#domain/notes/note.ts';
import type { Trade } from '#domain/notes/trade.ts';
import { NOTHING_UNCOLLECTED, withholdingRulesOn } from '#domain/notes/withholding.ts';
import { closeDay } from '#domain/positions/close-day.ts';
import { applyCorporateAction } from '#domain/positions/corporate-actions.ts';
import { uncoveredSale } from '#domain/positions/day-results.ts';
import {
  BILLIONTHS_PER_CENTAVO,
  costCentavosOf,
  NO_POSITION,
  type Position,
} from '#domain/positions/position.ts';
import { createMonthClose } from '#domain/taxes/month-close.ts';
import type { TaxMonth } from '#domain/taxes/month.ts';
import { TAX_RULES } from '#domain/taxes/tax-rules.ts';
import { createAssetKinds } from './asset-kinds.ts';
import { BadLine } from './bad-line.ts';
import type { EarnedResult } from './earned-result.ts';
import { createFractions, type Fractions, type HeldFraction } from './fractions.ts';
import { openDay, type DayAction, type OpenDay } from './open-day.ts';
import type { Entry } from './read-line.ts';

/** Last day of a file. The day on which its tax is due is in the calendar, too. */
const LAST_DAY = '2099-12-31';
/** All amounts of a file together: far below unsafe integers, so that no sum leaves them. */
const MAX_SUM_CENTAVOS = 4_000_000_000_000_000;
const MAX_SHARES = 1_000_000_000_000;
const MAX_COST_BILLIONTHS = BigInt(MAX_SUM_CENTAVOS) * 10_000_000n;

/** Receives what a calculation finds, in order of time. */
export interface CalculationSink {
  note(note: Note): void;
  result(result: EarnedResult): void;
  month(month: TaxMonth): void;
  /** Called before the first row of a day counts, with the positions after the days before it; the map changes later. */
  dayBegins?(day: string, positions: ReadonlyMap<string, Position>): void;
}

export interface CalculationRules {
  readonly calendar: TradingCalendar;
  /** Oldest first; empty for textbook cases without B3's costs and without withholding. */
  readonly costTables: readonly CostTable[];
  readonly catalogue: ReadonlyMap<string, AssetKind>;
}

/** Calculates notes, positions and taxes from entries in order of time. It keeps one day, all positions and the sums of a month. */
export interface Calculation {
  /** @throws BadLine when the entry, or the day before it, is refused */
  add(entry: Entry): void;
  /** Closes the last day and month, and returns the positions by asset. @throws BadLine */
  end(): ReadonlyMap<string, Position>;
  /** Fractions of shares that wait for their sale, by asset. */
  fractions(): ReadonlyMap<string, HeldFraction>;
  /** Kinds of the assets of the entries, by custody ticker. */
  kinds(): ReadonlyMap<string, AssetKind>;
}

/** Starts a calculation. */
export function createCalculation(rules: CalculationRules, sink: CalculationSink): Calculation {
  const kinds = createAssetKinds(rules.catalogue);
  const days = createDayClose(rules, sink);
  const kindByAsset = new Map<string, AssetKind>();
  let today: OpenDay | null = null;
  let sumCentavos = 0;
  const count = (line: number, ...amounts: number[]): void => {
    for (const amount of amounts) sumCentavos = add(sumCentavos, amount);
    if (sumCentavos > MAX_SUM_CENTAVOS) throw new BadLine(line, 'all amounts together exceed R$ 40 trillion');
  };
  return {
    add: (entry) => {
      const { line, day, ticker, content, brokerageCentavos, otherCentavos } = entry;
      const isFirstTrade = today?.day !== day || today.list.trades().length === 0;
      if (content.type === 'TRADE' && isFirstTrade) checkTrade(rules, entry);
      if (today?.day !== day) {
        checkDay(today?.day ?? '', entry);
        if (today) days.close(today);
        sink.dayBegins?.(day, days.positions);
        today = openDay(day);
      }
      const kind = kinds.kindOf(line, ticker, entry.kind);
      const asset = custodyTickerOf(ticker);
      kindByAsset.set(asset, kind);
      count(line, brokerageCentavos, otherCentavos);
      today.addAmounts({ line, brokerageCentavos, otherCentavos });
      if (content.type === 'ACTION') {
        today.addAction({ asset, kind, line, action: content.action });
        return;
      }
      const { side, quantity, grossCentavos, isAuction } = content;
      count(line, grossCentavos);
      today.list.add(line, { ticker, asset, kind, side, quantity, grossCentavos, isAuction });
    },
    end: () => {
      if (today) days.close(today);
      return days.end();
    },
    fractions: () => days.fractions.held(),
    kinds: () => kindByAsset,
  };
}

function checkDay(before: string, { line, day }: Entry): void {
  if (day < before) throw new BadLine(line, `${day} stands after ${before}: the days are out of order`);
  if (day < FIRST_DAY || day > LAST_DAY)
    throw new BadLine(line, `${day} is outside the calendar, ${FIRST_DAY} to ${LAST_DAY}`);
  const firstTaxDay = TAX_RULES[0]?.from ?? FIRST_DAY;
  if (day < firstTaxDay)
    throw new BadLine(line, `the taxes of ${day} are not known: the first day known is ${firstTaxDay}`);
}

/** A textbook without costs may trade on any day. */
function checkTrade({ calendar, costTables }: CalculationRules, { line, day }: Entry): void {
  const firstCostDay = costTables[0]?.from;
  if (firstCostDay !== undefined && day >= firstCostDay && day <= LAST_DAY && !calendar.isTradingDay(day))
    throw new BadLine(line, `${day} is not a trading day. --costs none allows trades on any day`);
  if (firstCostDay !== undefined && day < firstCostDay)
    throw new BadLine(
      line,
      `the costs of ${day} are not known: the first day known is ${firstCostDay}. --costs none leaves them out`,
    );
}

/** Closes days in order, and the months to which they belong. */
interface DayClose {
  readonly positions: ReadonlyMap<string, Position>;
  readonly fractions: Fractions;
  close(today: OpenDay): void;
  end(): ReadonlyMap<string, Position>;
}

function createDayClose(rules: CalculationRules, sink: CalculationSink): DayClose {
  const { calendar, costTables } = rules;
  const positions = new Map<string, Position>();
  const fractions = createFractions();
  const volumes = createDailyVolumes(calendar);
  const dayTradeVolumes = createDailyVolumes(calendar);
  const hasCosts = costTables.length > 0;
  const months = createMonthClose((month) => sink.month(month));
  let uncollected = NOTHING_UNCOLLECTED;

  const requestOf = (today: OpenDay): NoteRequest => {
    const { day, list } = today;
    const { brokerageCentavos, otherCentavos } = today.amounts();
    return {
      tradeDate: day,
      settlesOn: settlementDay(calendar, day),
      trades: list.trades(),
      costTable: costTableOn(costTables, day) ?? NO_COSTS,
      adtvCentavos: hasCosts ? volumes.adtvOn(day) : 0,
      dayTradeAdtvCentavos: hasCosts ? dayTradeVolumes.adtvOn(day) : 0,
      brokerageCentavos,
      otherCentavos,
      withholding: hasCosts ? withholdingRulesOn(day) : null,
      uncollected,
    };
  };
  const close = (today: OpenDay): void => {
    for (const action of today.actions()) {
      const result = applyAction({ positions, fractions }, today.day, action);
      if (!result) continue;
      months.add({ tradeDate: today.day, withheld: [] }, [result]);
      sink.result(result);
    }
    if (!hasTrades(today)) return;
    const positionOf = (asset: string): Position | undefined => positions.get(asset);
    const uncovered = uncoveredSale(today.list.trades(), positionOf);
    if (uncovered !== null) throw uncoveredLine(today, uncovered, positions);
    const closed = closeDay(requestOf(today), positionOf);
    const { note, results } = closed;
    uncollected = closed.uncollected;
    if (hasCosts) {
      volumes.add(today.day, add(note.boughtCentavos, note.soldCentavos));
      dayTradeVolumes.add(today.day, dayTradedGrossOf(note.lines));
    }
    for (const [asset, position] of closed.positions) keep(positions, asset, position);
    months.add(note, results);
    sink.note(note);
    for (const result of results) sink.result(result);
  };
  return {
    positions,
    fractions,
    close,
    end: () => {
      months.end();
      return positions;
    },
  };
}

/** @throws BadLine when a day without trades has an amount of a note */
function hasTrades(today: OpenDay): boolean {
  if (today.list.trades().length > 0) return true;
  const { line } = today.amounts();
  if (line > 0) throw new BadLine(line, `${today.day} has no trades, so no note that could have this amount`);
  return false;
}

function keep(positions: Map<string, Position>, asset: string, position: Position): void {
  if (position.quantity === 0) positions.delete(asset);
  else positions.set(asset, position);
}

interface Holdings {
  readonly positions: Map<string, Position>;
  readonly fractions: Fractions;
}

/** Applies an action. Returns the result of sold fractions, or of a capital return beyond the cost; null without one. */
function applyAction(
  { positions, fractions }: Holdings,
  tradeDate: string,
  { asset, kind, line, action }: DayAction,
): EarnedResult | null {
  if (action.kind === 'FRACTION_SALE')
    return fractions.sell({ line, tradeDate, asset, kind, price: action.price });
  const before = positions.get(asset) ?? NO_POSITION;
  const { position, fraction, fractionCostBillionths, excessBillionths } = applyCorporateAction(
    before,
    action,
  );
  fractions.add(asset, { fraction, costBillionths: fractionCostBillionths });
  if (position.quantity > MAX_SHARES || position.costBillionths > MAX_COST_BILLIONTHS)
    throw new BadLine(
      line,
      `${asset} would have more than ${MAX_SHARES} shares or cost more than R$ 40 trillion`,
    );
  keep(positions, asset, position);
  const profitCentavos = safe(Number(divideHalfUp(excessBillionths, BILLIONTHS_PER_CENTAVO)));
  if (profitCentavos === 0) return null;
  const costCentavos = costCentavosOf(before);
  const grossCentavos = add(costCentavos, profitCentavos);
  return {
    ...{ tradeDate, trade: { asset, kind }, kind: 'CAPITAL_RETURN', quantity: before.quantity },
    ...{ grossCentavos, proceedsCentavos: grossCentavos, costCentavos, profitCentavos },
  };
}

function uncoveredLine(today: OpenDay, index: number, positions: ReadonlyMap<string, Position>): BadLine {
  const { list, day } = today;
  const trades = list.trades();
  const asset = trades[index]?.asset ?? '';
  const total = (side: Trade['side']): number =>
    trades
      .filter((trade) => trade.asset === asset && trade.side === side)
      .reduce((sum, { quantity }) => add(sum, quantity), 0);
  const held = positions.get(asset)?.quantity ?? 0;
  return new BadLine(
    list.lines()[index] ?? 0,
    `${day} sells ${total('SELL')} ${asset}, but ${held} are held before and ${total('BUY')} bought on that day`,
  );
}
