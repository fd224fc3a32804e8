import type { ReactElement } from 'react';
import { decimal, type PortfolioStreamSubscription } from '#sdk/src/index.ts';
import { useDesk } from '../app/desk.ts';
import { Link } from '../app/router.tsx';
import { tickerPath } from '../app/routes.ts';
import { useLanguage } from '../i18n/texts.ts';
import { directionOf, useQuote } from '../market/use-quote.ts';
import { NumberHead } from '../ui/number-head.tsx';
import { Loading } from '../ui/problem.tsx';
import { dayPercent, dayResult, percentOf, type DayTrades } from './holdings.ts';

type PortfolioState = PortfolioStreamSubscription['portfolio'];
type Position = PortfolioState['positions'][number];

interface HoldingsPanelProps {
  readonly portfolio: PortfolioState | null;
  /** Trades of today by custody ticker. */
  readonly trades: ReadonlyMap<string, DayTrades>;
}

/** The shares of the account with the results of the day and since their purchase. */
export function HoldingsPanel({ portfolio, trades }: HoldingsPanelProps): ReactElement {
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
      {portfolio && portfolio.positions.length > 0 && <Holdings state={portfolio} trades={trades} />}
    </section>
  );
}

interface HoldingsProps extends Pick<HoldingsPanelProps, 'trades'> {
  readonly state: PortfolioState;
}

function Holdings({ state: { positions, portfolio }, trades }: HoldingsProps): ReactElement {
  const { texts, format } = useLanguage();
  const { account, trading } = texts;
  const cost = positions.reduce((sum, position) => decimal.add(sum, position.cost), '0.00');
  return (
    <div className="table-scroll" tabIndex={0}>
      <table className="data-table positions">
        <thead>
          <tr>
            <th scope="col">{trading.ticker}</th>
            <NumberHead isWide>{trading.quantity}</NumberHead>
            <NumberHead isWide>{trading.average}</NumberHead>
            <NumberHead isWide>{trading.last}</NumberHead>
            <NumberHead>{trading.value}</NumberHead>
            <NumberHead isWide>{account.share}</NumberHead>
            <NumberHead isWide title={account.dayExplained}>
              {account.dayResult}
            </NumberHead>
            <NumberHead>{trading.result}</NumberHead>
          </tr>
        </thead>
        <tbody>
          {positions.map((position) => (
            <HoldingRow
              key={position.ticker}
              position={position}
              total={portfolio?.total}
              traded={trades.get(position.ticker)}
            />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{account.total}</th>
            <td className="is-wide" colSpan={3} />
            <td className="is-number">{format.money(portfolio?.positionsValue)}</td>
            <td className="is-number is-wide">
              {format.share(percentOf(portfolio?.positionsValue ?? null, portfolio?.total))}
            </td>
            <td className="is-wide" />
            <Result profit={portfolio?.unrealizedProfit ?? null} cost={cost} />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

interface HoldingRowProps {
  readonly position: Position;
  readonly total: string | undefined;
  readonly traded: DayTrades | undefined;
}

function HoldingRow({ position, total, traded }: HoldingRowProps): ReactElement {
  const { router } = useDesk();
  const { texts, format } = useLanguage();
  const { ticker, quantity, available, averagePrice, marketValue, unrealizedProfit, cost } = position;
  const quote = useQuote(ticker);
  const today = dayResult(quantity, quote, traded);
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
      </th>
      <td className="is-number is-wide">
        {format.quantity(quantity)}
        {available !== quantity && (
          <small>
            {format.quantity(available)} {texts.trading.available.toLowerCase()}
          </small>
        )}
      </td>
      <td className="is-number is-wide">{format.price(averagePrice)}</td>
      <td className="is-number is-wide">{format.price(quote?.last ?? quote?.previousClose)}</td>
      <td className="is-number">{format.money(marketValue)}</td>
      <td className="is-number is-wide">{format.share(percentOf(marketValue, total))}</td>
      <td className={`is-number is-wide change is-${directionOf(today)}`}>
        {format.gain(today)}
        <small>{format.percent(dayPercent(today, marketValue))}</small>
      </td>
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
      {format.gain(profit)}
      {percent !== null && <small>{format.percent(percent)}</small>}
    </td>
  );
}
