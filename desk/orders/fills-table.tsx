import type { ReactElement } from 'react';
import { decimal } from '#sdk/src/index.ts';
import { Link } from '../app/router.tsx';
import { tickerPath } from '../app/routes.ts';
import { useLanguage } from '../i18n/texts.ts';
import { NumberHead } from '../ui/number-head.tsx';
import type { Fill } from './account-streams.ts';
import { SideText } from './side-text.tsx';

const SHOWN = 200;

/** Own fills, the newest first. */
export function FillsTable({ fills }: { readonly fills: readonly Fill[] }): ReactElement {
  const { texts, format } = useLanguage();
  const { trading } = texts;
  if (fills.length === 0) return <p className="empty">{trading.noFills}</p>;
  return (
    <table className="orders-table">
      <thead>
        <tr>
          <th scope="col" className="is-roomy">
            {trading.time}
          </th>
          <th scope="col">{trading.ticker}</th>
          <th scope="col" className="is-roomy">
            {trading.side}
          </th>
          <NumberHead>{trading.quantity}</NumberHead>
          <NumberHead>{trading.price}</NumberHead>
          <NumberHead>{trading.value}</NumberHead>
        </tr>
      </thead>
      <tbody>
        {[...fills.slice(-SHOWN)].reverse().map(({ id, ticker, side, price, quantity, at }) => (
          <tr key={id}>
            <td className="is-roomy">{format.moment(at)}</td>
            <td>
              <Link href={tickerPath(ticker)}>
                <b>{ticker}</b>
              </Link>
              <small className="is-narrow">
                <SideText side={side} /> · {format.moment(at)}
              </small>
            </td>
            <td className="is-roomy">
              <SideText side={side} />
            </td>
            <td className="is-number">{format.quantity(quantity)}</td>
            <td className="is-number">{format.price(price)}</td>
            <td className="is-number">{format.money(decimal.multiply(price, String(quantity)))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
