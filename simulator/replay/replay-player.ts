import type { EngineCommand } from '#contracts/messages/engine-commands.ts';
import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import { dayOf } from '#domain/calendar/session.ts';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import type { Phase } from '#domain/market/phase.ts';
import type { OrderCommands } from '../orders/order-commands.ts';
import type { RecordedEvent, RecordedFlow } from './recorded-flow.ts';

/** Plays a recorded day of one ticker into the running market, once in each session, at the market's speed. */
export interface ReplayPlayer {
  /** Commands of the events that are due. Only continuous trading plays; events of other times are left out. */
  step(moment: { readonly marketMs: number; readonly phase: Phase }): EngineCommand[];
}

/** The most commands of one step; the next events wait. */
const MAX_PER_STEP = 500;

/** State of the replay in one session. */
interface Session {
  readonly day: string;
  /** Index of the next event. */
  next: number;
  /** Orders that have entered, by their recorded id. */
  readonly orderIds: Map<string, string>;
}

/**
 * Creates a player. Prices keep their distance from the day's first one, in percent, around the instrument's previous close;
 * quantities become whole lots. A price outside the instrument's band is left out.
 *
 * @param factOf the instrument now; null while it is unknown
 */
export function createReplayPlayer(
  flow: RecordedFlow,
  factOf: () => InstrumentFact | null,
  commands: OrderCommands,
): ReplayPlayer {
  let session: Session | null = null;
  const play = (event: RecordedEvent, fact: InstrumentFact, { orderIds }: Session): EngineCommand[] => {
    const known = orderIds.get(event.orderId);
    if (event.kind === 'END') {
      orderIds.delete(event.orderId);
      return known === undefined ? [] : [commands.cancel(flow.ticker, known)];
    }
    const terms = termsOf(event, fact, flow.firstPriceCentavos);
    if (!terms) return [];
    // A change cancels the order and enters it anew: as at the exchange, it loses its place in the queue.
    const canceled = known === undefined ? [] : [commands.cancel(flow.ticker, known)];
    const entered = commands.recorded(flow.ticker, event.side, terms);
    orderIds.set(event.orderId, entered.commandId);
    return [...canceled, entered];
  };
  return {
    step: ({ marketMs, phase }) => {
      const fact = factOf();
      if (!fact || fact.status !== 'ACTIVE' || phase !== 'CONTINUOUS') return [];
      const day = dayOf(marketMs);
      if (session?.day !== day)
        session = { day, next: firstFrom(flow, timeOfDay(marketMs)), orderIds: new Map() };
      const sent: EngineCommand[] = [];
      const nowMs = timeOfDay(marketMs);
      for (; sent.length < MAX_PER_STEP; session.next++) {
        const event = flow.events[session.next];
        if (!event || event.timeOfDayMs > nowMs) break;
        sent.push(...play(event, fact, session));
      }
      return sent;
    },
  };
}

const timeOfDay = (marketMs: number): number => marketMs - instantOf(dayOf(marketMs), 0);

/** Index of the first event at or after a time of day: a replay that starts within the day leaves out what was before. */
function firstFrom({ events }: RecordedFlow, timeOfDayMs: number): number {
  const found = events.findIndex((event) => event.timeOfDayMs >= timeOfDayMs);
  return found < 0 ? events.length : found;
}

/** Price and quantity at today's level; null when they do not fit the instrument. */
function termsOf(
  { priceCentavos, quantity }: RecordedEvent,
  { tickCentavos, lotSize, maxOrderQuantity, previousCloseCentavos, priceBand }: InstrumentFact,
  firstPriceCentavos: number,
): { readonly priceTicks: number | null; readonly quantity: number } | null {
  const lots = Math.min(Math.floor(quantity / lotSize), Math.floor(maxOrderQuantity / lotSize));
  if (lots < 1) return null;
  if (priceCentavos === 0) return { priceTicks: null, quantity: lots * lotSize };
  const price = (priceCentavos / firstPriceCentavos) * previousCloseCentavos;
  if (priceBand && (price < priceBand.lowCentavos || price > priceBand.highCentavos)) return null;
  return { priceTicks: Math.max(1, Math.round(price / tickCentavos)), quantity: lots * lotSize };
}
