import { gql } from '@apollo/client';
import { ApolloProvider, useQuery, useSubscription } from '@apollo/client/react';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { writeOrder } from './cache.js';
import { createApollo } from './client.js';

const { url, token, accountId } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));

const QUOTES = gql`
  query Quotes {
    quotes(tickers: ["PETR4"]) {
      id
      bid
      bidQuantity
    }
  }
`;
const QUOTE_STREAM = gql`
  subscription QuoteStream {
    quotes(tickers: ["PETR4"]) {
      id
      bid
      bidQuantity
    }
  }
`;
const ORDER = gql`
  fragment Shown on Order {
    id
    version
    clientOrderId
    status
  }
`;
const ORDERS = gql`
  query Orders($accountId: ID!) {
    account(id: $accountId) {
      id
      ordersCursor
      orders(first: 50) {
        nodes {
          ...Shown
        }
      }
    }
  }
  ${ORDER}
`;
const ORDER_STREAM = gql`
  subscription OrderStream($accountId: ID!, $after: Cursor) {
    orders(accountId: $accountId, after: $after) {
      cursor
      order {
        ...Shown
      }
    }
  }
  ${ORDER}
`;

/** Shows what the query has: the events of the stream reach it through the cache. */
function Price() {
  const { data } = useQuery(QUOTES);
  useSubscription(QUOTE_STREAM, { ignoreResults: true });
  const quote = data?.quotes[0];
  return <p id="price">{quote && `${quote.bid} ${quote.bidQuantity}`}</p>;
}

function Updates({ after }) {
  const [updates, setUpdates] = useState([]);
  useSubscription(ORDER_STREAM, {
    variables: { accountId, after },
    fetchPolicy: 'no-cache',
    onData: ({ client, data: { data } }) => {
      writeOrder(client.cache, ORDER, data.orders.order);
      setUpdates((before) => [...before, data.orders]);
    },
  });
  return (
    <ol id="updates">
      {updates.map(({ cursor, order }) => (
        <li key={cursor}>{`${cursor} ${order.clientOrderId} ${order.status}`}</li>
      ))}
    </ol>
  );
}

function Orders() {
  const { data } = useQuery(ORDERS, { variables: { accountId } });
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
    <ApolloProvider client={createApollo(url, () => token)}>
      <Price />
      <Orders />
    </ApolloProvider>
  </StrictMode>,
);
