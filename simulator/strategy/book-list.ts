import type { Random } from '#platform/random.ts';
import type { BookStrategy } from './book-strategy.ts';

export interface Book {
  readonly strategy: BookStrategy;
  /** Activity weight. */
  readonly weight: number;
  /** The book whose price this one follows: a fractional book follows its round-lot twin. */
  readonly leaderTicker: string | null;
}

/** The books, by ticker and by activity. */
export interface BookList {
  add(ticker: string, book: Book): void;
  get(ticker: string): Book | undefined;
  /** All books, the most active ones first. */
  byWeight(): readonly Book[];
  /** Picks a random book by weight; undefined when there is none. */
  draw(random: Random): Book | undefined;
}

export function createBookList(): BookList {
  const books = new Map<string, Book>();
  let sorted: readonly Book[] = [];
  let total = 0;
  return {
    add: (ticker, book) => {
      books.set(ticker, book);
      sorted = [...books.values()].sort((a, b) => b.weight - a.weight);
      total = sorted.reduce((sum, { weight }) => sum + weight, 0);
    },
    get: (ticker) => books.get(ticker),
    byWeight: () => sorted,
    draw: (random) => {
      let left = random() * total;
      for (const book of sorted) {
        left -= book.weight;
        if (left < 0) return book;
      }
      return undefined;
    },
  };
}
