import type { ReactElement } from 'react';
import { useDesk } from '../app/desk.ts';
import { Link } from '../app/router.tsx';
import { tickerPath } from '../app/routes.ts';
import { useLanguage } from '../i18n/texts.ts';
import { Change, Price } from '../market/price.tsx';
import { directionOf, useQuote } from '../market/use-quote.ts';
import { shownList, toggleTicker } from '../market/watchlists.ts';
import { useStore } from '../state/store.ts';
import { StarIcon } from '../ui/icons.tsx';
import { CorporateActions } from './corporate-actions.tsx';
import type { Instrument } from './instrument.ts';

interface InstrumentHeadProps {
  readonly ticker: string;
  readonly instrument: Instrument | null;
}

/** Name, price and facts of the instrument. */
export function InstrumentHead({ ticker, instrument }: InstrumentHeadProps): ReactElement {
  const quote = useQuote(ticker);
  const { texts, format } = useLanguage();
  const phase = quote?.phase;
  const isOwnPhase = phase !== undefined && phase !== 'CONTINUOUS';
  return (
    <section className="panel instrument">
      <div className="instrument-name">
        <WatchStar ticker={ticker} />
        <div>
          <h1>{ticker}</h1>
          <p className="name">{instrument?.name ?? ' '}</p>
        </div>
      </div>
      <div className="instrument-price">
        <strong>
          <Price value={quote?.last} testId={`quote-last-${ticker}`} />
        </strong>
        <span className={`change is-${directionOf(quote?.change)}`}>{format.change(quote?.change)}</span>
        <Change percent={quote?.changePercent} />
        {isOwnPhase && <span className={`phase is-${phase.toLowerCase()}`}>{texts.shell.phases[phase]}</span>}
      </div>
      {instrument?.status === 'DELISTED' && <p className="instrument-state">{texts.ticker.delisted}</p>}
      {instrument?.status === 'SUSPENDED' && <p className="instrument-state">{texts.ticker.suspended}</p>}
      <Facts ticker={ticker} instrument={instrument} />
      {instrument && <CorporateActions instrument={instrument} />}
    </section>
  );
}

function Facts({ ticker, instrument }: InstrumentHeadProps): ReactElement {
  const quote = useQuote(ticker);
  const { texts, format } = useLanguage();
  const band = instrument?.priceBand;
  const twin = instrument?.twin?.ticker;
  const facts: (readonly [string, string | ReactElement, string?])[] = [
    ...(quote?.theoreticalPrice
      ? [
          [
            texts.ticker.theoretical,
            `${format.price(quote.theoreticalPrice)} × ${format.quantityShort(quote.theoreticalQuantity)}`,
          ] as const,
        ]
      : []),
    [texts.ticker.open, format.price(quote?.open)],
    [texts.ticker.low, format.price(quote?.low)],
    [texts.ticker.high, format.price(quote?.high)],
    [texts.ticker.previousClose, format.price(quote?.previousClose)],
    [texts.ticker.turnover, format.moneyShort(quote?.turnover)],
    [texts.ticker.trades, format.quantity(quote?.tradeCount)],
    [texts.ticker.band, band ? `${format.price(band.low)} – ${format.price(band.high)}` : '–'],
    [texts.ticker.lot, format.quantity(instrument?.lotSize)],
    ...(twin === undefined
      ? []
      : [
          [
            texts.ticker.fractional,
            <Link key={twin} className="link" href={tickerPath(twin)}>
              {twin}
            </Link>,
          ] as const,
        ]),
  ];
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Adds the ticker to the watchlist on the market page, or takes it away. */
function WatchStar({ ticker }: { readonly ticker: string }): ReactElement {
  const { watchlists } = useDesk();
  const isWatched = shownList(useStore(watchlists)).tickers.includes(ticker);
  const { texts } = useLanguage();
  const label = isWatched ? texts.market.remove(ticker) : texts.market.add(ticker);
  return (
    <button
      type="button"
      className="icon-button star"
      aria-pressed={isWatched}
      aria-label={label}
      title={label}
      onClick={() => watchlists.update((all) => toggleTicker(all, ticker))}
    >
      <StarIcon />
    </button>
  );
}
