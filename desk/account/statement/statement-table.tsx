import { memo, type ReactElement } from 'react';
import { Link } from '../../app/router.tsx';
import { tickerPath } from '../../app/routes.ts';
import { entryText } from '../../i18n/entry-text.ts';
import { useLanguage } from '../../i18n/texts.ts';
import { directionOf } from '../../market/use-quote.ts';
import { NumberHead } from '../../ui/number-head.tsx';
import type { Entry } from './statement-filter.ts';

interface StatementTableProps {
  readonly entries: readonly Entry[];
}

/** A page of the statement. It renders again only with another page. */
export const StatementTable = memo(function StatementTable({ entries }: StatementTableProps): ReactElement {
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
            <NumberHead isWide>{account.balance}</NumberHead>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <StatementRow key={entry.id} entry={entry} />
          ))}
        </tbody>
      </table>
    </div>
  );
});

function StatementRow({ entry }: { readonly entry: Entry }): ReactElement {
  const { texts, format, locale } = useLanguage();
  const text = entryText(entry.description, locale);
  const { at, kind, ticker, quantity, amount, balance } = entry;
  return (
    <tr data-testid="statement-row" data-kind={kind}>
      <td className="is-wide">
        <time dateTime={at}>{format.dayAndTime(at)}</time>
      </td>
      <td className="is-text">
        {texts.account.kinds[kind]}
        <small className="entry-text" title={text}>
          {text}
        </small>
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
        <small className="is-narrow">{format.money(balance)}</small>
      </td>
      <td className="is-number is-wide">{format.money(balance)}</td>
    </tr>
  );
}
