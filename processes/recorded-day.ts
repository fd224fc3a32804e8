import { BUY } from '#engine/core/codes.ts';
import { isSystemError } from '#platform/files/exists.ts';
import { StartError } from '#platform/process/start-error.ts';
import { recordedFlows, type RecordedEvent, type RecordedFlow } from '#simulator/replay/recorded-flow.ts';
import { BadFile } from '#verification/replay/input/bad-file.ts';
import { BadInput, readInput } from '#verification/replay/input/read-input.ts';
import {
  eventsBySymbol,
  groupsOf,
  readOrderEvents,
  type OrderEvent,
} from '#verification/replay/b3-orders/order-events.ts';
import { crossesOf, priorOrdersOf, type PriorOrder } from '#verification/replay/b3-orders/order-history.ts';

/** Reads the recorded day that the simulator plays; none for null. Throws StartError for a file that cannot be read. */
export async function readRecordedDay(file: string | null): Promise<readonly RecordedFlow[]> {
  if (file === null) return [];
  try {
    const events = readOrderEvents(await readInput(file));
    return recordedFlows([...eventsBySymbol(events).values()].flatMap(recordedEvents));
  } catch (error) {
    if (!(error instanceof BadFile || error instanceof BadInput || isSystemError(error))) throw error;
    throw new StartError(`SIMULATOR_REPLAY: ${file} cannot be played: ${error.message}`);
  }
}

/**
 * The events of one ticker. Those of before the file come first: orders that stood when it begins. Left out are direct crosses, which no
 * book made, and market orders that wait for a call.
 */
function recordedEvents(events: readonly OrderEvent[]): readonly RecordedEvent[] {
  const groups = groupsOf(events);
  const crosses = crossesOf(groups);
  const first = groups[0]?.command ?? groups[0]?.trades[0];
  const prior = withoutCrossing(priorOrdersOf(groups)).map(({ event, open, filledBefore }) => ({
    ...recordedEvent({ ...event, time: first?.time ?? event.time }, 'ENTER'),
    quantity: open + filledBefore,
    filledQuantity: filledBefore,
  }));
  const played = groups.flatMap(({ command, trades }) => {
    const isPlayed = command && command.kind !== 'NOTE' && !waitsForCall(command, trades);
    return [
      ...(isPlayed ? [recordedEvent(command, command.kind === 'END' ? 'END' : 'ENTER')] : []),
      ...trades.map((trade) => recordedEvent(trade, 'TRADE')),
    ];
  });
  return [...prior, ...played.filter(({ orderId }) => !crosses.has(orderId))];
}

const waitsForCall = ({ kind, priceCents, orderId }: OrderEvent, trades: readonly OrderEvent[]): boolean =>
  kind !== 'END' && priceCents === 0 && !trades.some((trade) => trade.orderId === orderId);

/** Leaves out orders at an unknown price, and those that would trade with an earlier one: they cannot all have stood at once. */
function withoutCrossing(orders: readonly PriorOrder[]): readonly PriorOrder[] {
  let [bid, ask] = [0, Infinity];
  return orders.filter(({ event: { side, priceCents } }) => {
    if (priceCents === 0 || (side === BUY ? priceCents >= ask : priceCents <= bid)) return false;
    if (side === BUY) bid = Math.max(bid, priceCents);
    else ask = Math.min(ask, priceCents);
    return true;
  });
}

const recordedEvent = (event: OrderEvent, kind: RecordedEvent['kind']): RecordedEvent => ({
  ticker: event.symbol,
  timeOfDayMs: timeOfDayMs(event.time),
  side: event.side === BUY ? 'BUY' : 'SELL',
  orderId: event.orderId,
  kind,
  priceCentavos: event.priceCents,
  quantity: event.totalQuantity,
  filledQuantity: event.tradedQuantity,
});

/** Milliseconds after midnight of a time such as 11:00:17.055000. */
function timeOfDayMs(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return Math.round(((hours * 60 + minutes) * 60 + seconds) * 1_000);
}
