import { createFastBook } from '#engine/core/fast/fast-book.ts';
import type { Flash1Messages } from '#verification/replay/flash1/messages.ts';
import { Flash1Replay } from '#verification/replay/flash1/replay.ts';
import { inRounds, timed, workMs } from '../../measure.ts';
import type { Section } from '../../report.ts';
import type { BenchOptions } from '../../section.ts';
import { perSecond } from './throughput.ts';
import { loadWorkload } from '../flow/workloads.ts';

/** Consecutive messages for one book before the next book's turn, as in a busy market. */
const TURN = 4;

/** Distributes one flow to many books, which run their parts by turns. */
function runBooks(messages: Flash1Messages, books: number): number {
  const replays = Array.from(
    { length: books },
    () => new Flash1Replay(createFastBook, Math.ceil(messages.count / books)),
  );
  const bounds = partsOf(messages.count, books);
  const { took } = timed(() => {
    for (let done = 0; done * books < messages.count; done += TURN)
      for (let book = 0; book < books; book++) {
        const start = bounds[book]!;
        const end = bounds[book + 1]!;
        const from = Math.min(start + done, end);
        replays[book]!.run(messages, from, Math.min(from + TURN, end));
      }
  });
  return perSecond(messages.count, workMs(took));
}

/** Index of the first message of each book's part, and the end of the last part. */
const partsOf = (count: number, books: number): number[] =>
  Array.from({ length: books + 1 }, (_, book) => Math.floor((count / books) * book));

export async function measureBooks(options: BenchOptions): Promise<Section> {
  const { messages, source } = await loadWorkload('normal', options);
  const rates = await inRounds(options.rounds, {
    '1': () => runBooks(messages, 1),
    '10': () => runBooks(messages, 10),
    '100': () => runBooks(messages, 100),
  });
  return {
    title: 'Many books in one thread',
    note: `The flow (normal, ${source}) in one part for each book, ${TURN} messages to each in turn. A part cancels and modifies orders of other parts, so the mix of messages differs a little.`,
    figures: (['1', '10', '100'] as const).map((books) => ({
      key: `books.${books}`,
      what: `${books} ${books === '1' ? 'book' : 'books'}`,
      value: rates[books],
      unit: 'messages/s',
      ...(books === '1' ? {} : { ratio: { of: '1 book', value: rates[books] / rates['1'] } }),
    })),
  };
}
