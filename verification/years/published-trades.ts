import { pollUntil } from '#platform/retry/poll.ts';
import { createWallClock } from '#platform/time/clock.ts';
import type { Graph } from './graph.ts';

/** The trades that the market published: an instant of a ticker trades either in an auction or outside. */
export interface PublishedTrades {
  /** Waits until the trade is published, which happens after the parties have their fills. */
  isAuction(ticker: string, at: string): Promise<boolean>;
  /** Instants at which an auction traded. */
  readonly auctionCount: number;
}

interface TradePage {
  readonly nodes: readonly { readonly at: string; readonly aggressor: string | null }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const machine = createWallClock();
const PAGE_SIZE = 200;
/** Time in which market data publishes every trade after a restart. */
const WAIT_MS = 60_000;

/** Reads all trades of the tickers from the public market data, and again when one is missing. */
export async function readPublishedTrades(
  graph: Graph,
  tickers: readonly string[],
): Promise<PublishedTrades> {
  const auctionByKey = new Map<string, boolean>();
  const read = async (): Promise<void> => {
    for (const ticker of tickers) await readTrades(graph, ticker, auctionByKey);
  };
  await read();
  return {
    isAuction: async (ticker, at) => {
      const key = `${ticker} ${at}`;
      const isPublished = async (): Promise<boolean> => {
        if (!auctionByKey.has(key)) await read();
        return auctionByKey.has(key);
      };
      if (!(await pollUntil(isPublished, { clock: machine, everyMs: 500, timeoutMs: WAIT_MS })))
        throw new Error(`the market data lacks a trade: ${key}`);
      return auctionByKey.get(key) === true;
    },
    get auctionCount() {
      return [...auctionByKey.values()].filter(Boolean).length;
    },
  };
}

async function readTrades(graph: Graph, ticker: string, auctionByKey: Map<string, boolean>): Promise<void> {
  const query = `query ($ticker: Ticker!, $after: Cursor) { asset(ticker: $ticker) {
    trades(first: ${PAGE_SIZE}, after: $after) { nodes { at aggressor } pageInfo { hasNextPage endCursor } } } }`;
  for (let after: string | null = null; ;) {
    const found: { asset: { trades: TradePage } } = await graph.request(null, query, { ticker, after });
    const { nodes, pageInfo } = found.asset.trades;
    for (const { at, aggressor } of nodes) auctionByKey.set(`${ticker} ${at}`, aggressor === null);
    if (!pageInfo.hasNextPage) return;
    after = pageInfo.endCursor;
  }
}
