import { ownCostsOfNote, type Brokerage } from '../costs/brokerage.ts';
import { costTableOn, type CostTable } from '../costs/cost-table.ts';
import type { MeanDailyVolumes } from '../costs/exchange-fees.ts';
import { changePosition, closePosition, NO_HELD_POSITION } from '../ledger/position.ts';
import type { HeldPosition, PositionChange } from '../ledger/position.ts';
import { add } from '../money/integer.ts';
import type { Trade } from '../notes/trade.ts';
import { withholdingRulesOn, type UncollectedTax } from '../notes/withholding.ts';
import type { Steps } from '../steps.ts';
import { closeInSteps, type ClosedDay } from './close-day.ts';
import type { TradeResult } from './day-results.ts';

/** A fill of an account's order, as the wallet books it. */
export interface AccountTrade extends Trade {
  readonly executionId: string;
  readonly orderId: string;
  readonly tradeDate: string;
  readonly settlesOn: string;
  /** Event time. */
  readonly atMs: number;
  readonly priceCentavos: number;
  /** Costs charged before the note. */
  readonly provisionalCentavos: number;
  /** The broker's own price when it accepted the order. */
  readonly brokerage: Brokerage;
}

/** A change of a position by its custody ticker. */
export interface AccountChange extends PositionChange {
  readonly asset: string;
}

/** An account from the start of a day on. */
export interface AccountHistory {
  /** Positions at the start, by custody ticker. */
  readonly positions: ReadonlyMap<string, HeldPosition>;
  /** In the order of their booking. */
  readonly changes: readonly AccountChange[];
  /** In the order of trading. */
  readonly trades: readonly AccountTrade[];
}

/** The accounts of a person from the start of a day on. */
export interface PersonHistory {
  /** By account id. */
  readonly accounts: ReadonlyMap<string, AccountHistory>;
  /** State that the person's note before left. */
  readonly uncollected: UncollectedTax;
}

export interface DayRules {
  /** B3's cost tables, oldest first. */
  readonly tables: readonly CostTable[];
  /** Mean daily volumes of the investor (ADTV) that decide the bands of the fees on a trade date. */
  readonly volumesOn: (tradeDate: string) => MeanDailyVolumes;
}

/** A closed trade date of an account. */
export interface AccountDay {
  readonly tradeDate: string;
  /** The lines of the note belong to these trades, in the same order. */
  readonly trades: readonly AccountTrade[];
  readonly closed: ClosedDay;
  readonly volumes: MeanDailyVolumes;
  /** Sum of the provisional costs of the trades. */
  readonly provisionalCentavos: number;
}

/** The closed trade dates, and the positions after them, by custody ticker. */
export interface AccountDays {
  readonly days: readonly AccountDay[];
  readonly positions: ReadonlyMap<string, HeldPosition>;
}

/**
 * Closes the trade dates of a person's accounts in order, each with its changes of positions first. Of one day the account's id
 * decides. It serves the close of a day, the view of an open day, corrections and audits.
 *
 * @throws RangeError when no cost table covers a trade date, or a date sells more than the account holds and buys
 */
export function* foldInSteps(
  { accounts, uncollected: before }: PersonHistory,
  rulesOf: (accountId: string) => DayRules,
): Steps<ReadonlyMap<string, AccountDays>> {
  const folds = [...accounts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([accountId, history]) => ({ accountId, ...openFold(history, rulesOf(accountId)) }));
  const days = new Set(folds.flatMap((fold) => fold.dates));
  let uncollected = before;
  for (const day of [...days].sort())
    for (const fold of folds) uncollected = yield* fold.closeDate(day, uncollected);
  return new Map(folds.map(({ accountId, closed }) => [accountId, closed]));
}

/** An account whose days are closed one after the other. */
function openFold(history: AccountHistory, rules: DayRules) {
  const positions = new Map(history.positions);
  const tradesByDate = groupBy(history.trades, ({ tradeDate }) => tradeDate);
  const changesByDay = groupBy(history.changes, ({ day }) => day);
  const days: AccountDay[] = [];
  return {
    dates: [...tradesByDate.keys(), ...changesByDay.keys()],
    closed: { days, positions },
    /** Closes a date, if it has changes or trades. Returns the state for the person's next note. */
    closeDate: function* (day: string, uncollected: UncollectedTax): Steps<UncollectedTax> {
      for (const change of changesByDay.get(day) ?? []) {
        const before = positions.get(change.asset) ?? NO_HELD_POSITION;
        positions.set(change.asset, changePosition(before, change));
      }
      const trades = tradesByDate.get(day);
      if (trades === undefined) return uncollected;
      const closed = yield* closeTradeDate(day, trades, positions, uncollected, rules);
      for (const [asset, position] of settledPositions(closed, positions)) positions.set(asset, position);
      yield trades.length;
      days.push(closed);
      return closed.closed.uncollected;
    },
  };
}

function* closeTradeDate(
  tradeDate: string,
  trades: readonly AccountTrade[],
  positions: ReadonlyMap<string, HeldPosition>,
  uncollected: UncollectedTax,
  { tables, volumesOn }: DayRules,
): Steps<AccountDay> {
  const costTable = costTableOn(tables, tradeDate);
  if (!costTable) throw new RangeError(`no cost table covers ${tradeDate}`);
  const volumes = volumesOn(tradeDate);
  const request = {
    tradeDate,
    settlesOn: trades[0]?.settlesOn ?? tradeDate,
    trades,
    costTable,
    adtvCentavos: volumes.allCentavos,
    dayTradeAdtvCentavos: volumes.dayTradesCentavos,
    ...ownCostsOfNote(trades),
    withholding: withholdingRulesOn(tradeDate),
    uncollected,
  };
  return {
    tradeDate,
    trades,
    closed: yield* closeInSteps(request, (asset) => positions.get(asset)),
    volumes,
    provisionalCentavos: trades.reduce((total, trade) => add(total, trade.provisionalCentavos), 0),
  };
}

/** Positions of the assets that a day traded, after it. */
function settledPositions(
  { tradeDate, trades, closed }: AccountDay,
  before: ReadonlyMap<string, HeldPosition>,
): ReadonlyMap<string, HeldPosition> {
  const resultsByAsset = groupBy(closed.results, ({ trade }: TradeResult) => trade.asset);
  const assets = new Set(trades.map(({ asset }) => asset));
  return new Map(
    [...assets].map((asset) => [
      asset,
      closePosition(
        before.get(asset) ?? NO_HELD_POSITION,
        tradeDate,
        closed.positions.get(asset),
        resultsByAsset.get(asset) ?? [],
      ),
    ]),
  );
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
