import type { ReactElement } from 'react';
import { useLanguage } from '../i18n/texts.ts';
import { Figure } from '../ui/page.tsx';
import { taxYearOf, type TaxMonth } from './tax-year.ts';

interface TaxSummaryProps {
  readonly months: readonly TaxMonth[];
  readonly today: string;
}

/** The figures of the year: to pay, carried, withheld. */
export function TaxSummary({ months, today }: TaxSummaryProps): ReactElement {
  const { texts, format } = useLanguage();
  const { taxes } = texts;
  const { due, withheld, next, losses } = taxYearOf(months, today);
  return (
    <section className="panel figures" aria-label={taxes.year}>
      <Figure
        label={taxes.next}
        note={next ? taxes.dueBy(format.day(next.dueOn), format.month(next.month)) : undefined}
      >
        {next ? format.money(next.due) : taxes.none}
      </Figure>
      <Figure label={taxes.due} note={taxes.dueExplained}>
        {format.money(due)}
      </Figure>
      <Figure label={taxes.losses} note={taxes.lossesExplained}>
        {losses.length === 0
          ? format.money('0')
          : losses.map(({ pool, amount }) => (
              <span key={pool} className="loss">
                {format.money(amount)} <small>{taxes.pools[pool]}</small>
              </span>
            ))}
      </Figure>
      <Figure label={taxes.withheldYear} note={taxes.withheldExplained}>
        {format.money(withheld)}
      </Figure>
    </section>
  );
}
