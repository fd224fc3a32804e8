import { useQuery } from '#sdk/src/react/index.ts';
import { useDesk } from '../../app/desk.ts';
import { useMarket } from '../../app/market-time/use-market.ts';
import { SparklinesDocument } from '../../generated/documents.ts';
import { useEvery } from '../../ui/use-every.ts';
import type { TrendCandle } from './day-line.ts';

/** A candle joins the line this long after it has ended, at the latest: the last price is there at once. */
const READ_EVERY_MS = 60_000;

/** The newest candles of each ticker, and the request for them. */
export function useSparklines(tickers: readonly string[]) {
  const { broker } = useDesk();
  const key = tickers.join();
  // Another day or phase: the market may have skipped hours.
  const phaseEnd = useMarket()?.status.nextPhaseAt;
  const query = useQuery(
    async (signal) => {
      if (key === '') return NONE;
      const { quotes } = await broker.request(SparklinesDocument, { tickers: key.split(',') }, { signal });
      return new Map(
        (quotes ?? []).flatMap((quote) =>
          quote ? [[quote.ticker, quote.asset?.candles?.nodes ?? []] as const] : [],
        ),
      );
    },
    [broker, key, phaseEnd],
  );
  useEvery(READ_EVERY_MS, query.refetch);
  return { query, candles: query.data ?? NONE };
}

const NONE: ReadonlyMap<string, readonly TrendCandle[]> = new Map();
