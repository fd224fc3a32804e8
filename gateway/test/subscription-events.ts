import type { Message } from './client.ts';

export const QUOTES =
  'subscription($tickers: [Ticker!]!) { quotes(tickers: $tickers) { ticker last skipped asset { name } } }';
export const TRADES =
  'subscription($after: Cursor) { trades(ticker: "PETR4", after: $after) { price cursor asset { name } } }';
export const ORDERS =
  'subscription($id: ID!, $after: Cursor) { orders(accountId: $id, after: $after) { cursor order { id owner asset { name } } } }';

export const quote = (sequence: number, ticker = 'PETR4') => ({ ticker, last: `${sequence}.00`, sequence });
export const trade = (number: number, price = '1.00') => ({ ticker: 'PETR4', price, number });

interface Fields {
  readonly cursor: string;
  readonly last: string;
  readonly skipped: number;
  readonly order: { readonly id: string; readonly owner: string };
}
type Event = Partial<Record<string, Fields>>;
/** The root field of an event. */
export const dataOf = (message: Message | undefined): Event =>
  (message?.payload as { data: Event } | undefined)?.data ?? {};
export const codesOf = (message: Message | undefined): string[] =>
  (message?.payload as { extensions: { code: string } }[]).map((error) => error.extensions.code);
