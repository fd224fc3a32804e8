import { useState, type ReactElement } from 'react';
import { useQuery } from '#sdk/src/react/index.ts';
import { useDesk } from '../app/desk.ts';
import { Link } from '../app/routing/link.tsx';
import { tickerPath } from '../app/routing/routes.ts';
import { useLanguage } from '../i18n/texts.ts';
import { Missing } from '../ui/problem.tsx';
import { useEvery } from '../ui/use-every.ts';
import { Change, Price } from './price.tsx';
import { isListed, rankMovers, type MoversBy } from './movers.ts';
import type { Quote } from './quote-board.ts';
import { useQuotes } from './use-quote.ts';

const KINDS = ['GAIN', 'LOSS', 'TURNOVER'] as const;
const COUNT = 8;
/** So many that the list stays full when quotes change their places before the next ranking. */
const RANKED = 2 * COUNT;
/** The graph has no stream of the ranking; the quotes in it are live. */
const RANK_EVERY_MS = 10_000;

/** Tickers that lead the day. */
export function MoversPanel(): ReactElement {
  const { broker, quotes } = useDesk();
  const { texts } = useLanguage();
  const [by, setBy] = useState<MoversBy>('GAIN');
  const query = useQuery(
    async (signal) => {
      const { movers } = await broker.movers({ by, first: RANKED }, { signal });
      quotes.offer(movers ?? []);
      return { by, tickers: (movers ?? []).filter(isListed).map(({ ticker }) => ticker) };
    },
    [broker, quotes, by],
  );
  const { data, error, refetch } = query;
  useEvery(RANK_EVERY_MS, refetch);
  const quoted = useQuotes(data?.tickers ?? NONE);
  const movers = data && rankMovers(quoted, data.by).slice(0, COUNT);
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
      {error && <Missing of={query} />}
      <ol>
        {/* By place: another ranking changes words, and moves nothing. */}
        {movers?.map((quote, place) => (
          <Mover key={place} quote={quote} hasTurnover={data?.by === 'TURNOVER'} />
        ))}
      </ol>
      {movers?.length === 0 && <p className="empty">{texts.market.noMovers}</p>}
    </section>
  );
}

const NONE: readonly string[] = [];

interface MoverProps {
  readonly quote: Quote;
  /** Shows by what the list is ordered. */
  readonly hasTurnover: boolean;
}

function Mover({ quote, hasTurnover }: MoverProps): ReactElement {
  const { format } = useLanguage();
  const { ticker, asset, last, turnover, changePercent } = quote;
  return (
    <li>
      <Link href={tickerPath(ticker)}>
        <span className="who">
          <b>{ticker}</b>
          <span className="name">
            {hasTurnover ? format.moneyShort(turnover) : format.instrument(asset?.name)}
          </span>
        </span>
        <Price key={ticker} value={last} />
        <Change percent={changePercent} />
      </Link>
    </li>
  );
}
