import type { Side } from '#domain/orders/order.ts';

/** An order event of a recorded day. */
export interface RecordedEvent {
  readonly ticker: string;
  /** Time of day in Sao Paulo, in milliseconds after midnight. */
  readonly timeOfDayMs: number;
  readonly side: Side;
  readonly orderId: string;
  /**
   * ENTER: a new order, or new terms of one. TRADE: a fill, which is not played: the exchange makes it from the orders. END: a cancel
   * or an expiry.
   */
  readonly kind: 'ENTER' | 'TRADE' | 'END';
  /** Limit price; 0 for a market order. */
  readonly priceCentavos: number;
  /** Whole quantity, with what has filled. */
  readonly quantity: number;
  /** Filled quantity, this event included. */
  readonly filledQuantity: number;
}

/** The recorded order flow of one ticker. */
export interface RecordedFlow {
  readonly ticker: string;
  /** In the order of the exchange's sequence; their times never run back. */
  readonly events: readonly RecordedEvent[];
  /** The first traded price, or the first limit price: the level of the day's prices. */
  readonly referenceCentavos: number;
}

/** An order that is open at some time of a recorded day. */
export interface OpenOrder {
  readonly orderId: string;
  readonly side: Side;
  readonly priceCentavos: number;
  /** Whole quantity, with what has filled. */
  readonly quantity: number;
  readonly filledQuantity: number;
}

/** Open quantity after an event. */
export const openAfter = ({ kind, quantity, filledQuantity }: RecordedEvent): number =>
  kind === 'END' ? 0 : quantity - filledQuantity;

/** Divides events by ticker. A ticker without any limit price cannot be placed at today's prices and is left out. */
export function recordedFlows(events: readonly RecordedEvent[]): readonly RecordedFlow[] {
  const byTicker = new Map<string, RecordedEvent[]>();
  for (const event of events) {
    const own = byTicker.get(event.ticker);
    if (own) own.push(event);
    else byTicker.set(event.ticker, [event]);
  }
  return [...byTicker].flatMap(([ticker, own]) => {
    const priced = own.filter(({ priceCentavos }) => priceCentavos > 0);
    const reference = priced.find(({ kind }) => kind === 'TRADE') ?? priced[0];
    return reference ? [{ ticker, events: own, referenceCentavos: reference.priceCentavos }] : [];
  });
}

/**
 * The orders that are open after the events, in the order of their priority at one price: a new price or a larger quantity puts an
 * order behind the others. Orders at an unknown price, the rests of market orders, are left out.
 */
export function openOrdersAfter(events: readonly RecordedEvent[]): readonly OpenOrder[] {
  const open = new Map<string, OpenOrder>();
  for (const event of events) {
    const before = open.get(event.orderId);
    const left = openAfter(event);
    const priceCentavos = event.kind === 'TRADE' ? (before?.priceCentavos ?? 0) : event.priceCentavos;
    const keepsPlace =
      before?.priceCentavos === priceCentavos && left <= before.quantity - before.filledQuantity;
    if (left === 0 || !keepsPlace) open.delete(event.orderId);
    if (left === 0 || priceCentavos === 0) continue;
    const { orderId, side, quantity, filledQuantity } = event;
    open.set(orderId, { orderId, side, priceCentavos, quantity, filledQuantity });
  }
  return [...open.values()];
}
