import type { ReactElement, ReactNode } from 'react';
import { isFractionalTicker } from '#domain/market/custody-ticker.ts';
import { useDesk } from '../app/desk.ts';
import { Link } from '../app/routing/link.tsx';
import { tickerPath } from '../app/routing/routes.ts';
import { useLanguage } from '../i18n/texts.ts';
import { Change, Price } from '../market/price.tsx';
import { directionOf, useQuote } from '../market/use-quote.ts';
import { isFull, MOST_TICKERS, shownList, toggleTicker } from '../market/watchlists.ts';
import { useStore } from '../state/store.ts';
import { StarIcon } from '../ui/icons.tsx';
import { useWindowTitle } from '../ui/window-title.ts';
import { PhaseChip } from './phase-chip.tsx';
import { CorporateActions } from './corporate-actions.tsx';
import type { Instrument } from './instrument.ts';

interface FactsProps {
  readonly ticker: string;
  readonly instrument: Instrument | null;
}

interface HeadProps extends FactsProps {
  /** Why the instrument is missing or of an earlier day. */
  readonly problem: ReactNode;
}

/** Name, price and facts of the instrument. */
export function InstrumentHead({ ticker, instrument, problem }: HeadProps): ReactElement {
  const quote = useQuote(ticker);
  const { texts, format } = useLanguage();
  const isOut = instrument?.status === 'DELISTED' || instrument?.status === 'SUSPENDED';
  // For a user who looks at another window.
  useWindowTitle(quote?.last ? `${ticker} ${format.price(quote.last)}` : ticker);
  return (
    <section className="panel instrument">
      <div className="instrument-name">
        <WatchStar ticker={ticker} />
        <div>
          <h1>{ticker}</h1>
          <p className="name">{format.instrument(instrument?.name) ?? ' '}</p>
        </div>
      </div>
      <div className="instrument-price">
        <strong>
          <Price value={quote?.last} testId={`quote-last-${ticker}`} />
        </strong>
        {quote && (
          <span className={`change is-${directionOf(quote.change)}`}>{format.change(quote.change)}</span>
        )}
        {quote && <Change percent={quote.changePercent} />}
        {/* The sentence of a state says more than the phase. */}
        {quote && quote.phase !== 'CONTINUOUS' && !isOut && <PhaseChip quote={quote} />}
      </div>
      {instrument?.status === 'DELISTED' && <p className="instrument-state">{texts.ticker.delisted}</p>}
      {instrument?.status === 'SUSPENDED' && <p className="instrument-state">{texts.ticker.suspended}</p>}
      {problem}
      {(instrument || !problem) && <Facts ticker={ticker} instrument={instrument} />}
      {instrument && <CorporateActions instrument={instrument} />}
    </section>
  );
}

function Facts({ ticker, instrument }: FactsProps): ReactElement {
  const quote = useQuote(ticker);
  const { texts, format } = useLanguage();
  const names = texts.ticker;
  const { theoreticalPrice, theoreticalQuantity } = quote ?? {};
  return (
    <dl className="facts" aria-busy={quote === undefined}>
      {theoreticalPrice && (
        <Fact name={names.theoretical}>
          {format.price(theoreticalPrice)} × {format.quantityShort(theoreticalQuantity)}
        </Fact>
      )}
      <Fact name={names.open}>{format.price(quote?.open)}</Fact>
      <Fact name={names.low}>{format.price(quote?.low)}</Fact>
      <Fact name={names.high}>{format.price(quote?.high)}</Fact>
      <Fact name={names.previousClose}>{format.price(quote?.previousClose)}</Fact>
      {instrument?.kind !== 'INDEX' && <FactsOfTraded ticker={ticker} instrument={instrument} />}
    </dl>
  );
}

/** Facts that an index does not have. */
function FactsOfTraded({ ticker, instrument }: FactsProps): ReactElement {
  const quote = useQuote(ticker);
  const { texts, format } = useLanguage();
  const names = texts.ticker;
  const band = instrument?.priceBand;
  const twin = instrument?.twin?.ticker;
  return (
    <>
      <Fact name={names.turnover} size="is-money">
        {format.moneyShort(quote?.turnover)}
      </Fact>
      <Fact name={names.trades}>{format.quantity(quote?.tradeCount)}</Fact>
      <Fact name={names.band} size="is-broad">
        {band ? `${format.price(band.low)} – ${format.price(band.high)}` : '–'}
      </Fact>
      <Fact name={names.lot}>{format.quantity(instrument?.lotSize)}</Fact>
      {twin !== undefined && (
        <Fact name={isFractionalTicker(ticker) ? names.roundLot : names.fractional}>
          <Link className="link" href={tickerPath(twin)}>
            {twin}
          </Link>
        </Fact>
      )}
    </>
  );
}

interface FactProps {
  readonly name: string;
  /** By default as wide as a price. */
  readonly size?: 'is-broad' | 'is-money';
  readonly children: ReactNode;
}

function Fact({ name, size, children }: FactProps): ReactElement {
  return (
    <div className={size}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Adds the ticker to the watchlist on the market page, or takes it away. */
function WatchStar({ ticker }: { readonly ticker: string }): ReactElement {
  const { watchlists, notices } = useDesk();
  const list = shownList(useStore(watchlists));
  const isWatched = list.tickers.includes(ticker);
  const { texts } = useLanguage();
  const label = isWatched ? texts.market.remove(ticker) : texts.market.add(ticker);
  const toggle = (): void => {
    if (!isWatched && isFull(list))
      notices.show({ kind: 'error', text: { cause: 'said', sentence: texts.market.listFull(MOST_TICKERS) } });
    else watchlists.update((all) => toggleTicker(all, ticker));
  };
  return (
    <button
      type="button"
      className="icon-button star"
      aria-pressed={isWatched}
      aria-label={label}
      title={label}
      onClick={toggle}
    >
      <StarIcon />
    </button>
  );
}
