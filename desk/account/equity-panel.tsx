import { useState, type CSSProperties, type ReactElement } from 'react';
import { addDays } from '#domain/calendar/days.ts';
import { decimal, type PortfolioStreamSubscription } from '#sdk/src/index.ts';
import { useQuery } from '#sdk/src/react/index.ts';
import { useDesk } from '../app/desk.ts';
import { useMarket } from '../app/market-time/use-market.ts';
import { useLanguage } from '../i18n/texts.ts';
import { directionOf } from '../market/use-quote.ts';
import { Choice } from '../ui/choice.tsx';
import { EarlierAnswer } from '../ui/earlier-answer.tsx';
import { useKept } from '../state/kept.ts';
import { Missing } from '../ui/problem.tsx';
import { EquityChart } from './equity-chart.tsx';
import { percentOf } from './holdings.ts';
import { resultOf, withPresent, type EquityPoint } from './equity-curve.ts';
import type { DayResults } from './use-account-day.ts';

type PortfolioState = PortfolioStreamSubscription['portfolio'];

const PERIODS = ['M1', 'M3', 'M6', 'Y1'] as const;
type Period = (typeof PERIODS)[number];
/** The graph gives at most 366 days. */
const DAYS: Readonly<Record<Period, number>> = { M1: 30, M3: 91, M6: 182, Y1: 365 };

interface EquityPanelProps {
  readonly accountId: string;
  /** Null until it has come. */
  readonly portfolio: PortfolioState | null;
  readonly results: DayResults;
}

/** The account's value now and as a curve. */
export function EquityPanel({ accountId, portfolio, results }: EquityPanelProps): ReactElement {
  const total = portfolio?.portfolio?.total;
  const { broker } = useDesk();
  const { texts, format } = useLanguage();
  const [period, setPeriod] = useState<Period>('M3');
  const today = useMarket()?.status.today;
  const query = useQuery(
    async (signal) => {
      if (today === undefined) return undefined;
      const range = { accountId, from: addDays(today, -DAYS[period]), to: today };
      return (await broker.equity(range, { signal })).account?.equity ?? [];
    },
    [broker, accountId, period, today],
  );
  const { value: past, isOld } = useKept(query.data);
  const points = past && today !== undefined ? withPresent(past, today, total) : undefined;
  return (
    <section className="panel equity" aria-label={texts.account.equity}>
      <div className="panel-head">
        <h2>{texts.account.equity}</h2>
        <Choice
          label={texts.account.period}
          values={PERIODS}
          names={texts.account.periods}
          value={period}
          choose={setPeriod}
        />
      </div>
      <EquityHead
        total={total ?? points?.at(-1)?.equity}
        points={isOld ? undefined : points}
        results={results}
        today={today}
      />
      <Missing of={{ ...query, data: points }} />
      {points && points.length > 1 && (
        <EarlierAnswer isOld={isOld}>
          <EquityChart points={points} />
        </EarlierAnswer>
      )}
      {points && points.length < 2 && (
        <p className="empty equity-empty">
          {points[0] ? `${format.day(points[0].date)} · ` : ''}
          {texts.account.newCurve}
        </p>
      )}
    </section>
  );
}

interface EquityHeadProps {
  readonly total: string | undefined;
  readonly points: readonly EquityPoint[] | undefined;
  readonly results: DayResults;
  readonly today: string | undefined;
}

function EquityHead({ total, points, results, today }: EquityHeadProps): ReactElement {
  const { texts, format } = useLanguage();
  const { day, total: ofDay } = results;
  const equity = format.money(total);
  const isToday = !day || day.day === today;
  const ofPeriod = points && points.length > 1 ? resultOf(points) : { profit: null, percent: null };
  return (
    <div className="equity-head">
      <p
        className="equity-total"
        data-testid="equity-total"
        title={texts.account.equityExplained}
        style={{ '--digits': equity.length } as CSSProperties}
      >
        {equity}
      </p>
      <Change
        explained={`${texts.account.dayExplained} ${texts.account.dayDiffers}`}
        label={isToday ? texts.account.todayAfterCosts : texts.account.dayAfterCosts(format.day(day.day))}
        profit={ofDay}
        percent={percentOf(ofDay, ofDay === null ? null : decimal.subtract(total ?? '0.00', ofDay))}
      />
      {/* It has its place also before it is known. */}
      <Change label={texts.account.resultOfPeriod} {...ofPeriod} />
      {isToday && <p className="hint day-hint">{texts.account.dayDiffers}</p>}
    </div>
  );
}

interface ChangeProps {
  readonly label: string;
  readonly explained?: string;
  readonly profit: string | null;
  readonly percent: string | number | null;
}

function Change({ label, explained, profit, percent }: ChangeProps): ReactElement {
  const { format } = useLanguage();
  return (
    <dl className="equity-change" title={explained}>
      <dt>{label}</dt>
      <dd className={`change is-${directionOf(profit)}`}>
        {format.gain(profit)} {percent !== null && <span>({format.percent(percent)})</span>}
      </dd>
    </dl>
  );
}
