import { BUY } from '#engine/core/codes.ts';
import { StartError } from '#platform/process/start-error.ts';
import { recordedFlows, type RecordedEvent, type RecordedFlow } from '#simulator/replay/recorded-flow.ts';
import { BadFile } from '#verification/replay/input/bad-file.ts';
import { BadInput, readInput } from '#verification/replay/input/read-input.ts';
import { readOrderEvents, type OrderEvent } from '#verification/replay/b3-orders/order-events.ts';

/** Reads the recorded day that the simulator plays; none for null. Throws StartError for a file that cannot be read. */
export async function readRecordedDay(file: string | null): Promise<readonly RecordedFlow[]> {
  if (file === null) return [];
  try {
    const events = readOrderEvents(await readInput(file)).toSorted((a, b) => a.genId - b.genId);
    return recordedFlows(events.flatMap(recordedEvent));
  } catch (error) {
    const isFileError = error instanceof BadFile || error instanceof BadInput || 'code' in (error as Error);
    if (!isFileError) throw error;
    throw new StartError(`SIMULATOR_REPLAY: ${file} cannot be played: ${(error as Error).message}`);
  }
}

/** Trades are left out: the exchange makes them from the orders. */
function recordedEvent(event: OrderEvent): RecordedEvent[] {
  if (event.kind === 'TRADE' || event.kind === 'NOTE') return [];
  const quantity = event.totalQuantity - event.tradedQuantity;
  return [
    {
      ticker: event.symbol,
      timeOfDayMs: timeOfDayMs(event.time),
      side: event.side === BUY ? 'BUY' : 'SELL',
      orderId: event.orderId,
      kind: event.kind === 'END' || quantity === 0 ? 'END' : 'ENTER',
      priceCentavos: event.priceCents,
      quantity,
    },
  ];
}

/** Milliseconds after midnight of a time such as 11:00:17.055000. */
function timeOfDayMs(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return Math.round(((hours * 60 + minutes) * 60 + seconds) * 1_000);
}
