import { applyActions, noGifts, takeRecords, type Gifts } from './actions.ts';
import {
  CENTAVO,
  positive,
  total,
  type ModelAccount,
  type ModelAction,
  type ModelKind,
  type ModelMonth,
  type ModelNote,
  type Position,
  type Result,
} from './facts.ts';
import { createVolumes } from './fees.ts';
import { monthsOf, type MonthFacts } from './month.ts';
import { noteOf, positionIn } from './note.ts';
import { proceedsTaxOf } from './proceeds.ts';

/** The books of a person. */
export interface PersonBooks {
  readonly notes: readonly ModelNote[];
  readonly months: readonly ModelMonth[];
  /** Of each account: positions and results. */
  readonly accounts: ReadonlyMap<string, AccountBooks>;
  /** Dividends and interest on equity, and the tax that companies withheld from them. */
  readonly proceeds: { readonly gross: bigint; readonly tax: bigint };
}

export interface AccountBooks {
  readonly positions: ReadonlyMap<string, Position>;
  readonly results: readonly Result[];
}

interface OpenBooks {
  readonly account: ModelAccount;
  readonly positions: Map<string, Position>;
  readonly gifts: Gifts;
  readonly results: Result[];
}

/** Facts of the market that the books of all people share. */
export interface ModelMarket {
  readonly kindOf: (asset: string) => ModelKind;
  readonly isTradingDay: (day: string) => boolean;
}

/** Keeps the books of a person, day by day; of one day the accounts' ids decide. */
export function keepBooks(
  accounts: readonly ModelAccount[],
  actions: readonly ModelAction[],
  until: string,
  { kindOf, isTradingDay }: ModelMarket,
): PersonBooks {
  const books = [...accounts]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((account): OpenBooks => ({ account, positions: new Map(), gifts: noGifts(), results: [] }));
  const notes: ModelNote[] = [];
  const facts: MonthFacts[] = [];
  const limit = createLimit();
  const volumes = createVolumes(isTradingDay);
  for (const day of daysOf(accounts, actions, until))
    for (const { account, positions, gifts, results } of books) {
      for (const { quantity, cost, ticker } of account.arrivals.filter((one) => one.day === day)) {
        const held = positionIn(positions, ticker);
        held.shares += quantity;
        held.cost += cost * CENTAVO;
      }
      const ofDay = applyActions(day, actions, positions, gifts);
      const executions = account.executions.filter((execution) => execution.day === day);
      let withheld = 0n;
      if (executions.length > 0) {
        const { cash, ...note } = noteOf(day, executions, positions, volumes.before(day));
        volumes.add(day, note);
        for (const { ticker, proceeds, cost } of note.results)
          positionIn(positions, ticker).realized += proceeds - cost;
        withheld = limit.withhold(day, note.results);
        const { settlement, trading } = note;
        notes.push({ accountId: account.id, day, settlement, trading, withheld, net: cash - withheld });
        ofDay.push(...note.results);
      }
      results.push(...ofDay);
      if (executions.length > 0 || ofDay.length > 0) facts.push({ day, results: ofDay, withheld });
      takeRecords(day, actions, positions, gifts);
    }
  return {
    notes,
    months: monthsOf(facts, kindOf),
    accounts: new Map(books.map(({ account, positions, results }) => [account.id, { positions, results }])),
    proceeds: proceedsTaxOf(
      books.flatMap(({ gifts }) => gifts.payments),
      kindOf,
    ),
  };
}

function daysOf(accounts: readonly ModelAccount[], actions: readonly ModelAction[], until: string): string[] {
  const days = new Set([
    ...accounts.flatMap((account) => [...account.executions, ...account.arrivals].map(({ day }) => day)),
    ...actions.flatMap((action) => [action.recordDate, action.appliesOn, action.fractions?.paidOn ?? '']),
  ]);
  return [...days].filter((day) => day !== '' && day <= until).sort();
}

/** Tax withheld at the source: a person's month up to R$ 1.00 is shown and not collected. */
function createLimit() {
  let shown = { month: '', tax: 0n, isPassed: false };
  return {
    withhold: (day: string, results: readonly Result[]): bigint => {
      const sales = total(results.map(({ kind, gross }) => (kind === 'ORDINARY' ? gross : 0n)));
      const dayTrades = total(
        results.map(({ kind, proceeds, cost }) => (kind === 'DAY_TRADE' ? proceeds - cost : 0n)),
      );
      const month = day.slice(0, 7);
      if (shown.month !== month) shown = { month, tax: 0n, isPassed: false };
      const tax = (sales * 5n) / 100_000n;
      const isCollected = sales > 0n && (shown.isPassed || shown.tax + tax > 100n);
      const collected = isCollected ? shown.tax + tax : 0n;
      shown = isCollected ? { month, tax: 0n, isPassed: true } : { ...shown, tax: shown.tax + tax };
      return collected + positive(dayTrades) / 100n;
    },
  };
}
