import { loadCatalogue } from '#assets/catalogue/catalogue.ts';
import type { EngineMarketData } from '#contracts/messages/engine-market-data.ts';
import type { ExecutionReport } from '#contracts/messages/execution-reports.ts';
import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import { sessionShareAt } from '#domain/calendar/session.ts';
import { createTradingCalendar, type SessionHours } from '#domain/calendar/trading-calendar.ts';
import type { Phase } from '#domain/market/phase.ts';
import { protectionsOn } from '#domain/market/protections.ts';
import { createFastBook } from '#engine/core/fast/fast-book.ts';
import { instrumentCommand } from '#engine/edge/input/instrument-command.ts';
import { CASH_GROUP, protectionsCommand } from '#engine/edge/schedule/phase-schedule.ts';
import type { ExchangeCommand } from '#engine/exchange/commands.ts';
import { createExchange } from '#engine/exchange/exchange.ts';
import { createRandom } from '#platform/random.ts';
import { newsOf } from '#simulator/market/market-news.ts';
import { loadLiquidityFacts } from '#simulator/model/liquidity.ts';
import { createOrderCommands } from '#simulator/orders/order-commands.ts';
import { DEFAULT_SIMULATOR_SETTINGS } from '#simulator/settings.ts';
import { createStrategy } from '#simulator/strategy/strategy.ts';
import { createObserver, type MarketObservations } from './observe.ts';

export interface MarketRun {
  readonly firstDay: string;
  readonly days: number;
  readonly seed: number;
  readonly commandsPerSecond: number;
  readonly onProgress: (done: number) => void;
}

const STEP_MS = 1_000;

/** Runs the participants and the exchange on a stepped clock over whole sessions, and returns the observations. */
export function simulateMarket(run: MarketRun): MarketObservations {
  const listings = loadCatalogue(run.firstDay).map((one): InstrumentFact => ({ v: 1, ...one }));
  const market = createMarket(run, listings);
  const observer = createObserver(market.exchange, listings);
  const calendar = createTradingCalendar();
  let day = run.firstDay;
  for (let count = 0; count < run.days; count++) {
    const session = calendar.sessionOf(day);
    if (!session) throw new RangeError(`${day} has no session`);
    observer.beginDay(session);
    runSession(market, session, observer.observe, (share) => run.onProgress((count + share) / run.days));
    market.publishCloses();
    day = calendar.nextTradingDay(day);
  }
  return { ...observer.observations(), commands: market.sent() };
}

type Market = ReturnType<typeof createMarket>;

function createMarket(run: MarketRun, listings: readonly InstrumentFact[]) {
  const exchange = createExchange({ book: createFastBook });
  const calendar = createTradingCalendar();
  const settings = { stepMs: STEP_MS, commandsPerSecond: run.commandsPerSecond };
  const strategy = createStrategy({
    settings: { ...DEFAULT_SIMULATOR_SETTINGS, ...settings },
    commands: createOrderCommands('stats'),
    random: createRandom(run.seed),
    liquidity: loadLiquidityFacts(),
  });
  const time = { nowMs: Date.parse(run.firstDay), marketPhase: 'CLOSED' as Phase };
  const lastCentavos = new Map<string, number>();
  let sent = 0;
  let version = 1;
  const moment = () => ({ ...time, marketMs: time.nowMs, dayShare: sessionShareAt(calendar, time.nowMs) });
  const publish = (message: EngineMarketData, onTrade: (trade: EngineMarketData) => void): void => {
    if (message.type === 'TRADE') {
      lastCentavos.set(message.ticker, message.priceTicks * message.tickCentavos);
      onTrade(message);
    }
    strategy.applyNews(newsOf(message));
  };
  const apply = (commands: readonly ExchangeCommand[], onTrade: (trade: EngineMarketData) => void): void => {
    for (let queue = commands; queue.length > 0;) {
      const reports: ExecutionReport[] = [];
      for (const command of queue) {
        if ('member' in command) sent++;
        for (const event of exchange.apply(command, time.nowMs))
          if (event.kind === 'REPORT') reports.push(event.report);
          else publish(event.message, onTrade);
      }
      queue = strategy.receive(reports, moment());
    }
  };
  apply(
    [protectionsCommand(protectionsOn(run.firstDay)), ...listings.map(instrumentCommand)],
    () => undefined,
  );
  strategy.list(listings);
  return {
    exchange,
    time,
    apply,
    sent: () => sent,
    step: () => strategy.step(moment()),
    publishCloses: () => {
      version++;
      const closed = listings.map((fact) => {
        const previousCloseCentavos = lastCentavos.get(fact.ticker) ?? fact.previousCloseCentavos;
        return { ...fact, version, previousCloseCentavos, priceBand: null };
      });
      apply(closed.map(instrumentCommand), () => undefined);
      strategy.list(closed);
    },
  };
}

function runSession(
  market: Market,
  session: SessionHours,
  observe: (nowMs: number, trades: readonly EngineMarketData[]) => void,
  onProgress: (share: number) => void,
): void {
  const { time, apply, step } = market;
  for (const [index, { phase, startsAtMs }] of session.phases.entries()) {
    const endsAtMs = session.phases[index + 1]?.startsAtMs;
    time.nowMs = startsAtMs;
    time.marketPhase = phase;
    const ends = endsAtMs === undefined ? {} : { endsAtMs };
    const begin = {
      v: 1,
      type: 'SET_PHASE',
      group: CASH_GROUP,
      phase,
      tradeDate: session.day,
      startsAtMs,
    } as const;
    apply([{ ...begin, ...ends }], () => undefined);
    while (endsAtMs !== undefined && time.nowMs + STEP_MS < endsAtMs) {
      time.nowMs += STEP_MS;
      const trades: EngineMarketData[] = [];
      apply([{ v: 1, type: 'TIME' }, ...step()], (trade) => trades.push(trade));
      if (phase === 'CONTINUOUS') observe(time.nowMs, trades);
      if (time.nowMs % 600_000 === 0) onProgress(sharePassed(session, time.nowMs));
    }
  }
}

const sharePassed = ({ opensAtMs, closesAtMs }: SessionHours, nowMs: number): number =>
  Math.max(0, (nowMs - opensAtMs) / (closesAtMs - opensAtMs));
