import { useState, type ReactElement } from 'react';
import { useQuery } from '#sdk/src/react/index.ts';
import { useDesk } from '../app/desk.ts';
import { Link } from '../app/router.tsx';
import { tickerPath } from '../app/routes.ts';
import { useLanguage } from '../i18n/texts.ts';
import { useEvery } from '../ui/use-every.ts';
import { Change, Price } from './price.tsx';
import { useQuote } from './use-quote.ts';

const KINDS = ['GAIN', 'LOSS', 'TURNOVER'] as const;
const COUNT = 8;
/** The graph has no stream of the ranking; the quotes in it are live. */
const RANK_EVERY_MS = 10_000;

/** Tickers that lead the day. */
export function MoversPanel(): ReactElement {
  const { broker, quotes } = useDesk();
  const { texts } = useLanguage();
  const [by, setBy] = useState<(typeof KINDS)[number]>('GAIN');
  const { data, refetch } = useQuery(
    async (signal) => {
      const { movers } = await broker.movers({ by, first: COUNT }, { signal });
      quotes.offer(movers ?? []);
      return { by, tickers: (movers ?? []).map(({ ticker }) => ticker) };
    },
    [broker, quotes, by],
  );
  useEvery(RANK_EVERY_MS, refetch);
  return (
    <section className="panel movers" aria-label={texts.market.movers}>
      <div className="panel-head">
        <div className="tabs" role="group" aria-label={texts.market.movers}>
          {KINDS.map((kind) => (
            <button key={kind} type="button" aria-pressed={kind === by} onClick={() => setBy(kind)}>
              {texts.market.by[kind]}
            </button>
          ))}
        </div>
      </div>
      <ol>
        {/* By place: another ranking changes words, and moves nothing. */}
        {data?.tickers.map((ticker, place) => (
          <Mover key={place} ticker={ticker} />
        ))}
      </ol>
      {data?.tickers.length === 0 && <p className="empty">{texts.market.noMovers}</p>}
    </section>
  );
}

function Mover({ ticker }: { readonly ticker: string }): ReactElement {
  const quote = useQuote(ticker);
  const { format } = useLanguage();
  return (
    <li>
      <Link href={tickerPath(ticker)}>
        <span className="who">
          <b>{ticker}</b>
          <span className="name">{format.instrument(quote?.asset?.name)}</span>
        </span>
        <Price key={ticker} value={quote?.last} />
        <Change percent={quote?.changePercent} />
      </Link>
    </li>
  );
}
