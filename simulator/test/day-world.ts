import { loadCatalogue } from '#assets/catalogue/catalogue.ts';
import type { EngineCommand } from '#contracts/messages/engine-commands.ts';
import { engineMarketDataCodec, type EngineMarketData } from '#contracts/messages/engine-market-data.ts';
import type { ExecutionReport } from '#contracts/messages/execution-reports.ts';
import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import { MEMBERS } from '#contracts/names.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { applyEvent, newTicker, type TickerState } from '#domain/market-data/fold.ts';
import type { Phase } from '#domain/market/phase.ts';
import { protectionsOn } from '#domain/market/protections.ts';
import { createFastBook } from '#engine/core/fast/fast-book.ts';
import type { ExchangeCommand } from '#engine/exchange/commands.ts';
import { createExchange } from '#engine/exchange/exchange.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createRandom } from '#platform/random.ts';
import { newsIn } from '../market/market-news.ts';
import { createOrderCommands } from '../orders/order-commands.ts';
import { DEFAULT_SIMULATOR_SETTINGS, type SimulatorSettings } from '../settings.ts';
import { createStrategy } from '../strategy/strategy.ts';

/** Test world: participants, the exchange with its protections, and market data over whole sessions, from Monday on. */
export const MONDAY = '2026-03-16';
export const GROUP = 'CASH';
const STEP_MS = 5_000;
export const calendar = createTradingCalendar();
export const LISTINGS = loadCatalogue(MONDAY)
  .filter(({ ticker }) => /^(PETR4|PETR4F|BOVA11|MGLU3)$/.test(ticker))
  .map((instrument): InstrumentFact => ({ v: 1, ...instrument }));
export const TICKERS = LISTINGS.map(({ ticker }) => ticker);

export function createDayWorld(seed: number, more: Partial<SimulatorSettings> = {}) {
  const exchange = createExchange({ book: createFastBook });
  const strategy = createStrategy({
    settings: { ...DEFAULT_SIMULATOR_SETTINGS, actionsPerSecond: 400, ...more },
    commands: createOrderCommands('test'),
    random: createRandom(seed),
  });
  const quotes = new Map<string, TickerState>();
  const world = {
    exchange,
    strategy,
    quotes,
    nowMs: 0,
    marketPhase: 'CLOSED' as Phase,
    sent: [] as EngineCommand[],
    reports: [] as ExecutionReport[],
    published: [] as EngineMarketData[],
  };
  const fold = (message: EngineMarketData): void => {
    const { ticker, tradeDate, atMs } = message;
    const before =
      quotes.get(ticker) ?? newTicker(ticker, { tradeDate, atMs, previousClose: null, phase: 'CLOSED' });
    const step = applyEvent(before, message);
    if (!step || step.missing > 0) throw new Error(`${ticker}: sequence ${message.sequence} out of step`);
    quotes.set(ticker, step.state);
    world.published.push(message);
  };
  const moment = () => ({ nowMs: world.nowMs, marketPhase: world.marketPhase });
  const apply = (commands: readonly ExchangeCommand[]): void => {
    for (let queue: readonly ExchangeCommand[] = commands; queue.length > 0;) {
      const own: ExecutionReport[] = [];
      for (const command of queue) {
        if ('member' in command && command.member === MEMBERS.simulator) world.sent.push(command);
        for (const event of exchange.apply(command, world.nowMs)) {
          if (event.kind === 'REPORT') own.push(event.report);
          else {
            fold(event.message);
            strategy.applyNews(newsIn(engineMarketDataCodec.encode(event.message), silentLog));
          }
        }
      }
      world.reports.push(...own);
      queue = strategy.receive(
        own.filter(({ member }) => member === MEMBERS.simulator),
        moment(),
      );
    }
  };
  /** Steps the participants for a duration. */
  const run = (forMs: number): void => {
    for (const untilMs = world.nowMs + forMs; world.nowMs < untilMs;) {
      world.nowMs += STEP_MS;
      apply([{ v: 1, type: 'TIME' }, ...strategy.step(moment())]);
    }
  };
  const define = ({ isin: _isin, name: _name, kind: _kind, twinTicker: _twin, ...fact }: InstrumentFact) =>
    ({ ...fact, type: 'DEFINE_INSTRUMENT', group: GROUP }) as const;
  const enter = (phase: Phase, tradeDate: string, startsAtMs: number, endsAtMs?: number): void => {
    world.nowMs = startsAtMs;
    world.marketPhase = phase;
    const ends = endsAtMs === undefined ? {} : { endsAtMs };
    apply([{ v: 1, type: 'SET_PHASE', group: GROUP, phase, tradeDate, startsAtMs, ...ends }]);
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
    const closes = TICKERS.map((ticker) => quotes.get(ticker)?.quote.last ?? 0);
    strategy.list(
      LISTINGS.map((fact, index) => ({
        ...fact,
        version: fact.version + Math.floor(world.nowMs / 1_000),
        previousCloseCentavos: closes[index] || fact.previousCloseCentavos,
      })),
    );
  };
  apply([
    { v: 1, type: 'SET_PROTECTIONS', group: GROUP, protections: wire(MONDAY) },
    ...LISTINGS.map(define),
    { v: 1, type: 'SET_PHASE', group: GROUP, phase: 'CLOSED', tradeDate: '2026-03-13' },
  ]);
  strategy.list(LISTINGS);
  const of = (ticker: string) => {
    const state = quotes.get(ticker);
    if (!state) throw new Error(`no market data was published for ${ticker}`);
    return state;
  };
  return Object.assign(world, { apply, run, enter, day, of });
}
export type DayWorld = ReturnType<typeof createDayWorld>;

function wire(tradeDate: string) {
  const { auctions, extensions, resumptionCallMs, breaker } = protectionsOn(tradeDate);
  const { quantitySteps } = auctions;
  return {
    auctions: { ...auctions, quantitySteps: [...quantitySteps] },
    extensions: { scheduled: extensions.scheduled, auction: extensions.auction },
    resumptionCallMs,
    breaker: { ...breaker, levels: [...breaker.levels] },
  };
}
