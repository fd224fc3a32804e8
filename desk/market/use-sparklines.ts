import { useQuery } from '#sdk/src/react/index.ts';
import { useDesk } from '../app/desk.ts';
import { useMarket } from '../app/market-time/use-market.ts';
import { SparklinesDocument } from '../generated/documents.ts';

/** Closing prices of the newest candles of each ticker, and the request for them. */
export function useSparklines(tickers: readonly string[]) {
  const { broker } = useDesk();
  const key = tickers.join();
  // Another day or phase: the market may have skipped hours.
  const phaseEnd = useMarket()?.status.nextPhaseAt;
  const query = useQuery(
    async (signal) => {
      if (key === '') return new Map<string, number[]>();
      const { quotes } = await broker.request(SparklinesDocument, { tickers: key.split(',') }, { signal });
      return new Map(
        (quotes ?? []).flatMap((quote) => (quote ? [[quote.ticker, closesOf(quote)] as const] : [])),
      );
    },
    [broker, key, phaseEnd],
  );
  return { query, closes: query.data ?? NONE };
}

const NONE: ReadonlyMap<string, readonly number[]> = new Map();

interface WithCandles {
  readonly asset: {
    readonly candles: { readonly nodes: readonly { readonly close: string }[] } | null;
  } | null;
}

const closesOf = ({ asset }: WithCandles): number[] =>
  (asset?.candles?.nodes ?? []).map(({ close }) => Number(close));
