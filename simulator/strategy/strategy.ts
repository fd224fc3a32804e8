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
 * What all participants do: a pure function of its seed, of what it is told and of when. Time is in milliseconds of the
 * machine.
 */
export interface Strategy {
  /**
   * What assets tells of instruments; of each, older versions are left aside.
   *
   * @param known where those stand that are told for the first time, by ticker
   */
  list(facts: readonly InstrumentFact[], known?: ReadonlyMap<string, KnownPrices>): EngineCommand[];
  /** What the exchange tells everybody. */
  hear(news: readonly MarketNews[]): void;
  /** What the exchange reports; the answer fills up what was taken. */
  receive(reports: readonly ExecutionReport[], moment: Moment): EngineCommand[];
  /** What happens in a step of time; nothing in books whose phase takes no orders. */
  step(moment: Moment): EngineCommand[];
  /** Books that stand whole on both sides. */
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
  /** Share of the activity. */
  readonly weight: number;
  /** The book whose price this one follows: of a fractional book its round-lot twin. */
  readonly leaderTicker: string | null;
}

/** Makes the participants of all books. */
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
    hear: (news) => {
      for (const one of news) books.get(one.ticker)?.strategy.hear(one);
    },
    receive: (reports, moment) => {
      const touched = new Set<BookStrategy>();
      for (const report of reports) {
        const book = report.type === 'MASS_CANCELED' ? undefined : books.get(report.ticker);
        book?.strategy.receive(report, moment.nowMs);
        // What ends with the day or fills in its auctions is quoted again in a step, when the phase has become known.
        if (book && report.type === 'FILLED' && report.liquidity !== 'AUCTION') touched.add(book.strategy);
      }
      return [...touched].flatMap((strategy) => strategy.repair(moment));
    },
    step: (moment) => {
      const commands = repairSome(books, moment, settings.openingsPerStep);
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

/** Repairs books until so many of them had something to repair; those that trade most come first. */
function repairSome(books: ReadonlyMap<string, Book>, moment: Moment, most: number): EngineCommand[] {
  const inOrder = [...books.values()].sort((a, b) => b.weight - a.weight);
  const commands: EngineCommand[] = [];
  let repaired = 0;
  for (const { strategy } of inOrder) {
    if (repaired === most) break;
    const repairs = strategy.repair(moment);
    if (repairs.length > 0) repaired++;
    commands.push(...repairs);
  }
  return commands;
}

/** A book at random, each as likely as its weight says. */
function drawBook(books: ReadonlyMap<string, Book>, random: Random): Book | undefined {
  const total = [...books.values()].reduce((sum, { weight }) => sum + weight, 0);
  let left = random() * total;
  for (const book of books.values()) {
    left -= book.weight;
    if (left < 0) return book;
  }
  return undefined;
}
