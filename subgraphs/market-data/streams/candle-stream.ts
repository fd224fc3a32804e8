import {
  isNewerCandle,
  type Candle,
  type CandleInterval,
  type CandlePosition,
} from '#domain/market-data/candles.ts';
import { createPullStream, type PullStream } from '#platform/streams/pull-stream.ts';
import type { MarketBoard } from './board.ts';

/** Candles that may wait in memory for a slow reader. Beyond it the reader reads from the history again. */
const MAX_WAITING = 64;
/** Candles read from the history at once. */
const PAGE_SIZE = 200;

/** Reads candles from the history that open at this instant or later, oldest first. */
export type ReadCandles = (
  ticker: string,
  interval: CandleInterval,
  fromMs: number,
  limit: number,
) => Promise<readonly Candle[]>;

/** Candles of one interval of one ticker. */
export interface CandleStreamRequest {
  readonly ticker: string;
  readonly interval: CandleInterval;
  /** The state of a candle that the reader has: all that came after it comes first. Null: the newest candle comes first. */
  readonly after: CandlePosition | null;
}

/**
 * Streams the newest candle, then every change. A slow reader skips states of a candle, but never its last one: each candle that
 * closes comes once with `isClosed`, before the next one. The history stores a candle before it is published, so a reader that
 * is behind, or whose topic lost a candle, gets it from there.
 */
export function candleStream(
  board: MarketBoard,
  readCandles: ReadCandles,
  { ticker, interval, after }: CandleStreamRequest,
): PullStream<Candle> {
  return createPullStream<Candle>(({ wake }) => {
    const queue = createCandleQueue(after, (fromMs) => readCandles(ticker, interval, fromMs, PAGE_SIZE));
    const unwatch = board.watchCandles(ticker, interval, (candle) => {
      queue.offer(candle);
      wake();
    });
    const newest = board.candle(ticker, interval);
    if (newest) queue.offer(newest);
    return { next: () => queue.next(), close: unwatch };
  });
}

interface CandleQueue {
  offer(candle: Candle): void;
  /** The next state for the reader; null when there is none. */
  next(): Promise<Candle | null>;
}

/** Orders the states of one interval's candles for one reader. */
function createCandleQueue(
  after: CandlePosition | null,
  readPage: (fromMs: number) => Promise<readonly Candle[]>,
): CandleQueue {
  const waiting: Candle[] = [];
  /** The last state that waits or was delivered. */
  let last: CandlePosition | null = after;
  /** The history holds states that are not in the queue. */
  let isBehind = after !== null;

  /** Adds a state; it replaces one of the same candle that still waits. */
  const append = (candle: Candle): void => {
    if (!isNewerCandle(candle, last)) return;
    last = candle;
    if (waiting.at(-1)?.openedAtMs === candle.openedAtMs) waiting.pop();
    waiting.push(candle);
  };
  const catchUp = async (): Promise<void> => {
    // An offer during the read sets it again.
    isBehind = false;
    try {
      const page = await readPage(last?.openedAtMs ?? 0);
      for (const candle of page) append(candle);
      if (page.length === PAGE_SIZE) isBehind = true;
    } catch (error) {
      isBehind = true;
      throw error;
    }
  };
  return {
    offer: (candle) => {
      const isNext = last === null || candle.openedAtMs === last.openedAtMs || follows(candle, last);
      if (isBehind || !isNext || waiting.length >= MAX_WAITING) isBehind = true;
      else append(candle);
    },
    next: async () => {
      for (;;) {
        const candle = waiting.shift();
        if (candle) return candle;
        if (!isBehind) return null;
        await catchUp();
      }
    },
  };
}

/** True when no candle lies between: the first trade of the later one comes after the last trade of the closed one. */
const follows = (candle: Candle, before: CandlePosition): boolean =>
  before.isClosed && (candle.lastTradeSequence ?? 0) - candle.tradeCount === before.lastTradeSequence;
