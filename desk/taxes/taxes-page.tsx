import './taxes.css';
import { useState, type ReactElement } from 'react';
import { yearOf } from '#domain/calendar/days.ts';
import { useQuery } from '#sdk/src/react/index.ts';
import { useDesk } from '../app/desk.ts';
import { useMarket } from '../app/market-time/use-market.ts';
import { useLanguage } from '../i18n/texts.ts';
import { NeedsSession } from '../session/needs-session.tsx';
import type { Session } from '../session/session.ts';
import { PageFrame } from '../ui/page.tsx';
import { Loading, Missing } from '../ui/problem.tsx';
import { useTask } from '../ui/use-task.ts';
import { TaxMonthPanel } from './tax-month.tsx';
import { TaxSummary } from './tax-summary.tsx';

/** The income tax of the user's trades, month by month. */
export function TaxesPage(): ReactElement {
  const { texts } = useLanguage();
  return <NeedsSession title={texts.taxes.title}>{(session) => <Taxes session={session} />}</NeedsSession>;
}

function Taxes({ session }: { readonly session: Session }): ReactElement {
  const { texts } = useLanguage();
  const today = useMarket()?.status.today;
  if (today === undefined)
    return (
      <PageFrame title={texts.taxes.title}>
        <Loading />
      </PageFrame>
    );
  return <TaxesFrom session={session} today={today} />;
}

interface TaxesFromProps {
  readonly session: Session;
  readonly today: string;
}

function TaxesFrom({ session, today }: TaxesFromProps): ReactElement {
  const { broker, browser } = useDesk();
  const { texts, format } = useLanguage();
  const [year, setYear] = useState(yearOf(today));
  const query = useQuery(
    async (signal) => (await broker.taxes({ year }, { signal })).me?.taxes ?? [],
    [broker, session.userId, year, today],
  );
  const { data } = query;
  return (
    <PageFrame
      title={texts.taxes.title}
      className="taxes-page"
      actions={
        <>
          <SheetButton year={year} />
          <button type="button" className="button" disabled={data === undefined} onClick={browser.print}>
            {texts.taxes.print}
          </button>
        </>
      }
    >
      <p className="print-only">
        {texts.account.printed(session.name)} ·{' '}
        {texts.account.printedAt(session.accountId, format.day(today))}
      </p>
      <YearSwitch year={year} last={yearOf(today)} change={setYear} />
      <Missing of={query} />
      {data && <TaxSummary months={data} today={today} />}
      {data
        ?.map((month) => <TaxMonthPanel key={month.month} month={month} accountId={session.accountId} />)
        .reverse()}
      {data?.length === 0 && <p className="panel empty">{texts.taxes.noMonths(year)}</p>}
      {data && <p className="hint taxes-foot">{texts.taxes.openDates}</p>}
    </PageFrame>
  );
}

interface YearSwitchProps {
  readonly year: number;
  readonly last: number;
  readonly change: (year: number) => void;
}

/** The graph has taxes from this year on. */
const FIRST_YEAR = 1990;

function YearSwitch({ year, last, change }: YearSwitchProps): ReactElement {
  const { taxes } = useLanguage().texts;
  return (
    <div className="year-switch" data-repeats role="group" aria-label={taxes.year}>
      <button
        type="button"
        className="button no-print"
        aria-label={taxes.before(year - 1)}
        disabled={year <= FIRST_YEAR}
        onClick={() => change(year - 1)}
      >
        ←
      </button>
      <b role="status">{year}</b>
      <button
        type="button"
        className="button no-print"
        aria-label={taxes.after(year + 1)}
        disabled={year >= last}
        onClick={() => change(year + 1)}
      >
        →
      </button>
    </div>
  );
}

/** Positions at both ends of the year, for the declaration. */
function SheetButton({ year }: { readonly year: number }): ReactElement {
  const { browser, readDocument } = useDesk();
  const { taxes } = useLanguage().texts;
  const { isBusy, run } = useTask();
  const save = async (): Promise<void> =>
    browser.saveFile(`${year}-positions.csv`, await readDocument(`/taxes/${year}/positions.csv`));
  return (
    <button type="button" className="button" disabled={isBusy} onClick={() => run(save)}>
      {taxes.sheet}
    </button>
  );
}
