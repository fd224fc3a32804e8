import { isDeepStrictEqual } from 'node:util';
import { compareWithList } from './continuity.ts';
import type { FollowedStream } from './followed.ts';
import type { Fields, StreamName } from './queries.ts';

interface Edges {
  readonly edges: readonly { readonly node: Fields }[];
}

/** Answer of the query PRESENT. */
export interface Present {
  readonly quotes: readonly Fields[];
  readonly asset: Fields & { readonly book: Fields; readonly trades: Edges; readonly candles: Edges };
  readonly account: Fields & { readonly orders: Edges; readonly statement: Edges };
  readonly marketStatus: Fields;
}

/** True when the values of `part` are those of `whole`. */
const isPartOf = (part: Fields, whole: Fields | undefined): boolean =>
  whole !== undefined && Object.entries(part).every(([name, value]) => isDeepStrictEqual(value, whole[name]));

const nodes = ({ edges }: Edges): readonly Fields[] => edges.map(({ node }) => node);
const idsOldestFirst = (list: Edges): readonly string[] =>
  nodes(list)
    .map(({ id }) => String(id))
    .reverse();

/**
 * Compares a state with the event of its key and sequence. A state that the stream has skipped, which its next event reports, has none.
 */
function compareState(events: readonly Fields[], state: Fields): readonly string[] {
  const { ticker, sequence } = state;
  const ofKey = events.filter((event) => event['ticker'] === ticker);
  const same = ofKey.find((event) => event['sequence'] === sequence);
  if (same)
    return isPartOf(state, same)
      ? []
      : [`${String(ticker)}: state ${String(sequence)} differs from the query`];
  const isSkipped = ofKey.some((event) => Number(event['sequence']) > Number(sequence));
  return isSkipped ? [] : [`${String(ticker)}: state ${String(sequence)} of the query has not come`];
}

/** Each order of the list is as its last update says. */
function compareOrders(events: readonly Fields[], orders: readonly Fields[]): readonly string[] {
  const last = new Map(events.map(({ order }) => [String((order as Fields)['id']), order as Fields]));
  return orders
    .filter(({ id }) => last.has(String(id)))
    .flatMap((order) =>
      isPartOf(order, last.get(String(order['id']))) ? [] : [`order ${String(order['id'])} differs`],
    );
}

/** Compares every stream with a query. A fault may be a state that is still on its way: compare again. */
export function compareWithPresent(
  streams: Readonly<Record<StreamName, FollowedStream>>,
  { quotes, asset, account, marketStatus }: Present,
): Readonly<Record<StreamName, readonly string[]>> {
  const { orders, statement, ...state } = account;
  const { book, trades, candles, ...instrument } = asset;
  const candle = nodes(candles)[0];
  const differs = (name: StreamName, part: Fields): readonly string[] =>
    isPartOf(part, streams[name].events.at(-1)) ? [] : ['the last event differs from the query'];
  return {
    quotes: quotes.flatMap((quote) => compareState(streams.quotes.events, quote)),
    book: compareState(streams.book.events, book),
    trades: compareWithList(
      streams.trades.events.map(({ id }) => String(id)),
      idsOldestFirst(trades),
    ),
    candles:
      !candle || streams.candles.events.some((event) => isPartOf(candle, event))
        ? []
        : ['the newest candle has not come'],
    orders: compareOrders(streams.orders.events, nodes(orders)),
    wallet: compareWithList(
      streams.wallet.events.map(({ entry }) => String((entry as Fields)['id'])),
      idsOldestFirst(statement),
    ),
    portfolio: differs('portfolio', state),
    asset: differs('asset', instrument),
    marketStatus: differs('marketStatus', marketStatus),
  };
}
