import type { ReactElement } from 'react';
import { lastDayOfMonth } from '#domain/calendar/days.ts';
import { useQuery } from '#sdk/src/react/index.ts';
import { useDesk } from '../app/desk.ts';
import { useLanguage } from '../i18n/texts.ts';
import { directionOf } from '../market/use-quote.ts';
import { NumberHead } from '../ui/number-head.tsx';
import { Missing } from '../ui/problem.tsx';

interface MonthResultsProps {
  /** `2026-03`. */
  readonly month: string;
  readonly accountId: string;
}

/** The largest page that the graph gives. */
const MOST_SHOWN = 200;

/** The sales of a month, from which its tax comes. */
export function MonthResults({ month, accountId }: MonthResultsProps): ReactElement {
  const { broker } = useDesk();
  const { texts, format } = useLanguage();
  const { taxes } = texts;
  const query = useQuery(
    async (signal) => {
      const range = { accountId, from: `${month}-01`, to: lastDayOfMonth(`${month}-01`), first: MOST_SHOWN };
      return (await broker.results(range, { signal })).account?.results;
    },
    [broker, accountId, month],
  );
  const { data } = query;
  if (!data) return <Missing of={query} />;
  return (
    <div className="table-scroll" tabIndex={0}>
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{taxes.day}</th>
            <th scope="col">{taxes.ticker}</th>
            <NumberHead isWide>{taxes.quantity}</NumberHead>
            <NumberHead isWide>{taxes.proceeds}</NumberHead>
            <NumberHead isWide>{taxes.cost}</NumberHead>
            <NumberHead>{taxes.profit}</NumberHead>
          </tr>
        </thead>
        <tbody>
          {data.nodes.map(({ id, tradeDate, ticker, kind, quantity, proceeds, cost, profit }) => (
            <tr key={id}>
              <td>{format.day(tradeDate)}</td>
              <td>
                <b>{ticker}</b> <span className="badge">{taxes.kinds[kind]}</span>
              </td>
              <td className="is-number is-wide">{format.quantity(quantity)}</td>
              <td className="is-number is-wide">{format.money(proceeds)}</td>
              <td className="is-number is-wide">{format.money(cost)}</td>
              <td className={`is-number change is-${directionOf(profit)}`}>{format.gain(profit)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {data.pageInfo.hasNextPage && <p className="hint taxes-foot">{taxes.more}</p>}
    </div>
  );
}
