import type { Format } from '../i18n/format.ts';
import type { Texts } from '../i18n/texts.ts';
import { isWaiting, type OrderRow } from './order-rows.ts';

type Priced = Pick<OrderRow, 'limitPrice' | 'stopPrice'>;

/** The prices of an order: a stop limit order has two. */
export function pricesText(
  { limitPrice, stopPrice }: Priced,
  format: Pick<Format, 'price'>,
  { trading }: Pick<Texts, 'trading'>,
): string {
  if (stopPrice !== null && limitPrice !== null)
    return trading.stopThenLimit(format.price(stopPrice), format.price(limitPrice));
  if (stopPrice !== null) return trading.atStop(format.price(stopPrice));
  return limitPrice === null ? trading.market : format.price(limitPrice);
}

/** The state of an order in words. */
export const statusText = (
  row: Pick<OrderRow, 'status' | 'order'>,
  { trading }: Pick<Texts, 'trading'>,
): string => (isWaiting(row) ? trading.waiting : trading.statuses[row.status]);

/** How long an order stands; of one until a day, the day. */
export const timeText = (
  { timeInForce, expiresOn }: Pick<OrderRow, 'timeInForce' | 'expiresOn'>,
  format: Pick<Format, 'day'>,
  { trading }: Pick<Texts, 'trading'>,
): string => (expiresOn === null ? trading.times[timeInForce] : trading.untilDay(format.day(expiresOn)));

/** An order in words, for a button about it. */
export const orderName = (
  { side, quantity, ticker }: Pick<OrderRow, 'side' | 'quantity' | 'ticker'>,
  format: Pick<Format, 'quantity'>,
  { trading }: Pick<Texts, 'trading'>,
): string =>
  trading.orderName(side === 'BUY' ? trading.bought : trading.sold, format.quantity(quantity), ticker);
