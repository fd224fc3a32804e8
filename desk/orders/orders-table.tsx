import { Fragment, memo, useState, type ReactElement } from 'react';
import { useMarket } from '../app/market-status.ts';
import { Link } from '../app/router.tsx';
import { tickerPath } from '../app/routes.ts';
import { refusalText } from '../i18n/refusal-text.ts';
import { useLanguage } from '../i18n/texts.ts';
import { NumberHead } from '../ui/number-head.tsx';
import { OrderActions } from './order-actions.tsx';
import { OrderHeadCells } from './order-head-cells.tsx';
import { byDay, isOpen, type OrderRow } from './order-rows.ts';
import { pricesText, statusText, timeText } from './order-terms.ts';
import { OrderTimeline } from './order-timeline.tsx';
import { ReplaceForm } from './replace-form.tsx';
import { SideText } from './side-text.tsx';

interface OrdersTableProps {
  readonly rows: readonly OrderRow[];
  readonly empty: string;
  /** Orders that are not loaded: before this time there are none in the list but open ones. */
  readonly older?: { readonly before: string; readonly button: ReactElement } | null;
}

export function OrdersTable({ rows, empty, older = null }: OrdersTableProps): ReactElement {
  const { texts, format } = useLanguage();
  const today = useMarket()?.status.today;
  if (rows.length === 0)
    return (
      <>
        <p className="empty">{older ? texts.orders.noneLoaded : empty}</p>
        {older && <p className="orders-older">{older.button}</p>}
      </>
    );
  const gap = older && (
    <tr>
      <td colSpan={9} className="orders-older">
        {older.button}
      </td>
    </tr>
  );
  const afterGap = older ? rows.find(({ at }) => at < older.before) : undefined;
  return (
    <table className="orders-table">
      <OrdersHead />
      <tbody>
        {byDay(rows).map(({ day, rows: ofDay }) => (
          <Fragment key={day}>
            {/* Today needs no name. */}
            {day !== today && (
              <tr className="order-day">
                <th scope="colgroup" colSpan={9}>
                  {format.day(day)}
                </th>
              </tr>
            )}
            {ofDay.map((row) => (
              <Fragment key={row.clientOrderId}>
                {row === afterGap && gap}
                <OrderLine row={row} />
              </Fragment>
            ))}
          </Fragment>
        ))}
        {afterGap === undefined && gap}
      </tbody>
    </table>
  );
}

function OrdersHead(): ReactElement {
  const { trading } = useLanguage().texts;
  return (
    <thead>
      <tr>
        <OrderHeadCells />
        <th scope="col" className="is-wide">
          {trading.type}
        </th>
        <NumberHead>{trading.quantity}</NumberHead>
        <NumberHead isRoomy>{trading.price}</NumberHead>
        <NumberHead isWide>{trading.average}</NumberHead>
        <th scope="col">{trading.status}</th>
        <td className="is-action" />
      </tr>
    </thead>
  );
}

type Detail = 'replace' | 'timeline' | null;

/** One order; below it, on request, its change or its history. It renders again only when its own state changes. */
const OrderLine = memo(
  function OrderLine({ row }: { readonly row: OrderRow }): ReactElement {
    const [detail, setDetail] = useState<Detail>(null);
    const toggle = (next: Detail): void => setDetail(detail === next ? null : next);
    const { order } = row;
    return (
      <>
        <OrderCells row={row} toggle={toggle} isShown={detail === 'timeline'} />
        {order && detail !== null && (
          <tr className="order-detail">
            <td colSpan={9}>
              {detail === 'replace' && isOpen(row) ? (
                <ReplaceForm order={order} close={() => setDetail(null)} />
              ) : (
                <OrderTimeline order={order} />
              )}
            </td>
          </tr>
        )}
      </>
    );
  },
  (one, other) => one.row.status === other.row.status && one.row.order === other.row.order,
);

interface OrderCellsProps {
  readonly row: OrderRow;
  readonly toggle: (detail: 'replace' | 'timeline') => void;
  readonly isShown: boolean;
}

function OrderCells({ row, toggle, isShown }: OrderCellsProps): ReactElement {
  const { texts, format, locale } = useLanguage();
  const { trading } = texts;
  const { order, status } = row;
  const price = pricesText(row, format, texts);
  const priceNote =
    row.stopPrice !== null && row.limitPrice !== null ? trading.stopThenLimitExplained : undefined;
  const timeline = (time: string): ReactElement => (
    <button
      type="button"
      className="link"
      aria-expanded={isShown}
      title={trading.details}
      onClick={() => toggle('timeline')}
    >
      {time}
    </button>
  );
  return (
    <tr data-testid="order-row" data-client-order-id={row.clientOrderId} data-status={status}>
      <td className="is-roomy order-time">{timeline(format.time(row.at))}</td>
      <td>
        <Link href={tickerPath(row.ticker)}>
          <b>{row.ticker}</b>
        </Link>
        <small className="is-narrow">
          <SideText side={row.side} /> · {timeline(format.minute(row.at))}
        </small>
      </td>
      <td className="is-roomy">
        <SideText side={row.side} />
      </td>
      <td className="is-wide">
        {trading.types[row.type]} · {timeText(row, format, texts)}
      </td>
      <td className="is-number">
        {format.quantity(row.filledQuantity)}/{format.quantity(row.quantity)}
        <small className="is-narrow">{price}</small>
      </td>
      <td className="is-number is-roomy" title={priceNote}>
        {price}
      </td>
      <td className="is-number is-wide">{format.average(row.averageFillPrice)}</td>
      <td>
        <span
          className={`order-status is-${status.toLowerCase()}`}
          title={order?.refusal ? refusalText(order.refusal, locale) : undefined}
        >
          {statusText(row, texts)}
        </span>
        {order?.pendingRequest && (
          <small className="order-pending"> {trading.pending[order.pendingRequest]}</small>
        )}
      </td>
      <td className="is-action">
        {order && isOpen(row) && <OrderActions order={order} replace={() => toggle('replace')} />}
      </td>
    </tr>
  );
}
