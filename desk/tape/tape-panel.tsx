import './tape.css';
import { memo, type ReactElement } from 'react';
import { useLanguage } from '../i18n/texts.ts';
import { PanelName } from '../ui/panel-name.tsx';
import { Loading } from '../ui/problem.tsx';
import { useTrades, type Trade } from './use-trades.ts';

interface TapePanelProps {
  readonly ticker: string;
  /** The trades of the ticker's twin are shown in place of its own. */
  readonly isTwin: boolean;
}

/** Time and sales: the newest trade above, coloured by the side that took. */
export function TapePanel({ ticker, isTwin }: TapePanelProps): ReactElement {
  const trades = useTrades(ticker);
  const { texts } = useLanguage();
  return (
    <section className="panel tape" aria-label={texts.ticker.tape}>
      <PanelName name={texts.ticker.tape} twin={isTwin ? ticker : null} />
      <div className="tape-head" aria-hidden="true">
        <span>{texts.ticker.price}</span>
        <span>{texts.ticker.quantity}</span>
        <span>{texts.ticker.time}</span>
      </div>
      <ol>
        {/* The rows stay where they are and the trades move through them: nothing is laid out anew. */}
        {trades?.map((trade, index) => (
          <TapeRow key={index} trade={trade} />
        ))}
      </ol>
      {trades === null && <Loading />}
      {trades?.length === 0 && <p className="empty">{texts.ticker.noTrades}</p>}
    </section>
  );
}

const TapeRow = memo(function TapeRow({ trade }: { readonly trade: Trade }): ReactElement {
  const { texts, format } = useLanguage();
  const { aggressor, price, quantity, at } = trade;
  const title =
    aggressor === 'BUY'
      ? texts.ticker.bought
      : aggressor === 'SELL'
        ? texts.ticker.soldText
        : texts.ticker.auction;
  return (
    <li data-testid="tape-row" data-aggressor={aggressor ?? 'NONE'} title={title}>
      <span className={aggressor === 'BUY' ? 'is-up-text' : aggressor === 'SELL' ? 'is-down-text' : ''}>
        {format.price(price)}
      </span>
      <span>{format.quantity(quantity)}</span>
      <time>{format.time(at)}</time>
    </li>
  );
});
