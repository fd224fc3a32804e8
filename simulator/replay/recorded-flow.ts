import type { Side } from '#domain/orders/order.ts';

/** An order event of a recorded day. */
export interface RecordedEvent {
  readonly ticker: string;
  /** Time of day in Sao Paulo, in milliseconds after midnight. */
  readonly timeOfDayMs: number;
  readonly side: Side;
  readonly orderId: string;
  /** ENTER: a new order, or a change of one. END: a cancel or an expiry. */
  readonly kind: 'ENTER' | 'END';
  /** 0 for a market order. */
  readonly priceCentavos: number;
  /** Open quantity. */
  readonly quantity: number;
}

/** The recorded order flow of one ticker. */
export interface RecordedFlow {
  readonly ticker: string;
  /** In the order of the exchange's sequence; their times never run back. */
  readonly events: readonly RecordedEvent[];
  /** The first limit price: the level of the day's prices. */
  readonly firstPriceCentavos: number;
}

/** Divides events by ticker. A ticker without any limit price cannot be placed at today's prices and is left out. */
export function recordedFlows(events: readonly RecordedEvent[]): readonly RecordedFlow[] {
  const tickers = [...new Set(events.map(({ ticker }) => ticker))];
  return tickers.flatMap((ticker) => {
    const own = events.filter((event) => event.ticker === ticker);
    const firstPriceCentavos = own.find(({ priceCentavos }) => priceCentavos > 0)?.priceCentavos ?? 0;
    return firstPriceCentavos === 0 ? [] : [{ ticker, events: own, firstPriceCentavos }];
  });
}
