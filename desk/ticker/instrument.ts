import { useEffect, useState } from 'react';
import type { AssetStreamSubscription } from '#sdk/src/index.ts';
import { useQuery } from '#sdk/src/react/index.ts';
import { useDesk } from '../app/desk.ts';
import { InstrumentDocument } from '../generated/documents.ts';
import type { InstrumentQuery } from '../generated/operations.ts';
import { useEvery } from '../ui/use-every.ts';
import { keepFollowing } from '../state/keep-following.ts';

export type Instrument = NonNullable<InstrumentQuery['asset']>;

/** Distance of two prices that an order may have; that of nearly all shares until the instrument's own is known. */
export const tickOf = (instrument: Pick<Instrument, 'tickSize'> | null): string =>
  instrument?.tickSize ?? '0.01';

/** No stream brings a corporate action that is declared. */
const READ_EVERY_MS = 60_000;

/** Facts of an instrument; null for an unknown ticker. A new day, and a declared corporate action, are another answer. */
export function useInstrument(ticker: string, today: string | undefined) {
  const { broker } = useDesk();
  const query = useQuery(
    async (signal) => (await broker.request(InstrumentDocument, { ticker }, { signal })).asset,
    [broker, ticker, today],
  );
  useEvery(READ_EVERY_MS, query.refetch);
  return query;
}

/** The instrument as its stream changes it: it may be suspended or delisted while it is shown. */
export function useLiveInstrument(instrument: Instrument | null): Instrument | null {
  const { broker, browser } = useDesk();
  const [live, setLive] = useState<AssetStreamSubscription['asset'] | null>(null);
  const ticker = instrument?.ticker;
  useEffect(() => {
    if (ticker === undefined) return;
    const end = new AbortController();
    const { signal } = end;
    const follow = async (): Promise<void> => {
      for await (const { asset } of broker.assetStream({ ticker }, { signal })) setLive(asset);
    };
    keepFollowing(browser, follow, signal);
    return () => end.abort();
  }, [broker, browser, ticker]);
  // The stream names the twin alone, whose rules are those that were read.
  return instrument && live ? { ...instrument, ...live, twin: instrument.twin } : instrument;
}

/** The rules of the market in which an order trades: the instrument's, or its twin's. */
export const marketOf = (
  instrument: Instrument,
  isTwin: boolean,
): Pick<Instrument, 'lotSize' | 'maxOrderQuantity'> => (isTwin ? instrument.twin : null) ?? instrument;
