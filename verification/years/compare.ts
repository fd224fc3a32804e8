import { keepBooks } from './model/person.ts';
import { CENTAVO, nearest, type ModelAccount, type ModelAction } from './model/facts.ts';
import type { Graph } from './graph.ts';
import { kindOf, moneyOf } from './market.ts';
import type { Person } from './people.ts';
import type { PublishedTrades } from './published-trades.ts';
import { readAccount, readExecutions, readMonths } from './seen.ts';

/** Items that were compared, and those that differ. */
export interface Comparison {
  readonly executions: number;
  readonly positions: number;
  readonly notes: number;
  readonly results: number;
  readonly months: number;
  readonly differences: readonly string[];
}

export interface ComparedMarket {
  readonly actions: readonly ModelAction[];
  readonly published: PublishedTrades;
  /** Last day (ISO) of the campaign. */
  readonly until: string;
  readonly years: readonly number[];
  readonly isTradingDay: (day: string) => boolean;
}

/** Compares the books of a person in the graph with those of the model. */
export async function comparePerson(
  graph: Graph,
  person: Person,
  { actions, published, until, years, isTradingDay }: ComparedMarket,
): Promise<Comparison> {
  const accounts: ModelAccount[] = [];
  for (const { id, arrivals } of person.accounts)
    accounts.push({ id, arrivals, executions: await readExecutions(graph, person, id, published) });
  const books = keepBooks(accounts, actions, until, { kindOf, isTradingDay });
  const differences: string[] = [];
  let [positions, notes, results] = [0, 0, 0];
  const paid = { gross: 0n, tax: 0n };
  for (const { id } of accounts) {
    const shown = await readAccount(graph, person, id);
    const own = books.accounts.get(id);
    paid.gross += shown.gross;
    paid.tax += shown.tax;
    positions += shown.positions.length;
    notes += shown.notes.length;
    results += shown.results.length;
    const held = [...(own?.positions ?? [])].map(([ticker, { shares, cost, realized }]) =>
      [ticker, shares, moneyOf(nearest(cost, CENTAVO)), moneyOf(realized)].join(' '),
    );
    differences.push(...differencesOf(`${id} position`, shown.positions, held));
    const made = books.notes
      .filter(({ accountId }) => accountId === id)
      .map(({ day, settlement, trading, withheld, net }) =>
        [day, moneyOf(settlement), moneyOf(trading), withheld, moneyOf(net)].join(' '),
      );
    differences.push(...differencesOf(`${id} note`, shown.notes, made));
    const earned = (own?.results ?? []).map(({ day, ticker, kind, quantity, proceeds, cost }) =>
      [day, ticker, kind, quantity, moneyOf(proceeds), moneyOf(cost)].join(' '),
    );
    differences.push(...differencesOf(`${id} result`, shown.results, earned));
  }
  const months = books.months.map(
    ({ month, sales, bases, taxes, losses, capitalGain, withheld, due }) =>
      `${month} ${[sales, ...bases, ...taxes, ...losses, capitalGain, withheld, due].map(moneyOf).join(' ')}`,
  );
  const name = accounts[0]?.id ?? '';
  differences.push(...differencesOf(`${name} month`, await readMonths(graph, person, years), months));
  const proceeds = [paid, books.proceeds].map(({ gross, tax }) => `${moneyOf(gross)} ${moneyOf(tax)}`);
  differences.push(...differencesOf(`${name} payments`, proceeds.slice(0, 1), proceeds.slice(1)));
  const executions = accounts.reduce((sum, account) => sum + account.executions.length, 0);
  return { executions, positions, notes, results, months: months.length, differences };
}

/** Lines that one side has and the other lacks, of equal lines as often as they occur. */
export function differencesOf(
  place: string,
  shown: readonly string[],
  expected: readonly string[],
): readonly string[] {
  const left = [...expected];
  const unexpected = shown.filter((line) => {
    const index = left.indexOf(line);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
  return [
    ...unexpected.map((line) => `${place}: the graph shows ${line}`),
    ...left.map((line) => `${place}: the model has ${line}`),
  ];
}
