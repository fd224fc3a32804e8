import { useState, type ReactElement } from 'react';
import { useLanguage } from '../i18n/texts.ts';
import { directionOf } from '../market/use-quote.ts';
import { NumberHead } from '../ui/number-head.tsx';
import { MonthResults } from './month-results.tsx';
import { activePools, isSomething, type TaxMonth } from './tax-year.ts';

interface TaxMonthPanelProps {
  readonly month: TaxMonth;
  readonly accountId: string;
}

/** A month: its pools, what is exempt, and the payment. */
export function TaxMonthPanel({ month, accountId }: TaxMonthPanelProps): ReactElement {
  const { texts, format } = useLanguage();
  const { taxes } = texts;
  const [isOpen, setOpen] = useState(false);
  return (
    <section
      className="panel tax-month"
      aria-label={format.month(month.month)}
      data-testid={`tax-month-${month.month}`}
    >
      <div className="panel-head">
        <h2>{format.month(month.month)}</h2>
        {month.isExempt && (
          <span className="badge is-good" title={taxes.exemptExplained}>
            {taxes.exempt}
          </span>
        )}
        <span className="is-end">
          {month.dueOn === null ? (
            <span className="badge">{taxes.nothingDue}</span>
          ) : (
            <span className="badge is-warning">
              {taxes.darf(format.money(month.due), format.day(month.dueOn))}
            </span>
          )}
        </span>
      </div>
      {activePools(month).length > 0 && <Pools month={month} />}
      <MonthFacts month={month} />
      <button
        type="button"
        className="link-button month-more no-print"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? '▾' : '▸'} {taxes.results}
      </button>
      {isOpen && <MonthResults month={month.month} accountId={accountId} />}
    </section>
  );
}

function Pools({ month }: { readonly month: TaxMonth }): ReactElement {
  const { texts, format } = useLanguage();
  const { taxes } = texts;
  const pools = activePools(month);
  return (
    <div className="table-scroll" tabIndex={0}>
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{taxes.pool}</th>
            <NumberHead>{taxes.profit}</NumberHead>
            <NumberHead isWide>{taxes.lossIn}</NumberHead>
            <NumberHead isWide>{taxes.base}</NumberHead>
            <NumberHead isWide>{taxes.rate}</NumberHead>
            <NumberHead>{taxes.tax}</NumberHead>
            <NumberHead isWide>{taxes.lossOut}</NumberHead>
          </tr>
        </thead>
        <tbody>
          {pools.map(({ pool, profit, lossCarriedIn, base, ratePercent, tax, lossCarriedOut }) => (
            <tr key={pool}>
              <th scope="row" className="pool-name">
                {taxes.pools[pool]}
              </th>
              <td className={`is-number change is-${directionOf(profit)}`}>{format.gain(profit)}</td>
              <td className="is-number is-wide">{format.money(lossCarriedIn)}</td>
              <td className="is-number is-wide">{format.money(base)}</td>
              <td className="is-number is-wide">{format.share(ratePercent)}</td>
              <td className="is-number">{format.money(tax)}</td>
              <td className="is-number is-wide">{format.money(lossCarriedOut)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function MonthFacts({ month }: { readonly month: TaxMonth }): ReactElement {
  const { texts, format } = useLanguage();
  const { taxes } = texts;
  const { salesOfStocks, withheld, carriedIn, due, dueOn } = month;
  return (
    <div className="month-facts">
      <dl className="fact-list">
        <div title={taxes.exemptExplained}>
          <dt>{taxes.sales}</dt>
          <dd>{format.money(salesOfStocks)}</dd>
        </div>
        <div>
          <dt>{taxes.withheld}</dt>
          <dd>{format.money(withheld)}</dd>
        </div>
        {isSomething(carriedIn) && (
          <div title={taxes.carriedExplained}>
            <dt>{taxes.carried}</dt>
            <dd>{format.money(carriedIn)}</dd>
          </div>
        )}
      </dl>
      {dueOn !== null && (
        <dl className="fact-list darf" aria-label={taxes.darfTitle}>
          <div>
            <dt>{taxes.darfFields.code}</dt>
            <dd>6015</dd>
          </div>
          <div>
            <dt>{taxes.darfFields.period}</dt>
            <dd>{format.month(month.month)}</dd>
          </div>
          <div>
            <dt>{taxes.darfFields.due}</dt>
            <dd>{format.day(dueOn)}</dd>
          </div>
          <div className="is-main">
            <dt>{taxes.darfFields.value}</dt>
            <dd>{format.money(due)}</dd>
          </div>
        </dl>
      )}
    </div>
  );
}
