import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { dayOf } from '#domain/calendar/sao-paulo-time.ts';
import { withTrade, type Candle, type CandleInterval } from '#domain/market-data/candles.ts';
import { newTicker, type TickerState } from '#domain/market-data/fold.ts';
import type { CorporateActionFact } from '#contracts/messages/market-facts.ts';
import { createStreamSet } from '#platform/streams/stream-set.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import type { CandleRequest } from '../graph/candles.ts';
import { createMarketData, type MarketData } from '../graph/market-data.ts';
import type { DayRange, QuoteHistory } from '../history/history.ts';
import { createBoard } from '../streams/board.ts';

const START_MS = Date.parse('2021-06-24T13:00:00Z');
const PAST = {
  ...{ ticker: 'PETR4', custodyTicker: 'PETR4', beforeDay: '2021-06-24', closeCentavos: 2_900, lotSize: 100 },
  ...{ annualVolatilityBp: 3_000, dailyVolume: 90_000, dailyTrades: 300 },
};
const FIRST = { tradeDate: '2021-06-24', atMs: START_MS, previousClose: 2_900, phase: 'CLOSED' } as const;

const inside = ({ fromMs, toMs, limit, isNewest }: DayRange, all: readonly Candle[]): readonly Candle[] => {
  const found = all.filter(({ openedAtMs: at }) => at >= (fromMs ?? -Infinity) && at < (toMs ?? Infinity));
  return isNewest ? found.slice(Math.max(0, found.length - limit)) : found.slice(0, limit);
};

/** A history in memory: own candles, and imported days. */
const historyOf = (
  own: ReadonlyMap<string, Candle>,
  imported: readonly Candle[],
): Pick<QuoteHistory, 'candles' | 'importedDays'> => ({
  candles: async (ranges) =>
    ranges.map((range) =>
      inside(
        range,
        [...own.values()].filter(({ interval }) => interval === range.interval),
      ),
    ),
  importedDays: async (ranges) => ranges.map((range) => inside(range, imported)),
});

/** Market data over a history in memory, whose market begins on Thursday, 2021-06-24. */
export function createCandleScene({ hasPast = true, imported = [] as readonly Candle[] } = {}) {
  const clock = createManualClock(START_MS);
  const stored = new Map<string, Candle>();
  const actions: CorporateActionFact[] = [];
  let state = newTicker('PETR4', FIRST, hasPast ? PAST : null);
  let board = createBoard();
  let sequence = 0;
  const open = (): MarketData => {
    board.takeState(state);
    return createMarketData({
      ...{ board, history: historyOf(stored, imported) as QuoteHistory, marketClock: clock },
      wallClock: clock,
      instruments: {
        ...{ get: () => null, take: () => undefined, requireKnown: async () => undefined },
        unknown: async () => new Map(),
      },
      corporateActions: { of: () => actions },
      readQuotes: async () => [],
      calendar: createTradingCalendar(),
      streams: createStreamSet(),
      retention: { tradeDays: 5, candleDays: 30 },
    });
  };
  let marketData = open();
  return {
    ...{ clock, actions, stored },
    marketData: () => marketData,
    trade: (priceCentavos: number) => {
      sequence += 1;
      const time = { atMs: clock.nowMs(), tradeDate: dayOf(clock.nowMs()) };
      const trade = { ticker: 'PETR4', priceCentavos, quantity: 100, sequence, ...time };
      const step = withTrade(state.candles, trade);
      state = { ...state, candles: step.candles };
      for (const candle of step.changed) {
        stored.set(`${candle.interval} ${candle.openedAtMs}`, candle);
        board.takeCandle(candle);
      }
    },
    /** Continues with what the store holds. */
    restart: () => {
      state = JSON.parse(JSON.stringify(state)) as TickerState;
      board = createBoard();
      marketData = open();
    },
    candles: async (interval: CandleInterval, request: Partial<CandleRequest> = { last: 1_000 }) => {
      const page = await marketData.candles(
        'PETR4',
        { interval, adjusted: false, ...request },
        marketData.loaders(),
      );
      return page.nodes;
    },
  };
}
