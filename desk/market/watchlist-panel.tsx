import type { ReactElement } from 'react';
import { useDesk } from '../app/desk.ts';
import { useLanguage } from '../i18n/texts.ts';
import { useStore } from '../state/store.ts';
import { PlusIcon, TrashIcon } from '../ui/icons.tsx';
import { QuoteRow } from './quote-row.tsx';
import { useSparklines } from './use-sparklines.ts';
import { addList, removeShownList, shownList } from './watchlists.ts';

/** The user's lists of tickers with live quotes. */
export function WatchlistPanel(): ReactElement {
  const all = useStore(useDesk().watchlists);
  const { tickers } = shownList(all);
  const closes = useSparklines(tickers);
  const { texts } = useLanguage();
  return (
    <section className="panel watchlist" aria-label={texts.market.watchlists}>
      <ListTabs />
      <div className="table-scroll">
        <table className="quotes">
          <thead>
            <tr>
              <th scope="col">{texts.market.ticker}</th>
              <th scope="col" className="is-trend">
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
              <QuoteRow key={ticker} ticker={ticker} closes={closes.get(ticker)} />
            ))}
          </tbody>
        </table>
        {tickers.length === 0 && <p className="empty">{texts.market.emptyList}</p>}
      </div>
    </section>
  );
}

function ListTabs(): ReactElement {
  const { watchlists, browser } = useDesk();
  const all = useStore(watchlists);
  const { texts } = useLanguage();
  const add = (): void =>
    watchlists.update((now) => addList(now, browser.newId(), texts.market.newListName(now.lists.length + 1)));
  return (
    <div className="panel-head">
      <div className="tabs" role="group" aria-label={texts.market.watchlists}>
        {all.lists.map(({ id, name }) => (
          <button
            key={id}
            type="button"
            aria-pressed={id === all.shownId}
            onClick={() => watchlists.update((now) => ({ ...now, shownId: id }))}
          >
            {name === '' ? texts.market.main : name}
          </button>
        ))}
      </div>
      <button
        type="button"
        className="icon-button"
        aria-label={texts.market.newList}
        title={texts.market.newList}
        onClick={add}
      >
        <PlusIcon />
      </button>
      {all.lists.length > 1 && (
        <button
          type="button"
          className="icon-button"
          aria-label={texts.market.removeList}
          title={texts.market.removeList}
          onClick={() => watchlists.update(removeShownList)}
        >
          <TrashIcon />
        </button>
      )}
    </div>
  );
}
