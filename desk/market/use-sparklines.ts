import { useQuery } from '#sdk/src/react/index.ts';
import { useDesk } from '../app/desk.ts';
import { useMarket } from '../app/market-status.ts';
import { SparklinesDocument } from '../generated/documents.ts';

/** Closing prices of the newest candles of each ticker. */
export function useSparklines(tickers: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const { broker } = useDesk();
  const key = tickers.join();
  // Another day or phase: the market may have skipped hours.
  const phaseEnd = useMarket()?.status.nextPhaseAt;
  const { data } = useQuery(
    async (signal) => {
      if (key === '') return new Map<string, number[]>();
      const { quotes } = await broker.request(SparklinesDocument, { tickers: key.split(',') }, { signal });
      return new Map(
        (quotes ?? []).flatMap((quote) => (quote ? [[quote.ticker, closesOf(quote)] as const] : [])),
      );
    },
    [broker, key, phaseEnd],
  );
  return data ?? NONE;
}

const NONE: ReadonlyMap<string, readonly number[]> = new Map();

interface WithCandles {
  readonly asset: {
    readonly candles: { readonly nodes: readonly { readonly close: string }[] } | null;
  } | null;
}

const closesOf = ({ asset }: WithCandles): number[] =>
  (asset?.candles?.nodes ?? []).map(({ close }) => Number(close));
