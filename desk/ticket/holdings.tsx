import type { ReactElement } from 'react';
import { custodyTickerOf } from '#domain/market/custody-ticker.ts';
import { useDesk, useSession } from '../app/desk.ts';
import { useLanguage } from '../i18n/texts.ts';
import type { AccountState } from '../orders/account-streams.ts';
import { usePart } from '../state/store.ts';

const portfolioOf = ({ portfolio }: AccountState) => portfolio;

interface HoldingsProps {
  readonly ticker: string;
  /** Sells all available shares. */
  readonly onAll: (quantity: string) => void;
}

/** The account's means for this order: cash, and shares of the instrument. They have their place before there is an account. */
export function Holdings({ ticker, onAll }: HoldingsProps): ReactElement {
  const portfolio = usePart(useDesk().account, portfolioOf);
  const session = useSession();
  const { texts, format } = useLanguage();
  const position = portfolio?.positions.find((one) => one.ticker === custodyTickerOf(ticker));
  return (
    <dl className={`holdings${session ? '' : ' is-absent'}`}>
      <div>
        <dt>{texts.trading.available}</dt>
        <dd data-testid="cash-available" data-value={portfolio?.cash.available}>
          {format.money(portfolio?.cash.available)}
        </dd>
      </div>
      <div>
        <dt>{texts.trading.reserved}</dt>
        <dd data-testid="cash-reserved" data-value={portfolio?.cash.reserved}>
          {format.money(portfolio?.cash.reserved)}
        </dd>
      </div>
      <div>
        <dt>{texts.trading.shares}</dt>
        <dd>
          {format.quantity(portfolio === null ? null : (position?.quantity ?? 0))}
          {position && position.available > 0 && (
            <button type="button" className="link" onClick={() => onAll(String(position.available))}>
              {texts.trading.all}
            </button>
          )}
        </dd>
      </div>
    </dl>
  );
}
