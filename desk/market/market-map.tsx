import type { ReactElement } from 'react';
import { useQuery } from '#sdk/src/react/index.ts';
import { useDesk } from '../app/desk.ts';
import { Link } from '../app/routing/link.tsx';
import { tickerPath } from '../app/routing/routes.ts';
import { useLanguage } from '../i18n/texts.ts';
import { Missing } from '../ui/problem.tsx';
import { useEvery } from '../ui/use-every.ts';
import { isListed } from './movers.ts';
import { directionOfPercent, useQuote } from './use-quote.ts';

const COUNT = 40;
const RANK_EVERY_MS = 60_000;
/** Tiles before the first answer, so that nothing moves when it comes. */
const PLACES = Array.from({ length: COUNT }, (_, place) => place);

/** The most traded instruments as tiles, coloured by their change: the mood of the market at a look. */
export function MarketMap(): ReactElement {
  const { broker, quotes } = useDesk();
  const { texts } = useLanguage();
  const query = useQuery(
    async (signal) => {
      const { movers } = await broker.movers({ by: 'TURNOVER', first: COUNT }, { signal });
      quotes.offer(movers ?? []);
      return (movers ?? [])
        .filter(isListed)
        .map(({ ticker }) => ticker)
        .sort();
    },
    [broker, quotes],
  );
  const { data, error, refetch } = query;
  useEvery(RANK_EVERY_MS, refetch);
  return (
    <section className="panel market-map" aria-label={texts.market.map}>
      <div className="panel-head">
        <h2>{texts.market.map}</h2>
      </div>
      {error && <Missing of={query} />}
      <ul>
        {/* By place: a ticker that enters the list changes words, and moves nothing. */}
        {data
          ? data.map((ticker, place) => <Tile key={place} ticker={ticker} />)
          : !error && PLACES.map((place) => <li key={place} className="is-waiting" aria-hidden="true" />)}
      </ul>
      {data?.length === 0 && <p className="empty">{texts.market.noMovers}</p>}
    </section>
  );
}

/** A change of this many percent has the full colour. */
const FULL_PERCENT = 3;

function Tile({ ticker }: { readonly ticker: string }): ReactElement {
  const quote = useQuote(ticker);
  const { format } = useLanguage();
  const strength = Math.min(1, Math.abs(Number(quote?.changePercent ?? 0)) / FULL_PERCENT);
  return (
    <li>
      <Link
        href={tickerPath(ticker)}
        className={`is-${directionOfPercent(quote?.changePercent)}`}
        style={{ '--strength': `${Math.round(12 + strength * 48)}%` } as Record<string, string>}
        title={format.instrument(quote?.asset?.name)}
      >
        <b>{ticker}</b>
        <span>{format.percent(quote?.changePercent)}</span>
      </Link>
    </li>
  );
}
