import { expect, test } from 'vitest';
import type { BrokerClient } from '#sdk/src/index.ts';
import { createQuoteBoard, type Quote } from './quote-board.ts';

const quote = (ticker: string, sequence: number): Quote => ({ ticker, sequence }) as Quote;

/** A board over a broker whose streams the test feeds, and a browser that waits for the test. */
function scene(known: readonly string[] = ['PETR4', 'VALE3']) {
  const due: (() => void)[] = [];
  const frames: (() => void)[] = [];
  const streams: {
    readonly tickers: readonly string[];
    readonly signal: AbortSignal;
    push: (quote: Quote) => void;
  }[] = [];
  const broker = {
    quoteStream: async function* ({ tickers }: { tickers: string[] }, { signal }: { signal: AbortSignal }) {
      if (tickers.some((ticker) => !known.includes(ticker))) throw new Error('unknown ticker');
      const waiting: Quote[] = [];
      let wake = (): void => undefined;
      streams.push({ tickers, signal, push: (one) => (waiting.push(one), wake()) });
      while (!signal.aborted) {
        for (const one of waiting.splice(0)) yield { quotes: one };
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    quotes: async ({ tickers }: { tickers: string[] }) => ({
      quotes: tickers.map((ticker) => (known.includes(ticker) ? quote(ticker, 0) : null)),
    }),
  } as unknown as Pick<BrokerClient, 'quoteStream' | 'quotes'>;
  const clock = {
    nowMs: () => 0,
    after: (_ms: number, run: () => void) => (due.push(run), { cancel: () => undefined }),
  };
  const board = createQuoteBoard(broker, { clock, beforePaint: (run) => void frames.push(run) });
  const settle = async (): Promise<void> => {
    for (let round = 0; round < 20; round += 1) {
      for (const run of due.splice(0)) run();
      await Promise.resolve();
    }
  };
  const paint = (): void => frames.splice(0).forEach((run) => run());
  return { board, streams, settle, paint };
}

test('one stream carries the tickers of all components, and a frame has one call for each', async () => {
  const { board, streams, settle, paint } = scene();
  const calls: string[] = [];
  board.watch('PETR4', () => calls.push('a'));
  board.watch('PETR4', () => calls.push('b'));
  board.watch('VALE3', () => calls.push('c'));
  await settle();
  expect(streams.map(({ tickers }) => tickers)).toEqual([['PETR4', 'VALE3']]);
  for (const sequence of [1, 3, 2]) streams[0]?.push(quote('PETR4', sequence));
  await settle();
  expect(calls).toEqual([]);
  paint();
  expect(calls).toEqual(['a', 'b']);
  expect(board.get('PETR4')?.sequence).toBe(3);
});

test('after a loss the next quote counts, for the broker may have been restored', async () => {
  const { board, streams, settle } = scene();
  board.watch('PETR4', () => undefined);
  await settle();
  streams[0]?.push(quote('PETR4', 9));
  await settle();
  board.lost();
  for (const sequence of [3, 2]) streams[0]?.push(quote('PETR4', sequence));
  await settle();
  expect(board.get('PETR4')?.sequence).toBe(3);
});

test('a ticker that nobody watches any more leaves the stream, and the last one ends it', async () => {
  const { board, streams, settle } = scene();
  const ends = ['PETR4', 'VALE3'].map((ticker) => board.watch(ticker, () => undefined));
  await settle();
  for (const end of ends) end();
  await settle();
  expect(streams).toHaveLength(1);
  expect(streams[0]?.signal.aborted).toBe(true);
});

test('an unknown ticker of a kept list does not stop the others', async () => {
  const { board, streams, settle } = scene();
  board.watch('GONE3', () => undefined);
  board.watch('PETR4', () => undefined);
  await settle();
  expect(streams.map(({ tickers }) => tickers)).toEqual([['PETR4']]);
});
