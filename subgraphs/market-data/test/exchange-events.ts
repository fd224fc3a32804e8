import { engineMarketDataCodec, type EngineMarketData } from '#contracts/messages/engine-market-data.ts';
import { TOPICS } from '#contracts/names.ts';
import type { EventLog } from '#platform/ports/event-log.ts';

/** The exchange's market data of PETR4, with its sequences. An event that is created and not published is lost. */
export interface ExchangeEvents {
  trade(priceTicks: number, quantity: number): EngineMarketData;
  level(side: 'BUY' | 'SELL', priceTicks: number, quantity: number): EngineMarketData;
  /** Publishes events to the exchange's topic. */
  publish(...events: EngineMarketData[]): Promise<void>;
  /** The engine's call that publishes the whole book. */
  publishBooks(request: { tickers: string[] }): Promise<null>;
}

/** Creates the exchange's side of a test, whose first events happen at `openMs`. */
export function createExchangeEvents(eventLog: EventLog, openMs: number): ExchangeEvents {
  let sequence = 0;
  let tradeSequence = 0;
  const common = () => ({
    v: 1 as const,
    ticker: 'PETR4',
    sequence: ++sequence,
    tickCentavos: 1,
    atMs: openMs + sequence,
    tradeDate: '2026-03-16',
  });
  const publish = (...events: EngineMarketData[]) =>
    eventLog.append(
      TOPICS.engineMarketData,
      events.map((event) => ({ key: event.ticker, value: engineMarketDataCodec.encode(event) })),
    );
  return {
    trade: (priceTicks, quantity) => ({
      ...common(),
      type: 'TRADE',
      tradeId: `trd_${++tradeSequence}`,
      tradeSequence,
      priceTicks,
      quantity,
      aggressor: 'BUY',
    }),
    level: (side, priceTicks, quantity) => ({
      ...common(),
      type: 'BOOK_CHANGED',
      changes: [{ side, priceTicks, quantity, orders: 1 }],
    }),
    publish,
    publishBooks: async ({ tickers }) => {
      if (!tickers.includes('PETR4')) return null;
      const [bids, asks] = [[{ priceTicks: 2_830, quantity: 700, orders: 2 }], []];
      const theoretical = { priceTicks: 2_825, quantity: 600 };
      const last = { lastTradeTicks: 2_817, tradeSequence };
      await publish({
        ...{ ...common(), type: 'BOOK_SNAPSHOT', phase: 'CLOSING_CALL' },
        ...{ bids, asks, theoretical, ...last },
      });
      return null;
    },
  };
}
