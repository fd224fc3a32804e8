import { memo, type ReactElement } from 'react';
import { useDesk } from '../app/desk.ts';
import { Link } from '../app/routing/link.tsx';
import { tickerPath } from '../app/routing/routes.ts';
import { useLanguage } from '../i18n/texts.ts';
import { CloseIcon } from '../ui/icons.tsx';
import type { TrendCandle } from './trend/day-line.ts';
import { isListed } from './movers.ts';
import { Change, Price } from './price.tsx';
import type { Quote } from './quote-board.ts';
import { Sparkline } from './trend/sparkline.tsx';
import { useQuote } from './use-quote.ts';
import { toggleTicker } from './watchlists.ts';

/** Says that the prices are not those of continuous trading, whatever the header says of the market. */
function StateMark({ quote }: { readonly quote: Quote }): ReactElement | null {
  const { market, shell } = useLanguage().texts;
  const { phase } = quote;
  if (!isListed(quote)) return <span className="phase is-halted">{market.delisted}</span>;
  if (phase !== 'AUCTION' && phase !== 'HALTED') return null;
  return <span className={`phase is-${phase.toLowerCase()}`}>{shell.phases[phase]}</span>;
}

interface QuoteRowProps {
  readonly ticker: string;
  /** Undefined until they have come. */
  readonly candles: readonly TrendCandle[] | undefined;
}

/** A ticker of the watchlist with its live quote. It renders alone: a change of one quote moves no other row. */
export const QuoteRow = memo(function QuoteRow({ ticker, candles }: QuoteRowProps): ReactElement {
  const { router, watchlists } = useDesk();
  const quote = useQuote(ticker);
  const { texts, format } = useLanguage();
  return (
    <tr data-testid={`quote-row-${ticker}`} onClick={() => router.go(tickerPath(ticker))}>
      <th scope="row">
        <Link href={tickerPath(ticker)} onClick={(event) => event.stopPropagation()}>
          <b>{ticker}</b>
          <span className="name">{format.instrument(quote?.asset?.name)}</span>
          {quote && <StateMark quote={quote} />}
        </Link>
      </th>
      <td className="is-trend">
        <Sparkline quote={quote} candles={candles} width={96} height={24} />
      </td>
      <td className="is-last">
        <Price value={quote?.last} testId={`quote-last-${ticker}`} />
      </td>
      <td className="is-change">
        <Change percent={quote?.changePercent} />
      </td>
      <td className="is-wide">{format.price(quote?.bid)}</td>
      <td className="is-wide">{format.price(quote?.ask)}</td>
      <td className="is-wider">{format.price(quote?.low)}</td>
      <td className="is-wider">{format.price(quote?.high)}</td>
      <td className="is-wide">{format.moneyShort(quote?.turnover)}</td>
      <td className="is-action">
        <button
          type="button"
          className="icon-button"
          aria-label={texts.market.remove(ticker)}
          title={texts.market.remove(ticker)}
          onClick={(event) => {
            event.stopPropagation();
            watchlists.update((all) => toggleTicker(all, ticker));
          }}
        >
          <CloseIcon />
        </button>
      </td>
    </tr>
  );
});
