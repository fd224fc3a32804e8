import { endOfCandle } from '#domain/market-data/candles.ts';
import { startBackgroundTask } from '#platform/background/background-task.ts';
import type { Stop } from '#platform/process/part.ts';
import { backoffMs, type BackoffSettings } from '#platform/retry/backoff.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { MarketBoard } from '../streams/board.ts';
import { requestSnapshots, type PublishBooks } from './book-recovery.ts';

export interface CandleClosingDependencies {
  /** By shard. */
  readonly engines: readonly PublishBooks[];
  readonly marketClock: Clock;
  readonly wallClock: Clock;
  readonly log: Log;
}

/** Time between two looks at the board. A busy ticker closes its candle by its next event within that time. */
const LOOK_EVERY_MS = 1_000;
/** Delays before a request is repeated, in case the engine or its event was lost. */
const REPEATS: BackoffSettings = { firstMs: 5_000, maxMs: 300_000 };

/** A ticker whose open candle has ended. */
interface Request {
  readonly count: number;
  readonly repeatAtMs: number;
}

/**
 * Closes the candles of quiet tickers. A candle closes with the first event of its ticker after its end; when none comes, the
 * engine publishes the ticker's book. That event comes after all trades of the candle, so a closed candle never misses one. Days
 * wait for the next trade date.
 */
export function startCandleClosing(
  board: Pick<MarketBoard, 'candles'>,
  { engines, marketClock, wallClock, log }: CandleClosingDependencies,
): Stop {
  let requests = new Map<string, Request>();
  /** The market's time at the look before. */
  let beforeMs = marketClock.nowMs();
  const task = startBackgroundTask({
    name: 'closing of candles',
    run: async () => {
      const nowMs = wallClock.nowMs();
      const due = endedTickers(board, beforeMs);
      beforeMs = marketClock.nowMs();
      const wanted = due.filter((ticker) => (requests.get(ticker)?.repeatAtMs ?? 0) <= nowMs);
      requests = new Map(
        due.map((ticker) => {
          const known = requests.get(ticker) ?? { count: 0, repeatAtMs: 0 };
          if (known.repeatAtMs > nowMs) return [ticker, known];
          const repeatAtMs = nowMs + backoffMs(known.count + 1, REPEATS);
          return [ticker, { count: known.count + 1, repeatAtMs }];
        }),
      );
      await requestSnapshots(wanted, { engines });
    },
    schedule: (start) => wallClock.after(LOOK_EVERY_MS, start),
    runsAtStart: false,
    backoff: null,
    clock: wallClock,
    log,
  });
  return task.stop;
}

/** Tickers with an open candle that ended before an instant of the market's clock. */
function endedTickers(board: Pick<MarketBoard, 'candles'>, instantMs: number): readonly string[] {
  const ended = board.candles().filter((candle) => {
    const endMs = endOfCandle(candle);
    return !candle.isClosed && endMs !== null && endMs <= instantMs;
  });
  return [...new Set(ended.map(({ ticker }) => ticker))];
}
