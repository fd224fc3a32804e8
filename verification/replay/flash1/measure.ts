import type { BookFactory } from '#engine/core/matching-book.ts';
import { readFlash1 } from './messages.ts';
import { Flash1Replay } from './replay.ts';

export interface Flash1Result {
  readonly messages: number;
  readonly trades: number;
  /** SHA-256 of the report stream. */
  readonly sha256: string;
  /** Median of the timed runs, from messages in memory to reports as integers in memory. */
  readonly messagesPerSecond: number;
}

export interface Flash1Options {
  readonly createBook: BookFactory;
  /** A monotonic clock. */
  readonly nowMs: () => number;
  /** Called before each run with its number; run 0 warms up. */
  readonly onProgress?: (run: number) => void;
}

const TIMED_RUNS = 3;

/**
 * Replays a flash1 workload in a new book, once to warm up and then timed.
 *
 * @throws BadFile with the byte
 */
export function measureFlash1(bytes: Uint8Array, options: Flash1Options): Flash1Result {
  const messages = readFlash1(bytes);
  const run = (): Flash1Replay => {
    const replay = new Flash1Replay(options.createBook, messages.count);
    replay.run(messages);
    return replay;
  };
  options.onProgress?.(0);
  const { trades, reports } = run();
  const sha256 = reports.hash();
  const times: number[] = [];
  for (let number = 1; number <= TIMED_RUNS; number++) {
    options.onProgress?.(number);
    const startMs = options.nowMs();
    run();
    times.push(options.nowMs() - startMs);
  }
  const medianMs = times.sort((a, b) => a - b)[Math.floor(TIMED_RUNS / 2)] ?? 0;
  const messagesPerSecond = medianMs > 0 ? Math.round((messages.count / medianMs) * 1_000) : 0;
  return { messages: messages.count, trades, sha256, messagesPerSecond };
}
