import type { EngineCommand } from '#contracts/messages/engine-commands.ts';
import type { ExecutionReport } from '#contracts/messages/execution-reports.ts';
import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import type { Random } from '#platform/random.ts';
import { createBookStrategy, type BookStrategy, type Moment } from './book-strategy.ts';
import type { KnownPrices } from '../market/hot-prices.ts';
import type { MarketNews } from '../market/market-news.ts';
import type { OrderCommands } from '../orders/order-commands.ts';
import { activityAt } from '../model/day-curve.ts';
import { createFairValue } from '../model/fair-value.ts';
import { profileOf, type LiquidityFacts } from '../model/liquidity.ts';
import { createMarketFactor, type MarketFactor } from '../model/market-factor.ts';
import type { SimulatorSettings } from '../settings.ts';
import { createActivityBudget } from './activity-budget.ts';
import { createBookList, type Book } from './book-list.ts';

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
  /** Facts of each instrument's trading, by ticker of the round-lot book. */
  readonly liquidity: ReadonlyMap<string, LiquidityFacts>;
}

/** Creates the participants of all books. */
export function createStrategy(tools: StrategyTools): Strategy {
  const { settings, random } = tools;
  const books = createBookList();
  const factor = createMarketFactor(random);
  const budget = createActivityBudget(settings);

  const listOne = (fact: InstrumentFact, known: KnownPrices | null): EngineCommand[] => {
    const book = books.get(fact.ticker);
    if (book) return book.strategy.list(fact);
    books.add(fact.ticker, createBook(fact, known, factor, tools));
    return [];
  };
  const act = (moment: Moment): EngineCommand[] => {
    const book = books.draw(random);
    if (!book?.strategy.isQuoted()) return [];
    if (random() * 1_000 < settings.tradesPerMille) return book.strategy.trade(moment);
    const leader = book.leaderTicker === null ? undefined : books.get(book.leaderTicker);
    return book.strategy.move(moment, leader?.strategy.referenceCentavos() ?? null);
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
      const commands = [...touched].flatMap((strategy) => strategy.repair(moment));
      budget.spend(commands.length);
      return commands;
    },
    step: (moment) => {
      factor.advance(moment);
      const commands = repairBooks(books.byWeight(), moment, settings.openingsPerStep);
      // Volume and volatility go together.
      budget.gain(moment.marketMs, activityAt(moment.dayShare) * Math.sqrt(factor.volatility()));
      while (budget.isPositive()) {
        const sent = act(moment);
        budget.spendAction(sent.length);
        commands.push(...sent);
      }
      return commands;
    },
    quotedBooks: () => books.byWeight().filter(({ strategy }) => strategy.isQuoted()).length,
    books: () => books.byWeight().length,
  };
}

function createBook(
  fact: InstrumentFact,
  known: KnownPrices | null,
  factor: MarketFactor,
  { settings, commands, random, liquidity }: StrategyTools,
): Book {
  const profile = profileOf(fact, liquidity);
  const fairValue = createFairValue(profile, factor, random, settings.volatilityTimes);
  return {
    strategy: createBookStrategy(fact, known, { settings, commands, random, profile, fairValue }),
    weight: profile.weight,
    leaderTicker: profile.kind === 'FRACTIONAL' ? fact.twinTicker : null,
  };
}

/** Repairs up to `limit` books that need it, the most active ones first. */
function repairBooks(books: readonly Book[], moment: Moment, limit: number): EngineCommand[] {
  const commands: EngineCommand[] = [];
  let repaired = 0;
  for (const { strategy } of books) {
    if (repaired === limit) break;
    if (!strategy.needsRepair()) continue;
    const repairs = strategy.repair(moment);
    if (repairs.length > 0) repaired++;
    commands.push(...repairs);
  }
  return commands;
}
