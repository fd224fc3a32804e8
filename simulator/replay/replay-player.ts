import type { EngineCommand } from '#contracts/messages/engine-commands.ts';
import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import { dayOf, instantOf } from '#domain/calendar/sao-paulo-time.ts';
import type { Phase } from '#domain/market/phase.ts';
import type { OrderCommands } from '../orders/order-commands.ts';
import {
  openAfter,
  openOrdersAfter,
  type OpenOrder,
  type RecordedEvent,
  type RecordedFlow,
} from './recorded-flow.ts';

/** Plays a recorded day of one ticker into the running market, once in each session, at the market's speed. */
export interface ReplayPlayer {
  /**
   * Commands of the events that are due. Only continuous trading plays; events of other phases wait for it. In a session that has begun
   * before, the first step enters the orders that were open at its time of day.
   */
  step(moment: { readonly marketMs: number; readonly phase: Phase }): EngineCommand[];
}

/** The most events of one step; the next ones wait. */
const MAX_PER_STEP = 500;

/** An order of the replay at the exchange. */
interface PlayedOrder {
  readonly orderId: string;
  /** The part of the recorded quantity that had filled before the order entered here. */
  readonly filledBefore: number;
}

/** State of the replay in one session. */
interface Session {
  readonly day: string;
  /** Index of the next event. */
  next: number;
  /** Orders that have entered, by their recorded id. */
  readonly orders: Map<string, PlayedOrder>;
}

/**
 * Creates a player. Prices keep their distance from the day's reference price, in centavos, around the instrument's previous close, so
 * orders meet as on the recorded day; quantities become whole lots. An order outside the instrument's band is left out.
 *
 * @param factOf the instrument now; null while it is unknown
 */
export function createReplayPlayer(
  flow: RecordedFlow,
  factOf: () => InstrumentFact | null,
  commands: OrderCommands,
): ReplayPlayer {
  let session: Session | null = null;
  const cancel = (known: PlayedOrder | undefined): EngineCommand[] =>
    known === undefined ? [] : [commands.cancel(flow.ticker, known.orderId)];
  /** Enters an order, or gives one its new terms: by a replace, which keeps the place that the exchange's rules leave it. */
  const place = (order: OpenOrder, fact: InstrumentFact, { orders }: Session): EngineCommand[] => {
    const known = orders.get(order.orderId);
    const isReplace = known !== undefined && order.priceCentavos > 0;
    const filledBefore = isReplace ? known.filledBefore : order.filledQuantity;
    const terms = termsOf(order.priceCentavos, order.quantity - filledBefore, fact, flow.referenceCentavos);
    if (terms && terms.priceTicks !== null && isReplace)
      return [commands.move(flow.ticker, known.orderId, terms.priceTicks, terms.quantity)];
    orders.delete(order.orderId);
    if (!terms) return cancel(known);
    const entered = commands.recorded(flow.ticker, order.side, terms);
    orders.set(order.orderId, { orderId: entered.commandId, filledBefore });
    return [...cancel(known), entered];
  };
  const newSession = (day: string, nowMs: number): Session => {
    const found = flow.events.findIndex(({ timeOfDayMs }) => timeOfDayMs >= nowMs);
    return { day, next: found < 0 ? flow.events.length : found, orders: new Map() };
  };
  const play = (event: RecordedEvent, fact: InstrumentFact, now: Session): EngineCommand[] => {
    if (openAfter(event) > 0) return event.kind === 'TRADE' ? [] : place(event, fact, now);
    // An order that has filled on the recorded day rests here no longer either, also when a client took its counterpart.
    const known = now.orders.get(event.orderId);
    now.orders.delete(event.orderId);
    return cancel(known);
  };
  return {
    step: ({ marketMs, phase }) => {
      const fact = factOf();
      if (!fact || fact.status !== 'ACTIVE' || phase !== 'CONTINUOUS') return [];
      const day = dayOf(marketMs);
      const nowMs = marketMs - instantOf(day, 0);
      const now = session?.day === day ? session : newSession(day, nowMs);
      const sent: EngineCommand[] = [];
      if (now !== session)
        for (const order of openOrdersAfter(flow.events.slice(0, now.next)))
          sent.push(...place(order, fact, now));
      session = now;
      for (let count = 0; count < MAX_PER_STEP; count++) {
        const event = flow.events[now.next];
        if (!event || event.timeOfDayMs > nowMs) break;
        sent.push(...play(event, fact, now));
        now.next++;
      }
      return sent;
    },
  };
}

/** Price and quantity at today's level; null when they do not fit the instrument. */
function termsOf(
  priceCentavos: number,
  quantity: number,
  { tickCentavos, lotSize, maxOrderQuantity, previousCloseCentavos, priceBand }: InstrumentFact,
  referenceCentavos: number,
): { readonly priceTicks: number | null; readonly quantity: number } | null {
  const lots = Math.min(Math.floor(quantity / lotSize), Math.floor(maxOrderQuantity / lotSize));
  if (lots < 1) return null;
  if (priceCentavos === 0) return { priceTicks: null, quantity: lots * lotSize };
  const price = previousCloseCentavos + priceCentavos - referenceCentavos;
  if (priceBand && (price < priceBand.lowCentavos || price > priceBand.highCentavos)) return null;
  const priceTicks = Math.round(price / tickCentavos);
  return priceTicks < 1 ? null : { priceTicks, quantity: lots * lotSize };
}
