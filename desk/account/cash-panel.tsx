import type { ReactElement } from 'react';
import type { PortfolioStreamSubscription } from '#sdk/src/index.ts';
import { useMarket } from '../app/market-time/use-market.ts';
import { useLanguage } from '../i18n/texts.ts';

/** As many lines as will come, so that nothing moves when they do. */
const UNKNOWN_DAYS = Array.from({ length: 3 }, () => ({ date: null, amount: null }));

interface CashPanelProps {
  /** Null until it has come. */
  readonly cash: PortfolioStreamSubscription['portfolio']['cash'] | null;
}

/** Cash for orders, and what settles in the coming days. */
export function CashPanel({ cash }: CashPanelProps): ReactElement {
  const { texts, format } = useLanguage();
  const { account } = texts;
  // D+0 is a trading day: on a weekend the first day of the projection comes before it.
  const first = useMarket()?.status.isTradingDay === false ? -1 : 0;
  return (
    <section className="panel" aria-label={account.cash}>
      <div className="panel-head">
        <h2>{account.cash}</h2>
      </div>
      <dl className="panel-body fact-list">
        <div className="is-main" title={account.availableExplained}>
          <dt>{account.available}</dt>
          <dd data-testid="cash-available" data-value={cash?.available}>
            {format.money(cash?.available)}
          </dd>
        </div>
        <div>
          <dt>{account.reserved}</dt>
          <dd data-testid="cash-reserved" data-value={cash?.reserved}>
            {format.money(cash?.reserved)}
          </dd>
        </div>
        <div>
          <dt>{account.withdrawable}</dt>
          <dd>{format.money(cash?.withdrawable)}</dd>
        </div>
        {(cash?.projected ?? UNKNOWN_DAYS).map(({ date, amount }, days) => (
          <div key={days} className={days === 0 ? 'is-projection' : undefined} title={account.projection}>
            <dt>
              {days === 0 && <b>{account.projection}</b>}
              {account.settles(first + days, format.day(date))}
            </dt>
            <dd>{format.money(amount)}</dd>
          </div>
        ))}
      </dl>
      <p className="hint cash-hint">{account.projectionExplained}</p>
    </section>
  );
}
