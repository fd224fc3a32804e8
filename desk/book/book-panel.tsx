import './book.css';
import { memo, useMemo, type ReactElement } from 'react';
import { useStream } from '#sdk/src/react/index.ts';
import { useDesk } from '../app/desk.ts';
import { useLanguage } from '../i18n/texts.ts';
import { usePart } from '../state/store.ts';
import type { AccountState } from '../orders/account-streams.ts';
import { PanelName } from '../ui/panel-name.tsx';
import { Loading } from '../ui/problem.tsx';
import { buyersShare, levelsOf, ownPricesOf, spreadOf, type Level } from './levels.ts';

/** Levels of each side; the panel has as many rows whatever the book holds, so that nothing moves. */
const DEPTH = 8;

const ordersOf = ({ orders }: AccountState) => orders;

interface BookPanelProps {
  readonly ticker: string;
  /** The book of the ticker's twin is shown in its place, and says so. */
  readonly isTwin: boolean;
  /** Takes the price of a level. */
  readonly onPrice: (price: string) => void;
}

/** The order book: asks above, bids below, each with its depth. */
export function BookPanel({ ticker, isTwin, onPrice }: BookPanelProps): ReactElement {
  const { broker, account } = useDesk();
  const { texts } = useLanguage();
  const { data } = useStream(
    (signal) => broker.bookStream({ ticker, depth: DEPTH }, { signal }),
    [broker, ticker],
  );
  const orders = usePart(account, ordersOf);
  const own = useMemo(
    () => ({
      bids: ownPricesOf(orders.values(), ticker, 'BUY'),
      asks: ownPricesOf(orders.values(), ticker, 'SELL'),
    }),
    [orders, ticker],
  );
  const bids = levelsOf(data?.book.bids ?? [], own.bids);
  const asks = levelsOf(data?.book.asks ?? [], own.asks);
  const most = Math.max(1, bids.at(-1)?.total ?? 0, asks.at(-1)?.total ?? 0);
  const rows = Array.from({ length: DEPTH }, (_, index) => index);
  return (
    <section className="panel book" aria-label={texts.ticker.book}>
      <PanelName name={texts.ticker.bookName} twin={isTwin ? ticker : null} />
      <div className="book-head" aria-hidden="true">
        <span>{texts.ticker.price}</span>
        <span>{texts.ticker.quantity}</span>
        <span>{texts.ticker.total}</span>
      </div>
      {data === undefined && <Loading />}
      <div className="book-side is-ask">
        {[...rows].reverse().map((index) => (
          <BookRow key={index} index={index} side="ask" level={asks[index]} most={most} onPrice={onPrice} />
        ))}
      </div>
      <Middle isLoaded={data !== undefined} bids={bids} asks={asks} />
      <div className="book-side is-bid">
        {rows.map((index) => (
          <BookRow key={index} index={index} side="bid" level={bids[index]} most={most} onPrice={onPrice} />
        ))}
      </div>
    </section>
  );
}

interface MiddleProps {
  readonly isLoaded: boolean;
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}

/** Between the sides: the spread, and how the shares on the screen divide between buyers and sellers. */
function Middle({ isLoaded, bids, asks }: MiddleProps): ReactElement {
  const { texts, format } = useLanguage();
  const share = buyersShare(bids, asks);
  if (isLoaded && share === null) return <p className="book-spread">{texts.ticker.noOffers}</p>;
  return (
    <div className="book-spread">
      <p>
        <span className="is-up-text" title={texts.ticker.buyers}>
          {share === null ? '' : `${share}%`}
        </span>
        <span>
          {texts.ticker.spread} <b>{format.price(spreadOf(bids[0]?.price, asks[0]?.price))}</b>
        </span>
        <span className="is-down-text" title={texts.ticker.sellers}>
          {share === null ? '' : `${100 - share}%`}
        </span>
      </p>
      <div className={`book-balance${share === null ? ' is-unknown' : ''}`} aria-hidden="true">
        <span style={{ transform: `scaleX(${(share ?? 0) / 100})` }} />
      </div>
    </div>
  );
}

interface BookRowProps {
  readonly index: number;
  readonly side: 'bid' | 'ask';
  readonly level: Level | undefined;
  readonly most: number;
  readonly onPrice: BookPanelProps['onPrice'];
}

const isSame = (one: BookRowProps, other: BookRowProps): boolean =>
  one.most === other.most &&
  one.onPrice === other.onPrice &&
  one.level?.price === other.level?.price &&
  one.level?.total === other.level?.total &&
  one.level?.quantity === other.level?.quantity &&
  one.level?.isOwn === other.level?.isOwn;

/** A click on a level gives its price to the ticket, whose side stays: a buyer joins the bids by one, too. */
const BookRow = memo(function BookRow({ index, side, level, most, onPrice }: BookRowProps): ReactElement {
  const { texts, format } = useLanguage();
  const testId = `book-${side}-${index}`;
  if (!level) return <span className="book-row" data-testid={testId} />;
  const price = format.price(level.price);
  return (
    <button
      type="button"
      className={`book-row${level.isOwn ? ' is-own' : ''}`}
      data-testid={testId}
      data-price={level.price}
      title={`${level.isOwn ? texts.ticker.yourOrder : `${level.orders} ${texts.ticker.orders}`}. ${texts.ticker.fill(price)}`}
      onClick={() => onPrice(level.price)}
    >
      <span className="depth" style={{ transform: `scaleX(${level.total / most})` }} aria-hidden="true" />
      <span className="level-price">{price}</span>
      <span>{format.quantity(level.quantity)}</span>
      <span className="level-total">{format.quantity(level.total)}</span>
    </button>
  );
}, isSame);
