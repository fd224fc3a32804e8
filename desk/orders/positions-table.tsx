import type { ReactElement } from 'react';
import type { PortfolioStreamSubscription } from '#sdk/src/index.ts';
import { valuedPrice } from '../account/holdings.ts';
import { useDesk } from '../app/desk.ts';
import { Link } from '../app/routing/link.tsx';
import { tickerPath } from '../app/routing/routes.ts';
import { useLanguage } from '../i18n/texts.ts';
import { directionOf } from '../market/use-quote.ts';
import { Money } from '../ui/money.tsx';
import { NumberHead } from '../ui/number-head.tsx';

export type Position = PortfolioStreamSubscription['portfolio']['positions'][number];

/** Shares of the account with their result, marked to market. */
export function PositionsTable({ positions }: { readonly positions: readonly Position[] }): ReactElement {
  const { texts } = useLanguage();
  const { trading } = texts;
  if (positions.length === 0) return <p className="empty">{trading.noPositions}</p>;
  return (
    <table className="orders-table">
      <thead>
        <tr>
          <th scope="col">{trading.ticker}</th>
          <NumberHead>{trading.quantity}</NumberHead>
          <NumberHead isWide>{trading.available}</NumberHead>
          <NumberHead isRoomy>{trading.average}</NumberHead>
          <NumberHead isWide>{trading.last}</NumberHead>
          <NumberHead isRoomy>{trading.value}</NumberHead>
          <NumberHead>{trading.result}</NumberHead>
        </tr>
      </thead>
      <tbody>
        {positions.map((position) => (
          <PositionRow key={position.ticker} position={position} />
        ))}
      </tbody>
    </table>
  );
}

function PositionRow({ position }: { readonly position: Position }): ReactElement {
  const { router } = useDesk();
  const { format } = useLanguage();
  const { ticker, quantity, available, averagePrice, marketValue, unrealizedProfit } = position;
  return (
    <tr
      data-testid={`position-row-${ticker}`}
      className="is-link"
      onClick={() => router.go(tickerPath(ticker))}
    >
      <td>
        <Link href={tickerPath(ticker)}>
          <b>{ticker}</b> <span className="name">{format.instrument(position.asset?.name)}</span>
        </Link>
        <small className="is-narrow">
          <Money value={marketValue} />
        </small>
      </td>
      <td className="is-number">
        {format.quantity(quantity)}
        <small className="is-narrow">{format.average(averagePrice)}</small>
      </td>
      <td className="is-number is-wide">{format.quantity(available)}</td>
      <td className="is-number is-roomy" title={format.price(averagePrice)}>
        {format.average(averagePrice)}
      </td>
      <td className="is-number is-wide">{format.price(valuedPrice(position))}</td>
      <td className="is-number is-roomy">
        <Money value={marketValue} />
      </td>
      <td className={`is-number change is-${directionOf(unrealizedProfit)}`}>
        <Money value={unrealizedProfit} isGain />
      </td>
    </tr>
  );
}
