import type { BrokerClient } from '#sdk/src/index.ts';
import { FillsDocument } from '../generated/documents.ts';
import type { FillsQuery, FillsQueryVariables } from '../generated/operations.ts';

/** A fill of an own order. */
export interface Fill {
  readonly id: string;
  readonly ticker: string;
  readonly side: 'BUY' | 'SELL';
  readonly price: string;
  readonly quantity: number;
  /** Its provisional costs. */
  readonly fees: string;
  readonly at: string;
}

/** Fills of past orders, and where older ones begin. */
export interface PastFills {
  readonly fills: readonly Fill[];
  /** Cursor of the last order that was read; null when all are read. */
  readonly after: string | null;
}

/** Orders that have ended and may have fills: one that expired or was canceled may have traded in part. */
const ENDED: FillsQueryVariables['status'] = ['FILLED', 'CANCELED', 'EXPIRED'];
/** Pages of one read: thousands of canceled orders may lie before the next fill. */
const MOST_PAGES = 10;
/** The most fills of one order that the graph gives. */
const MOST_FILLS = 1_000;

type Requests = Pick<BrokerClient, 'request' | 'order'>;
type OrderNode = NonNullable<NonNullable<FillsQuery['account']>['orders']>['nodes'][number];

/** The fills to read. */
export interface PastFillsPlace {
  readonly accountId: string;
  /** Those of one ticker alone. */
  readonly ticker?: string;
  /** Cursor of the order before them; null for the newest ones. */
  readonly after: string | null;
  /** Fills after which the read ends. */
  readonly enough: number;
}

/** Reads fills of orders that have ended, the newest orders first, until there are enough of them. */
export async function readPastFills(
  broker: Requests,
  place: PastFillsPlace,
  signal: AbortSignal,
): Promise<PastFills> {
  const { accountId, ticker = null, enough } = place;
  const fills: Fill[] = [];
  let { after } = place;
  for (let page = 0; page < MOST_PAGES && fills.length < enough; page += 1) {
    const read = await readPage(broker, { accountId, status: ENDED, ticker, after }, signal);
    fills.push(...read.fills);
    after = read.after;
    if (after === null) break;
  }
  return { fills, after };
}

/** Reads the fills so far of orders that are still open: such an order may be older than all those that have ended. */
export async function readOpenFills(
  broker: Requests,
  accountId: string,
  signal: AbortSignal,
): Promise<readonly Fill[]> {
  const fills: Fill[] = [];
  let after: string | null = null;
  do {
    const read: PastFills = await readPage(
      broker,
      { accountId, status: ['PARTIALLY_FILLED'], after },
      signal,
    );
    fills.push(...read.fills);
    after = read.after;
  } while (after !== null);
  return fills;
}

async function readPage(
  broker: Requests,
  variables: FillsQueryVariables,
  signal: AbortSignal,
): Promise<PastFills> {
  const { account } = await broker.request(FillsDocument, variables, { signal });
  const { nodes = [], pageInfo } = account?.orders ?? {};
  const fills: Fill[] = [];
  for (const node of nodes) fills.push(...(await fillsOf(broker, node, signal)));
  return { fills, after: pageInfo?.hasNextPage ? pageInfo.endCursor : null };
}

/** The fills of an order; those of one with many are read for themselves. */
async function fillsOf(broker: Requests, node: OrderNode, signal: AbortSignal): Promise<readonly Fill[]> {
  const { id, ticker, side, executionCount, executions } = node;
  const hasMore = executionCount > executions.length;
  const { order } = hasMore
    ? await broker.order({ id, lastExecutions: MOST_FILLS }, { signal })
    : { order: node };
  return (order?.executions ?? executions).map(({ id: fillId, price, quantity, fees, at }): Fill => ({
    id: fillId,
    ticker,
    side,
    price,
    quantity,
    fees,
    at,
  }));
}

/** Fills without repeats, the oldest first. */
export const merged = (some: readonly Fill[], others: readonly Fill[]): readonly Fill[] => {
  const known = new Map([...some, ...others].map((fill) => [fill.id, fill]));
  return [...known.values()].sort((one, other) => (one.at < other.at ? -1 : 1));
};
