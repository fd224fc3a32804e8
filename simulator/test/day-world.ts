import { loadCatalogue } from '#assets/catalogue/catalogue.ts';
import type { EngineCommand } from '#contracts/messages/engine-commands.ts';
import type { EngineMarketData } from '#contracts/messages/engine-market-data.ts';
import type { ExecutionReport } from '#contracts/messages/execution-reports.ts';
import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import { MEMBERS } from '#contracts/names.ts';
import { sessionShareAt } from '#domain/calendar/session.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { applyEvent, newTicker, type TickerState } from '#domain/market-data/fold.ts';
import type { Phase } from '#domain/market/phase.ts';
import { protectionsOn } from '#domain/market/protections.ts';
import { createFastBook } from '#engine/core/fast/fast-book.ts';
import { instrumentCommand } from '#engine/edge/input/instrument-command.ts';
import { CASH_GROUP, protectionsCommand } from '#engine/edge/schedule/phase-schedule.ts';
import type { ExchangeCommand } from '#engine/exchange/commands.ts';
import { createExchange } from '#engine/exchange/exchange.ts';
import { createRandom } from '#platform/random.ts';
import { newsOf } from '../market/market-news.ts';
import { createOrderCommands } from '../orders/order-commands.ts';
import { DEFAULT_SIMULATOR_SETTINGS, type SimulatorSettings } from '../settings.ts';
import { loadLiquidityFacts } from '../model/liquidity.ts';
import { createStrategy } from '../strategy/strategy.ts';

export const MONDAY = '2026-03-16';
const STEP_MS = 5_000;
export const calendar = createTradingCalendar();
export const LISTINGS = loadCatalogue(MONDAY)
  .filter(({ ticker }) => /^(PETR4|PETR4F|BOVA11|MGLU3)$/.test(ticker))
  .map((instrument): InstrumentFact => ({ v: 1, ...instrument }));
export const TICKERS = LISTINGS.map(({ ticker }) => ticker);

/** The participants and the exchange at one market time, with all that they sent and published. */
function createExchangeWorld(seed: number, more: Partial<SimulatorSettings>) {
  const exchange = createExchange({ book: createFastBook });
  const strategy = createStrategy({
    settings: { ...DEFAULT_SIMULATOR_SETTINGS, commandsPerSecond: 8, ...more },
    commands: createOrderCommands('test'),
    random: createRandom(seed),
    liquidity: loadLiquidityFacts(),
  });
  const world = {
    exchange,
    strategy,
    quotes: new Map<string, TickerState>(),
    nowMs: Date.UTC(2026, 2, 13, 21),
    marketPhase: 'CLOSED' as Phase,
    sent: [] as EngineCommand[],
    reports: [] as ExecutionReport[],
    published: [] as EngineMarketData[],
  };
  const moment = () => ({
    nowMs: world.nowMs,
    marketMs: world.nowMs,
    dayShare: sessionShareAt(calendar, world.nowMs),
    marketPhase: world.marketPhase,
  });
  /** Applies commands, then the participants' reactions to their reports, until they send no more. */
  const apply = (commands: readonly ExchangeCommand[]): void => {
    for (let queue: readonly ExchangeCommand[] = commands; queue.length > 0;) {
      const reports: ExecutionReport[] = [];
      for (const command of queue) {
        if ('member' in command && command.member === MEMBERS.simulator) world.sent.push(command);
        for (const event of exchange.apply(command, world.nowMs)) {
          if (event.kind === 'REPORT') reports.push(event.report);
          else {
            foldInto(world.quotes, event.message);
            world.published.push(event.message);
            strategy.applyNews(newsOf(event.message));
          }
        }
      }
      world.reports.push(...reports);
      queue = strategy.receive(
        reports.filter(({ member }) => member === MEMBERS.simulator),
        moment(),
      );
    }
  };
  return Object.assign(world, { moment, apply });
}

/** Test world: participants, the exchange with its protections, and market data over whole sessions, from Monday on. */
export function createDayWorld(seed: number, more: Partial<SimulatorSettings> = {}) {
  const world = createExchangeWorld(seed, more);
  const { strategy, quotes, moment, apply } = world;
  /** Steps the participants for a duration. */
  const run = (forMs: number): void => {
    for (const untilMs = world.nowMs + forMs; world.nowMs < untilMs;) {
      world.nowMs += STEP_MS;
      apply([{ v: 1, type: 'TIME' }, ...strategy.step(moment())]);
    }
  };
  const enter = (phase: Phase, tradeDate: string, startsAtMs: number, endsAtMs?: number): void => {
    world.nowMs = startsAtMs;
    world.marketPhase = phase;
    const ends = endsAtMs === undefined ? {} : { endsAtMs };
    apply([{ v: 1, type: 'SET_PHASE', group: CASH_GROUP, phase, tradeDate, startsAtMs, ...ends }]);
  };
  /** Runs each phase of a day for four minutes from its beginning, then publishes the closes. */
  const day = (tradeDate: string, inPhase: (phase: Phase) => void = () => undefined): void => {
    const phases = calendar.sessionOf(tradeDate)?.phases ?? [];
    for (const [index, { phase, startsAtMs }] of phases.entries()) {
      const endsAtMs = phases[index + 1]?.startsAtMs;
      enter(phase, tradeDate, startsAtMs, endsAtMs);
      run(4 * 60_000);
      inPhase(phase);
    }
    strategy.list(LISTINGS.map((fact) => withClose(fact, quotes, world.nowMs)));
  };
  apply([
    protectionsCommand(protectionsOn(MONDAY)),
    ...LISTINGS.map(instrumentCommand),
    { v: 1, type: 'SET_PHASE', group: CASH_GROUP, phase: 'CLOSED', tradeDate: '2026-03-13' },
  ]);
  strategy.list(LISTINGS);
  /** Market data's state of a ticker. */
  const of = (ticker: string): TickerState => {
    const state = quotes.get(ticker);
    if (!state) throw new Error(`no market data was published for ${ticker}`);
    return state;
  };
  return Object.assign(world, { run, enter, day, of });
}
export type DayWorld = ReturnType<typeof createDayWorld>;

/** Folds a message as market data does; throws when the exchange skipped a sequence. */
function foldInto(quotes: Map<string, TickerState>, message: EngineMarketData): void {
  const { ticker, tradeDate, atMs } = message;
  const before =
    quotes.get(ticker) ?? newTicker(ticker, { tradeDate, atMs, previousClose: null, phase: 'CLOSED' });
  const step = applyEvent(before, message);
  if (!step || step.missing > 0) throw new Error(`${ticker}: sequence ${message.sequence} out of step`);
  quotes.set(ticker, step.state);
}

/** The instrument in its next version, with the day's last price as its previous close. */
const withClose = (fact: InstrumentFact, quotes: ReadonlyMap<string, TickerState>, nowMs: number) => ({
  ...fact,
  version: fact.version + Math.floor(nowMs / 1_000),
  previousCloseCentavos: quotes.get(fact.ticker)?.quote.last || fact.previousCloseCentavos,
});
