import type { Format } from '../i18n/format.ts';
import { refusalText } from '../i18n/refusal-text.ts';
import type { Language, Texts } from '../i18n/texts.ts';
import { isWaiting, type Order, type OrderRow } from './order-rows.ts';

type Priced = Pick<OrderRow, 'type' | 'limitPrice' | 'stopPrice'>;

/** The prices that the user has set: a stop limit order has two, a market order none, whatever the exchange fills it at. */
export function pricesText(
  { type, limitPrice, stopPrice }: Priced,
  format: Pick<Format, 'price'>,
  { trading }: Pick<Texts, 'trading'>,
): string {
  const limit = type === 'MARKET' || type === 'STOP' ? null : limitPrice;
  if (stopPrice !== null && limit !== null)
    return trading.stopThenLimit(format.price(stopPrice), format.price(limit));
  if (stopPrice !== null) return trading.atStop(format.price(stopPrice));
  return limit === null ? trading.market : format.price(limit);
}

/** The state of an order in words. */
export const statusText = (
  row: Pick<OrderRow, 'status' | 'order'>,
  { trading }: Pick<Texts, 'trading'>,
): string => (isWaiting(row) ? trading.waiting : trading.statuses[row.status]);

/** Why an order that does not wait in the book has expired; null for any other end. */
export function expiryText(
  { status, timeInForce }: Pick<Order, 'status' | 'timeInForce'>,
  { orders }: Pick<Texts, 'orders'>,
): string | null {
  if (status !== 'EXPIRED' || (timeInForce !== 'FOK' && timeInForce !== 'IOC')) return null;
  return orders.noQuantity[timeInForce];
}

/** How long an order stands; of one until a day, the day. */
export const timeText = (
  { timeInForce, expiresOn }: Pick<OrderRow, 'timeInForce' | 'expiresOn'>,
  format: Pick<Format, 'day'>,
  { trading }: Pick<Texts, 'trading'>,
): string => (expiresOn === null ? trading.times[timeInForce] : trading.untilDay(format.day(expiresOn)));

/** The prices that the user has set, behind the ticker: they begin with their own separator. */
function priceWords(
  order: Priced,
  format: Pick<Format, 'price'>,
  texts: Pick<Texts, 'trading' | 'orders'>,
): string {
  const price = pricesText(order, format, texts);
  if (price === texts.trading.market) return texts.orders.atMarket;
  return order.stopPrice === null ? texts.orders.atPrice(price) : `, ${price}`;
}

/** The fate so far of an order that the ticket has sent, in one line. */
export function sentText(order: Order, { texts, format, locale }: Language): string {
  const { orders } = texts;
  const { side, quantity, ticker, status, averageFillPrice, refusal } = order;
  const ofPrice = priceWords(order, format, texts);
  const word = (
    status === 'PENDING' ? orders.unconfirmed : statusText({ status, order }, texts)
  ).toLowerCase();
  const why = refusal ? refusalText(refusal, locale) : expiryText(order, texts);
  const known = why === null ? word : `${word}: ${why}`;
  const outcome =
    status === 'FILLED' && averageFillPrice !== null
      ? orders.statusAt(word, format.average(averageFillPrice))
      : known;
  return orders.sent(side === 'BUY', format.quantity(quantity), ticker, ofPrice, outcome);
}

/** An order in words. */
export const orderName = (
  { side, quantity, ticker }: Pick<OrderRow, 'side' | 'quantity' | 'ticker'>,
  format: Pick<Format, 'quantity'>,
  { trading }: Pick<Texts, 'trading'>,
): string =>
  trading.orderName(side === 'BUY' ? trading.bought : trading.sold, format.quantity(quantity), ticker);

/** An order in words, for a button about it: its prices distinguish it from others. */
export const orderNameWithPrice = (
  order: Pick<OrderRow, 'side' | 'quantity' | 'ticker'> & Priced,
  format: Pick<Format, 'quantity' | 'price'>,
  texts: Pick<Texts, 'trading' | 'orders'>,
): string => `${orderName(order, format, texts)}${priceWords(order, format, texts)}`;
