import type { ReactElement } from 'react';
import { decimal, type PortfolioStreamSubscription } from '#sdk/src/index.ts';
import { useDesk } from '../app/desk.ts';
import { useMarket } from '../app/market-time/use-market.ts';
import { Link } from '../app/routing/link.tsx';
import { tickerPath } from '../app/routing/routes.ts';
import { useLanguage } from '../i18n/texts.ts';
import { directionOf, useQuote } from '../market/use-quote.ts';
import { Money } from '../ui/money.tsx';
import { NumberHead } from '../ui/number-head.tsx';
import { Loading } from '../ui/problem.tsx';
import {
  dayPercent,
  percentOf,
  positionResult,
  pricesOfPositions,
  totalPercent,
  valuedPrice,
  type AccountDay,
} from './holdings.ts';
import type { DayResults } from './use-account-day.ts';

type PortfolioState = PortfolioStreamSubscription['portfolio'];
type Position = PortfolioState['positions'][number];

interface HoldingsPanelProps {
  readonly portfolio: PortfolioState | null;
  readonly results: DayResults;
}

/** The shares of the account with the results of the day and since their purchase. */
export function HoldingsPanel({ portfolio, results }: HoldingsPanelProps): ReactElement {
  const { texts } = useLanguage();
  return (
    <section className="panel no-print" aria-label={texts.account.positions}>
      <div className="panel-head">
        <h2>{texts.account.positions}</h2>
      </div>
      {!portfolio && <Loading />}
      {portfolio?.positions.length === 0 && (
        <p className="empty">
          {texts.account.noPositions}{' '}
          <Link href="/" className="link">
            {texts.account.toMarket}
          </Link>
        </p>
      )}
      {portfolio && portfolio.positions.length > 0 && <Holdings state={portfolio} results={results} />}
    </section>
  );
}

interface HoldingsProps extends Pick<HoldingsPanelProps, 'results'> {
  readonly state: PortfolioState;
}

function Holdings({ state: { positions, portfolio }, results }: HoldingsProps): ReactElement {
  return (
    <div className="table-scroll" tabIndex={0}>
      <table className="data-table positions">
        <HoldingsHead day={results.day?.day} />
        <tbody>
          {positions.map((position) => (
            <HoldingRow
              key={position.ticker}
              position={position}
              total={portfolio?.total}
              day={results.day}
            />
          ))}
          {results.soldOut !== null && Number(results.soldOut) !== 0 && (
            <SoldOutRow result={results.soldOut} />
          )}
        </tbody>
        <HoldingsFoot positions={positions} portfolio={portfolio} results={results} />
      </table>
    </div>
  );
}

function HoldingsHead({ day }: { readonly day: string | undefined }): ReactElement {
  const { texts, format } = useLanguage();
  const { account, trading } = texts;
  const today = useMarket()?.status.today;
  return (
    <thead>
      <tr>
        <th scope="col">{trading.ticker}</th>
        <NumberHead isWide>{trading.quantity}</NumberHead>
        <NumberHead isWide>{trading.average}</NumberHead>
        <NumberHead isWide>{trading.last}</NumberHead>
        <th scope="col" className="is-number is-value">
          {trading.value}
        </th>
        <NumberHead isWide>{account.share}</NumberHead>
        <NumberHead title={`${account.dayExplained} ${account.dayDiffers}`}>
          {day === undefined || day === today ? account.dayResult : format.day(day)}
        </NumberHead>
        <NumberHead>{trading.result}</NumberHead>
      </tr>
    </thead>
  );
}

/** Shares that were sold out today: no position shows them, and the day has their result. */
function SoldOutRow({ result }: { readonly result: string }): ReactElement {
  const { account } = useLanguage().texts;
  return (
    <tr>
      <th scope="row" title={account.soldOutExplained}>
        {account.soldOut}
      </th>
      <td className="is-wide" colSpan={3} />
      <td className="is-value" />
      <td className="is-wide" />
      <DayResult result={result} percent={null} />
      <td />
    </tr>
  );
}

interface HoldingsFootProps extends Pick<PortfolioState, 'positions' | 'portfolio'> {
  readonly results: DayResults;
}

function HoldingsFoot({ positions, portfolio, results }: HoldingsFootProps): ReactElement {
  const { texts, format } = useLanguage();
  const cost = positions.reduce((sum, position) => decimal.add(sum, position.cost), '0.00');
  const value = portfolio?.positionsValue ?? null;
  return (
    <tfoot>
      <tr>
        <th scope="row">{texts.account.total}</th>
        <td className="is-wide" colSpan={3} />
        <td className="is-number is-value">
          <Money value={value} />
        </td>
        <td className="is-number is-wide">{format.share(percentOf(value, portfolio?.total))}</td>
        <DayResult result={results.total} percent={totalPercent(results, value)} />
        <Result profit={portfolio?.unrealizedProfit ?? null} cost={cost} />
      </tr>
    </tfoot>
  );
}

interface DayResultProps {
  readonly result: string | null;
  readonly percent: number | null;
}

function DayResult({ result, percent }: DayResultProps): ReactElement {
  const { format } = useLanguage();
  return (
    <td className={`is-number change is-${directionOf(result)}`}>
      <Money value={result} isGain />
      {percent !== null && <small>{format.percent(percent)}</small>}
    </td>
  );
}

interface HoldingRowProps {
  readonly position: Position;
  readonly total: string | undefined;
  /** Null until it is known. */
  readonly day: AccountDay | null;
}

function HoldingRow({ position, total, day }: HoldingRowProps): ReactElement {
  const { router } = useDesk();
  const { texts, format } = useLanguage();
  const { ticker, quantity, available, averagePrice, marketValue, unrealizedProfit, cost } = position;
  const quote = useQuote(ticker);
  const last = valuedPrice(position);
  const ofDay = day && positionResult(day, ticker, pricesOfPositions([position], () => quote)(ticker));
  return (
    <tr
      data-testid={`position-row-${ticker}`}
      className="is-link"
      onClick={() => router.go(tickerPath(ticker))}
    >
      <th scope="row">
        <Link href={tickerPath(ticker)}>{ticker}</Link>
        <small className="name">{format.instrument(position.asset?.name)}</small>
        <small className="is-narrow">
          {format.quantity(quantity)} {texts.account.shares}
        </small>
        <small className="is-narrowest">
          <Money value={marketValue} />
        </small>
      </th>
      <td className="is-number is-wide">
        {format.quantity(quantity)}
        {available !== quantity && (
          <small>{texts.account.availableShares(format.quantity(available), available === 1)}</small>
        )}
      </td>
      <td className="is-number is-wide" title={format.price(averagePrice)}>
        {format.average(averagePrice)}
      </td>
      <td className="is-number is-wide">{format.price(last)}</td>
      <td className="is-number is-value">
        <Money value={marketValue} />
      </td>
      <td className="is-number is-wide">{format.share(percentOf(marketValue, total))}</td>
      <DayResult result={ofDay} percent={dayPercent(ofDay, marketValue)} />
      <Result profit={unrealizedProfit} cost={cost} />
    </tr>
  );
}

interface ResultProps {
  readonly profit: string | null;
  readonly cost: string;
}

function Result({ profit, cost }: ResultProps): ReactElement {
  const { format } = useLanguage();
  const percent = percentOf(profit, cost);
  return (
    <td className={`is-number change is-${directionOf(profit)}`}>
      <Money value={profit} isGain />
      {percent !== null && <small>{format.percent(percent)}</small>}
    </td>
  );
}
