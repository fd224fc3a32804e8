import { Fragment, memo, useEffect, useState, type ReactElement } from 'react';
import { useMarket } from '../app/market-time/use-market.ts';
import { Link } from '../app/routing/link.tsx';
import { tickerPath } from '../app/routing/routes.ts';
import { refusalText } from '../i18n/refusal-text.ts';
import { useLanguage } from '../i18n/texts.ts';
import { NumberHead } from '../ui/number-head.tsx';
import { OrderActions } from './order-actions.tsx';
import { OrderHeadCells } from './order-head-cells.tsx';
import { belowGap, byDay, isOpen, type Order, type OrderRow } from './order-rows.ts';
import { expiryText, pricesText, statusText, timeText } from './order-terms.ts';
import { OrderTimeline } from './order-timeline.tsx';
import { ReplaceForm } from './replace/replace-form.tsx';
import { outcomeOf, type AskedChange } from './replace/replace-terms.ts';
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
  const afterGap = older && belowGap(rows, older.before);
  const gap = older && (
    <tr data-testid="orders-gap">
      <td colSpan={9} className={`orders-older${afterGap ? ' is-between' : ''}`}>
        {afterGap && <p>{texts.orders.endedNotLoaded}</p>}
        {older.button}
      </td>
    </tr>
  );
  return (
    <table className="orders-table is-orders">
      <OrdersHead />
      <tbody>
        {byDay(rows).map(({ day, rows: ofDay }, index) => (
          <Fragment key={day}>
            {ofDay[0] === afterGap && gap}
            {/* Today needs no name; until it is known, the newest day is taken for it: nothing moves. */}
            {(today === undefined ? index > 0 : day !== today) && (
              <tr className="order-day">
                <th scope="colgroup" colSpan={9}>
                  {format.day(day)}
                </th>
              </tr>
            )}
            {ofDay.map((row) => (
              <Fragment key={row.clientOrderId}>
                {row === afterGap && row !== ofDay[0] && gap}
                <OrderLine row={row} />
              </Fragment>
            ))}
          </Fragment>
        ))}
        {afterGap === null && gap}
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
        <NumberHead isWide isSpare>
          {trading.average}
        </NumberHead>
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
    const { order } = row;
    const { isRejected, ask } = useAskedChange(order);
    const toggle = (next: Detail): void => {
      ask(null);
      setDetail(detail === next ? null : next);
    };
    return (
      <>
        <OrderCells row={row} toggle={toggle} shown={detail} />
        {order && detail !== null && (
          <tr className="order-detail">
            <td colSpan={9}>
              {detail === 'replace' && isOpen(row) ? (
                <ReplaceForm
                  order={order}
                  close={(asked) => {
                    ask(asked ?? null);
                    setDetail(null);
                  }}
                />
              ) : (
                <OrderTimeline order={order} />
              )}
            </td>
          </tr>
        )}
        {isRejected && <RejectedChange row={row} close={() => ask(null)} />}
      </>
    );
  },
  (one, other) => one.row.status === other.row.status && one.row.order === other.row.order,
);

/** Follows a change that the broker has taken until the exchange answers. */
function useAskedChange(order: Order | null): {
  readonly isRejected: boolean;
  readonly ask: (change: AskedChange | null) => void;
} {
  const [asked, setAsked] = useState<AskedChange | null>(null);
  const [isRejected, setRejected] = useState(false);
  const outcome = asked && order ? outcomeOf(asked, order) : 'waiting';
  useEffect(() => {
    if (outcome === 'waiting') return;
    // A later state of the order says nothing about this change.
    setAsked(null);
    setRejected(outcome === 'rejected');
  }, [outcome]);
  const ask = (change: AskedChange | null): void => {
    setRejected(false);
    setAsked(change);
  };
  return { isRejected, ask };
}

interface RejectedChangeProps {
  readonly row: OrderRow;
  readonly close: () => void;
}

/** Says below the order that the exchange has not changed it, and what still holds. */
function RejectedChange({ row, close }: RejectedChangeProps): ReactElement {
  const { texts, format } = useLanguage();
  const price = pricesText(row, format, texts);
  return (
    <tr className="order-detail">
      <td colSpan={9}>
        <div className="refusal" role="alert">
          <p>
            {isOpen(row)
              ? texts.orders.replaceRejected(format.quantity(row.quantity), price)
              : texts.orders.replaceTooLate}
          </p>
          <button type="button" className="button is-small" onClick={close}>
            {texts.orders.understood}
          </button>
        </div>
      </td>
    </tr>
  );
}

interface OrderCellsProps {
  readonly row: OrderRow;
  readonly toggle: (detail: 'replace' | 'timeline') => void;
  readonly shown: Detail;
}

function OrderCells({ row, toggle, shown }: OrderCellsProps): ReactElement {
  const { texts, format } = useLanguage();
  const { trading } = texts;
  const type = `${trading.types[row.type]} · ${timeText(row, format, texts)}`;
  const timeline = (time: string): ReactElement => (
    <button
      type="button"
      className="link"
      aria-expanded={shown === 'timeline'}
      title={trading.details}
      onClick={() => toggle('timeline')}
    >
      {time}
    </button>
  );
  return (
    <tr
      className="is-link"
      data-testid="order-row"
      data-client-order-id={row.clientOrderId}
      data-status={row.status}
      onClick={({ target }) => {
        // A link or a button has a task of its own, and a slip closes no change that is being typed.
        if (shown !== 'replace' && !(target as HTMLElement).closest('a, button')) toggle('timeline');
      }}
    >
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
      <td className="is-wide order-type" title={type}>
        {type}
      </td>
      <td className="is-number">
        {format.quantity(row.filledQuantity)}/<wbr />
        {format.quantity(row.quantity)}
        <small className="is-narrow">{pricesText(row, format, texts)}</small>
      </td>
      <PriceCell row={row} />
      <td className="is-number is-wide is-spare">{format.average(row.averageFillPrice)}</td>
      <StatusCell row={row} type={type} />
      <td className="is-action">
        {row.order && isOpen(row) && <OrderActions order={row.order} replace={() => toggle('replace')} />}
      </td>
    </tr>
  );
}

/** The prices that the user has set. Those of a stop limit order stand below each other: beside each other they would widen the table. */
function PriceCell({ row }: { readonly row: OrderRow }): ReactElement {
  const { texts, format } = useLanguage();
  const { type, stopPrice, limitPrice } = row;
  const isPair = type === 'STOP_LIMIT' && stopPrice !== null && limitPrice !== null;
  return (
    <td
      className="is-number is-roomy order-price"
      title={isPair ? texts.trading.stopThenLimitExplained : undefined}
    >
      {isPair && <small>{texts.trading.atStop(format.price(stopPrice))}</small>}
      {isPair ? format.price(limitPrice) : pricesText(row, format, texts)}
    </td>
  );
}

interface StatusCellProps {
  readonly row: OrderRow;
  /** Type and time in force, where they have no column. */
  readonly type: string;
}

function StatusCell({ row, type }: StatusCellProps): ReactElement {
  const { texts, locale } = useLanguage();
  const { order, status } = row;
  const why = order && (order.refusal ? refusalText(order.refusal, locale) : expiryText(order, texts));
  return (
    <td>
      <span className={`order-status is-${status.toLowerCase()}`} title={why ?? undefined}>
        {statusText(row, texts)}
      </span>
      {order?.pendingRequest && (
        <small className="order-pending"> {texts.trading.pending[order.pendingRequest]}</small>
      )}
      <small className="order-type-below">{type}</small>
    </td>
  );
}
