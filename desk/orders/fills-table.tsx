import { useState, type ReactElement } from 'react';
import { decimal } from '#sdk/src/index.ts';
import { useDesk } from '../app/desk.ts';
import { Link } from '../app/routing/link.tsx';
import { tickerPath } from '../app/routing/routes.ts';
import { useLanguage } from '../i18n/texts.ts';
import { NumberHead } from '../ui/number-head.tsx';
import { useTask } from '../ui/use-task.ts';
import { OrderHeadCells } from './order-head-cells.tsx';
import type { Fill } from './past-fills.ts';
import { SideText } from './side-text.tsx';

/** Lines that are shown at first, and that each click adds. */
const PAGE = 200;

interface FillsTableProps {
  readonly fills: readonly Fill[];
  /** There are older ones that are not loaded. */
  readonly hasOlder: boolean;
  readonly empty: string;
}

/** Own fills, the newest first. */
export function FillsTable({ fills, hasOlder, empty }: FillsTableProps): ReactElement {
  const { account } = useDesk();
  const { orders } = useLanguage().texts;
  const [shown, show] = useState(PAGE);
  const { run } = useTask();
  const hasHidden = fills.length > shown;
  const more = (): void => {
    show(shown + PAGE);
    if (!hasHidden) run(account.loadOlderFills);
  };
  return (
    <>
      {fills.length === 0 ? (
        <p className="empty">{hasOlder ? orders.noneLoaded : empty}</p>
      ) : (
        <Lines fills={fills.slice(-shown)} />
      )}
      {(hasHidden || hasOlder) && (
        <p className="orders-older">
          <button type="button" className="button is-small" onClick={more}>
            {orders.olderFills}
          </button>
        </p>
      )}
    </>
  );
}

function Lines({ fills }: { readonly fills: readonly Fill[] }): ReactElement {
  const { texts, format } = useLanguage();
  const { trading } = texts;
  return (
    <table className="orders-table">
      <thead>
        <tr>
          <OrderHeadCells />
          <NumberHead>{trading.quantity}</NumberHead>
          <NumberHead>{trading.price}</NumberHead>
          <NumberHead>{trading.value}</NumberHead>
        </tr>
      </thead>
      <tbody>
        {[...fills].reverse().map(({ id, ticker, side, price, quantity, at }) => (
          <tr key={id}>
            <td className="is-roomy">{format.dayAndTime(at)}</td>
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
