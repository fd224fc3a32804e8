import { useQuery } from '#sdk/src/react/index.ts';
import { useDesk } from '../app/desk.ts';
import { InstrumentDocument } from '../generated/documents.ts';
import type { InstrumentQuery } from '../generated/operations.ts';

export type Instrument = NonNullable<InstrumentQuery['asset']>;

/** Facts of an instrument; null for an unknown ticker. The band changes with the day, and so does the answer. */
export function useInstrument(ticker: string, today: string | undefined) {
  const { broker } = useDesk();
  return useQuery(
    async (signal) => (await broker.request(InstrumentDocument, { ticker }, { signal })).asset,
    [broker, ticker, today],
  );
}
