import './ticker.css';
import { useCallback, useState, type ReactElement } from 'react';
import { useMarket } from '../app/market-time/use-market.ts';
import { Link } from '../app/routing/link.tsx';
import { BookPanel } from '../book/book-panel.tsx';
import { ChartPanel } from '../chart/chart-panel.tsx';
import { typedNumber } from '../i18n/parse-number.ts';
import { useLanguage } from '../i18n/texts.ts';
import { OrdersPanel } from '../orders/orders-panel.tsx';
import { useLocaleChange } from '../i18n/use-locale-change.ts';
import { createStore, usePart } from '../state/store.ts';
import { TapePanel } from '../tape/tape-panel.tsx';
import { EMPTY_FORM, fieldsOf, retyped, type TicketForm } from '../ticket/ticket-form.ts';
import { TicketPanel } from '../ticket/ticket-panel.tsx';
import { Problem } from '../ui/problem.tsx';
import { useKept } from '../state/kept.ts';
import { InstrumentHead } from './instrument-head.tsx';
import { tickOf, useInstrument, useLiveInstrument, type Instrument } from './instrument.ts';

/** Parts of the page of which a phone shows one at a time. */
const VIEWS = ['chart', 'book', 'tape', 'ticket'] as const;
type View = (typeof VIEWS)[number];

/** The trading screen of one instrument. */
export function TickerPage({ ticker }: { readonly ticker: string }): ReactElement {
  const today = useMarket()?.status.today;
  const query = useInstrument(ticker, today);
  // The ticket keeps what is typed while the facts of another day are on their way.
  const { value: instrument } = useKept(query.data);
  const { texts } = useLanguage();
  // The graph holds back a client that subscribes to unknown tickers.
  if (instrument === undefined && query.isLoading) return <div className="ticker-page" aria-busy="true" />;
  if (instrument === null)
    return (
      <p className="empty-page">
        {texts.ticker.unknown(ticker)} <Link href="/">{texts.shell.toMarket}</Link>
      </p>
    );
  const problem = query.error && (
    <Problem error={query.error} again={query.refetch} what={texts.ticker.facts} isBrief />
  );
  return <TradingScreen ticker={ticker} instrument={instrument ?? null} problem={problem} />;
}

interface TradingScreenProps {
  readonly ticker: string;
  /** Null while the part of the broker that knows it does not answer. */
  readonly instrument: Instrument | null;
  /** Why it is missing or of an earlier day. */
  readonly problem: ReactElement | undefined;
}

const isOfTwin = ({ isTwin }: TicketForm): boolean => isTwin;

function TradingScreen({ ticker, instrument: read, problem }: TradingScreenProps): ReactElement {
  const instrument = useLiveInstrument(read);
  const { texts, locale } = useLanguage();
  const [form] = useState(() => createStore(EMPTY_FORM));
  useLocaleChange((from, to) => form.update((before) => retyped(before, from, to)));
  // An order of the fractional market meets the orders of its own book.
  const twin = usePart(form, isOfTwin) ? instrument?.twin?.ticker : undefined;
  const traded = twin ?? ticker;
  const isTwin = twin !== undefined;
  const [view, setView] = useState<View>('chart');
  const onPrice = useCallback(
    (price: string): void => {
      form.update((before) => {
        const fields = fieldsOf(before);
        const typed = typedNumber(price, locale);
        return {
          ...before,
          ...(fields.has('limitPrice') && { limitPrice: typed }),
          ...(!fields.has('limitPrice') && fields.has('stopPrice') && { stopPrice: typed }),
        };
      });
      setView('ticket');
    },
    [form, locale],
  );
  // An index has a price and a chart, and nobody trades it.
  const isTraded = instrument?.kind !== 'INDEX';
  return (
    <div className={`ticker-page${isTraded ? '' : ' is-index'}`} data-view={view}>
      <InstrumentHead ticker={ticker} instrument={instrument} problem={problem} />
      <div className="tabs is-segmented views" role="group" aria-label={ticker}>
        {VIEWS.map((one) => (
          <button key={one} type="button" aria-pressed={one === view} onClick={() => setView(one)}>
            {texts.ticker[one]}
          </button>
        ))}
      </div>
      <div className="ticker-main">
        <ChartPanel key={traded} ticker={traded} tickSize={tickOf(instrument)} isTwin={isTwin} />
        {isTraded && <OrdersPanel ticker={ticker} />}
      </div>
      {isTraded && (
        <>
          <div className="ticker-book">
            <BookPanel key={`${traded} book`} ticker={traded} isTwin={isTwin} onPrice={onPrice} />
            <TapePanel key={`${traded} tape`} ticker={traded} isTwin={isTwin} />
          </div>
          <div className="ticker-ticket">
            <TicketPanel store={form} ticker={ticker} instrument={instrument} />
          </div>
        </>
      )}
    </div>
  );
}
