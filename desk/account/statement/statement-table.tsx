import '../../orders/orders.css';
import { memo, useState, type ReactElement } from 'react';
import { useQuery } from '#sdk/src/react/index.ts';
import { useDesk } from '../../app/desk.ts';
import { Link } from '../../app/routing/link.tsx';
import { tickerPath } from '../../app/routing/routes.ts';
import { entryText, isKindAlone } from '../../i18n/entry-text.ts';
import { useLanguage } from '../../i18n/texts.ts';
import { directionOf } from '../../market/use-quote.ts';
import { orderName } from '../../orders/order-terms.ts';
import { OrderTimeline } from '../../orders/order-timeline.tsx';
import { NumberHead } from '../../ui/number-head.tsx';
import { Missing } from '../../ui/problem.tsx';
import { tickerOf, type Entry } from './statement-filter.ts';

interface StatementTableProps {
  readonly entries: readonly Entry[];
  /** The balance of each entry follows from that of the one below it. */
  readonly hasBalance: boolean;
}

/** A page of the statement. It renders again only with another page. */
export const StatementTable = memo(function StatementTable({
  entries,
  hasBalance,
}: StatementTableProps): ReactElement {
  const { texts } = useLanguage();
  const { account } = texts;
  if (entries.length === 0) return <p className="empty">{account.noEntries}</p>;
  return (
    <div className="table-scroll" tabIndex={0}>
      <table className="data-table statement">
        <thead>
          <tr>
            <th scope="col" className="is-wide">
              {account.time}
            </th>
            <th scope="col">{account.entry}</th>
            <th scope="col" className="is-wide">
              {account.ticker}
            </th>
            <NumberHead isWide>{account.quantity}</NumberHead>
            <NumberHead>{account.value}</NumberHead>
            {hasBalance && <NumberHead isWide>{account.balance}</NumberHead>}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <StatementRow key={entry.id} entry={entry} hasBalance={hasBalance} />
          ))}
        </tbody>
      </table>
    </div>
  );
});

interface StatementRowProps extends Pick<StatementTableProps, 'hasBalance'> {
  readonly entry: Entry;
}

function StatementRow({ entry, hasBalance }: StatementRowProps): ReactElement {
  const { texts, format, locale } = useLanguage();
  const text = entryText(entry.description, locale);
  const { at, kind, quantity, amount, balance, order, orderId } = entry;
  const ticker = tickerOf(entry);
  const [isShown, show] = useState(false);
  const row = (
    <tr data-testid="statement-row" data-kind={kind}>
      <td className="is-wide">
        <time dateTime={at}>{format.dayAndTime(at)}</time>
      </td>
      <td className="is-text">
        {texts.account.kinds[kind]}
        {!isKindAlone(entry.description, kind) && (
          <small className="entry-text" title={text}>
            {text}
          </small>
        )}
        {order && (
          <small className="no-print">
            <button
              type="button"
              className="link-button"
              data-testid="entry-order"
              aria-expanded={isShown}
              onClick={() => show(!isShown)}
            >
              {texts.account.ofOrder(orderName(order, format, texts))}
            </button>
          </small>
        )}
        <small className="is-narrow">{format.moment(at)}</small>
      </td>
      <td className="is-wide">
        {ticker !== null && (
          <Link href={tickerPath(ticker)}>
            <b>{ticker}</b>
          </Link>
        )}
      </td>
      <td className="is-number is-wide">{!quantity ? '' : format.quantity(quantity)}</td>
      <td className={`is-number change is-${directionOf(amount)}`}>
        {amount === null ? '' : format.gain(amount)}
        {hasBalance && <small className="is-narrow">{format.money(balance)}</small>}
      </td>
      {hasBalance && <td className="is-number is-wide">{format.money(balance)}</td>}
    </tr>
  );
  if (!isShown || orderId === null) return row;
  return (
    <>
      {row}
      <tr className="order-detail no-print">
        <td colSpan={6}>
          <OrderOfEntry orderId={orderId} />
        </td>
      </tr>
    </>
  );
}

/** The life of the order that caused an entry. */
function OrderOfEntry({ orderId }: { readonly orderId: string }): ReactElement {
  const { broker } = useDesk();
  const query = useQuery(
    async (signal) => (await broker.order({ id: orderId }, { signal })).order,
    [broker, orderId],
  );
  return query.data ? <OrderTimeline order={query.data} /> : <Missing of={query} />;
}
