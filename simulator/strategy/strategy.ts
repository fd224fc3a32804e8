import type { EngineCommand } from '#contracts/messages/engine-commands.ts';
import type { ExecutionReport } from '#contracts/messages/execution-reports.ts';
import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import type { Random } from '#platform/random.ts';
import { createBookStrategy, type BookStrategy, type Moment } from './book-strategy.ts';
import type { KnownPrices } from '../market/hot-prices.ts';
import type { MarketNews } from '../market/market-news.ts';
import type { OrderCommands } from '../orders/order-commands.ts';
import { activityOf, type SimulatorSettings } from '../settings.ts';

/**
 * Actions of all participants: a pure function of the seed, the inputs and their times. Times are in milliseconds of the
 * machine's clock.
 */
export interface Strategy {
  /**
   * Applies instruments; older versions are ignored.
   *
   * @param known current prices of instruments that are new here, by ticker
   */
  list(facts: readonly InstrumentFact[], known?: ReadonlyMap<string, KnownPrices>): EngineCommand[];
  /** Applies public market data. */
  applyNews(news: readonly MarketNews[]): void;
  /** Applies execution reports; the returned commands refill the quotes that were taken. */
  receive(reports: readonly ExecutionReport[], moment: Moment): EngineCommand[];
  /** Actions of one time step; none in books whose phase accepts no orders. */
  step(moment: Moment): EngineCommand[];
  /** Number of books with all levels quoted on both sides. */
  quotedBooks(): number;
  books(): number;
}

export interface StrategyTools {
  readonly settings: SimulatorSettings;
  readonly commands: OrderCommands;
  readonly random: Random;
}

interface Book {
  readonly strategy: BookStrategy;
  /** Activity weight. */
  readonly weight: number;
  /** The book whose price this one follows: a fractional book follows its round-lot twin. */
  readonly leaderTicker: string | null;
}

/** Creates the participants of all books. */
export function createStrategy(tools: StrategyTools): Strategy {
  const { settings, random } = tools;
  const books = new Map<string, Book>();
  let actionsDue = 0;

  const listOne = (fact: InstrumentFact, known: KnownPrices | null): EngineCommand[] => {
    const book = books.get(fact.ticker);
    if (book) return book.strategy.list(fact);
    books.set(fact.ticker, createBook(fact, known, tools));
    return [];
  };
  const act = (moment: Moment): EngineCommand[] => {
    const book = drawBook(books, random);
    if (!book?.strategy.isQuoted()) return [];
    if (random() * 1_000 < settings.tradesPerMille) return book.strategy.trade(moment);
    const leader = book.leaderTicker === null ? undefined : books.get(book.leaderTicker);
    return book.strategy.move(moment, leader?.strategy.referenceTicks() ?? null);
  };
  return {
    list: (facts, known) => facts.flatMap((fact) => listOne(fact, known?.get(fact.ticker) ?? null)),
    applyNews: (news) => {
      for (const item of news) books.get(item.ticker)?.strategy.applyNews(item);
    },
    receive: (reports, moment) => {
      const touched = new Set<BookStrategy>();
      for (const report of reports) {
        const book = report.type === 'MASS_CANCELED' ? undefined : books.get(report.ticker);
        book?.strategy.receive(report, moment.nowMs);
        // Quotes that end with the day or fill in an auction are restored in a later step, once the phase is known.
        if (book && report.type === 'FILLED' && report.liquidity !== 'AUCTION') touched.add(book.strategy);
      }
      return [...touched].flatMap((strategy) => strategy.repair(moment));
    },
    step: (moment) => {
      const commands = repairBooks(books, moment, settings.openingsPerStep);
      actionsDue += (settings.actionsPerSecond * settings.stepMs) / 1_000;
      for (; actionsDue >= 1; actionsDue--) commands.push(...act(moment));
      return commands;
    },
    quotedBooks: () => [...books.values()].filter(({ strategy }) => strategy.isQuoted()).length,
    books: () => books.size,
  };
}

function createBook(fact: InstrumentFact, known: KnownPrices | null, tools: StrategyTools): Book {
  const isFractional = fact.twinTicker !== null && fact.lotSize === 1;
  return {
    strategy: createBookStrategy(fact, known, tools),
    weight: activityOf(fact.ticker, isFractional),
    leaderTicker: isFractional ? fact.twinTicker : null,
  };
}

/** Repairs up to `limit` books that need it, the most active ones first. */
function repairBooks(books: ReadonlyMap<string, Book>, moment: Moment, limit: number): EngineCommand[] {
  const inOrder = [...books.values()].sort((a, b) => b.weight - a.weight);
  const commands: EngineCommand[] = [];
  let repaired = 0;
  for (const { strategy } of inOrder) {
    if (repaired === limit) break;
    const repairs = strategy.repair(moment);
    if (repairs.length > 0) repaired++;
    commands.push(...repairs);
  }
  return commands;
}

/** Picks a random book by weight. */
function drawBook(books: ReadonlyMap<string, Book>, random: Random): Book | undefined {
  const total = [...books.values()].reduce((sum, { weight }) => sum + weight, 0);
  let left = random() * total;
  for (const book of books.values()) {
    left -= book.weight;
    if (left < 0) return book;
  }
  return undefined;
}
