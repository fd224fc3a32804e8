import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider, useQuery, useSubscription } from 'urql';
import { createUrql } from './client.js';

const { url, token, accountId } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));

const QUOTES = 'query Quotes { quotes(tickers: ["PETR4"]) { id bid bidQuantity } }';
const QUOTE_STREAM = 'subscription QuoteStream { quotes(tickers: ["PETR4"]) { id bid bidQuantity } }';
const ORDERS = `query Orders($accountId: ID!) {
  account(id: $accountId) { id ordersCursor orders(first: 50) { nodes { id clientOrderId status } } }
}`;
const ORDER_STREAM = `subscription OrderStream($accountId: ID!, $after: Cursor) {
  orders(accountId: $accountId, after: $after) { cursor order { id clientOrderId status } }
}`;

/** Shows what the query has: the events of the stream reach it through the cache. */
function Price() {
  const [{ data }] = useQuery({ query: QUOTES });
  useSubscription({ query: QUOTE_STREAM });
  const quote = data?.quotes[0];
  return <p id="price">{quote && `${quote.bid} ${quote.bidQuantity}`}</p>;
}

function Updates({ after }) {
  const [{ data: updates = [] }] = useSubscription(
    { query: ORDER_STREAM, variables: { accountId, after } },
    (before = [], { orders }) => [...before, orders],
  );
  return (
    <ol id="updates">
      {updates.map(({ cursor, order }) => (
        <li key={cursor}>{`${cursor} ${order.clientOrderId} ${order.status}`}</li>
      ))}
    </ol>
  );
}

function Orders() {
  const [{ data }] = useQuery({ query: ORDERS, variables: { accountId } });
  if (!data) return null;
  const { ordersCursor, orders } = data.account;
  return (
    <>
      <ul id="orders">
        {orders.nodes.map(({ id, clientOrderId, status }) => (
          <li key={id}>{`${clientOrderId} ${status}`}</li>
        ))}
      </ul>
      <Updates after={ordersCursor} />
    </>
  );
}

createRoot(document.getElementById('root')).render(
  <StrictMode>
    <Provider value={createUrql(url, () => token)}>
      <Price />
      <Orders />
    </Provider>
  </StrictMode>,
);
