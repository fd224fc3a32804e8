import type { ReactElement } from 'react';
import { useDesk } from '../app/desk.ts';
import { useLanguage } from '../i18n/texts.ts';
import { useStore } from '../state/store.ts';
import { Problem } from '../ui/problem.tsx';
import { ListTabs } from './list-tabs.tsx';
import { QuoteRow } from './quote-row.tsx';
import { useSparklines } from './trend/use-sparklines.ts';
import { shownList } from './watchlists.ts';

/** The user's lists of tickers with live quotes. */
export function WatchlistPanel(): ReactElement {
  const all = useStore(useDesk().watchlists);
  const { tickers } = shownList(all);
  const { candles, query } = useSparklines(tickers);
  const { texts } = useLanguage();
  return (
    <section className="panel watchlist" aria-label={texts.market.watchlists}>
      <ListTabs />
      {/* The quotes come by the stream: only the trend is missing. */}
      {query.error && <Problem error={query.error} again={query.refetch} what={texts.market.trend} isBrief />}
      <div className="table-scroll">
        <table className="quotes">
          <thead>
            <tr>
              <th scope="col">{texts.market.ticker}</th>
              <th scope="col" className="is-trend" title={texts.market.trendExplained}>
                {texts.market.trend}
              </th>
              <th scope="col">{texts.market.last}</th>
              <th scope="col">{texts.market.change}</th>
              <th scope="col" className="is-wide">
                {texts.market.bid}
              </th>
              <th scope="col" className="is-wide">
                {texts.market.ask}
              </th>
              <th scope="col" className="is-wider">
                {texts.market.low}
              </th>
              <th scope="col" className="is-wider">
                {texts.market.high}
              </th>
              <th scope="col" className="is-wide">
                {texts.market.turnover}
              </th>
              <td className="is-action" />
            </tr>
          </thead>
          <tbody>
            {tickers.map((ticker) => (
              <QuoteRow key={ticker} ticker={ticker} candles={candles.get(ticker)} />
            ))}
          </tbody>
        </table>
        {tickers.length === 0 && <p className="empty">{texts.market.emptyList}</p>}
      </div>
    </section>
  );
}
