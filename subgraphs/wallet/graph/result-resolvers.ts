import { formatCentavos } from '#domain/money/money.ts';
import { poolOf } from '#domain/taxes/tax-rules.ts';
import { badInput } from '#platform/graphql/errors.ts';
import { connection, decodeCursor, encodeCursor, pageSize } from '#platform/graphql/resolvers/pagination.ts';
import { checkPeriod } from '#platform/graphql/resolvers/period.ts';
import type { AccountResult, ResultPlace } from '../notes/notes.ts';
import type { Resolvers } from '../generated/graph.ts';
import type { Context } from './context.ts';

/** Resolvers of TradeResult and EquityPoint. */
export const resultResolvers = {
  TradeResult: {
    id: (result) => `res_${Buffer.from(placeText(result)).toString('base64url')}`,
    ticker: ({ asset }) => asset,
    pool: ({ assetKind, kind }) => poolOf(assetKind, kind),
    proceeds: ({ proceedsCentavos }) => formatCentavos(proceedsCentavos),
    cost: ({ costCentavos }) => formatCentavos(costCentavos),
    profit: ({ profitCentavos }) => formatCentavos(profitCentavos),
  },
  EquityPoint: {
    equity: ({ equityCentavos }) => formatCentavos(equityCentavos),
    netFlow: ({ netFlowCentavos }) => formatCentavos(netFlowCentavos),
    profit: ({ profitCentavos }) => formatCentavos(profitCentavos),
  },
} satisfies Resolvers;

export interface ResultsRequest {
  /** Name of the list in its cursors. */
  readonly scope: string;
  readonly accountIds: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly first: number;
  readonly after?: string | null;
}

/** A page of results: those of closed trade dates, then those of open ones. Callers check that the accounts are the caller's. */
export async function resultsOf(
  { scope, accountIds, from, to, first, after = null }: ResultsRequest,
  context: Context,
) {
  const limit = pageSize(first);
  checkPeriod(from, to);
  const place = after === null ? null : readPlace(decodeCursor(scope, after));
  const open: (readonly AccountResult[])[] = [];
  // The open days are read first: a day that closes meanwhile is then in the stored results, too, and dropped below.
  for (const accountId of accountIds) open.push((await context.openDays.load(accountId)).results);
  const filter = { accountIds, from, to, after: place, limit: limit + 1 };
  const stored = accountIds.length === 0 ? [] : await context.resultPages.load(filter);
  const storedPlaces = new Set(stored.map(placeText));
  const isSelected = (result: AccountResult): boolean =>
    result.tradeDate >= from &&
    result.tradeDate <= to &&
    (place === null || comparePlaces(result, place) > 0) &&
    !storedPlaces.has(placeText(result));
  const selected = open.flatMap((results) => firstOf(results, isSelected, limit + 1));
  const rows = [...stored, ...selected].sort(comparePlaces).slice(0, limit + 1);
  const page = connection(rows, {
    limit,
    cursorOf: (result) => encodeCursor(scope, placeText(result)),
    hasPrevious: after !== null,
  });
  return { ...page, edges: [...page.edges], nodes: [...page.nodes] };
}

/** The first items of a list that are selected: a day may have many thousand. */
function firstOf<T>(items: readonly T[], isSelected: (item: T) => boolean, count: number): T[] {
  const found: T[] = [];
  for (const item of items) {
    if (found.length === count) break;
    if (isSelected(item)) found.push(item);
  }
  return found;
}

const placeText = ({ tradeDate, accountId, number }: ResultPlace): string =>
  `${tradeDate} ${accountId} ${number}`;

function readPlace(text: string): ResultPlace {
  const [, tradeDate = '', accountId = '', number = ''] = /^(\S+) (\S+) (-?\d{1,9})$/.exec(text) ?? [];
  if (tradeDate === '') throw badInput('This cursor was not given by this list or stream.');
  return { tradeDate, accountId, number: Number(number) };
}

function comparePlaces(a: ResultPlace, b: ResultPlace): number {
  if (a.tradeDate !== b.tradeDate) return a.tradeDate < b.tradeDate ? -1 : 1;
  if (a.accountId !== b.accountId) return a.accountId < b.accountId ? -1 : 1;
  return a.number - b.number;
}
