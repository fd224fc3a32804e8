/* global crypto */
/* Replaces the placeholders of variables: samples.ts lists them. */

import { post } from './requests.js';
import { session } from './session.js';

/** A placeholder that has no value now. The message says what to do. */
export class MissingValue extends Error {}

const random = (parts) => Array.from(crypto.getRandomValues(new Uint32Array(parts))).join('-');

function known(value, remedy) {
  if (value === null) throw new MissingValue(remedy);
  return value;
}

const WORDS = {
  MY_ACCOUNT: () => known(session.account, 'Run SignUp or SignIn first: MY_ACCOUNT is your account.'),
  MY_EMAIL: () => known(session.email, 'Run SignUp first, or write your email in place of MY_EMAIL.'),
  NEW_EMAIL: () => `ana-${random(1)}@example.com`,
  NEW_ID: () => `playground-${random(3)}`,
};

/** BID, ASK, and these less or plus a part: BID-3%. */
const PRICE = /^(BID|ASK)(?:([+-])(\d+(?:\.\d+)?)%)?$/;

const PRICES = `query($ticker: Ticker!) {
  quotes(tickers: [$ticker]) { bid ask asset { tickSize } }
}`;

async function priceOf([word, side, sign, percent = '0'], ticker) {
  const { data } = await post({ query: PRICES, variables: { ticker } });
  const quote = data?.quotes?.[0];
  const best = quote?.[side.toLowerCase()];
  const price = Number(
    known(best ?? null, `${ticker} has no ${side} now: write a price in place of ${word}.`),
  );
  const tick = Number(quote.asset.tickSize);
  const moved = price * (1 + (Number(percent) / 100) * (sign === '-' ? -1 : 1));
  return (Math.round(moved / tick) * tick).toFixed(2);
}

/** Variables without placeholders. Throws MissingValue. `ticker` is that of the object around the value. */
export async function fillIn(value, ticker) {
  if (typeof value === 'string') {
    if (Object.hasOwn(WORDS, value)) return WORDS[value]();
    const price = ticker && PRICE.exec(value);
    return price ? priceOf(price, ticker) : value;
  }
  if (Array.isArray(value)) return Promise.all(value.map((inner) => fillIn(inner, ticker)));
  if (value === null || typeof value !== 'object') return value;
  const fill = async ([key, inner]) => [key, await fillIn(inner, value.ticker ?? ticker)];
  return Object.fromEntries(await Promise.all(Object.entries(value).map(fill)));
}
