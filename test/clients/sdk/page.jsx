import { createClient } from '@my-broker-b3/sdk';
import { useConnection, useEvents, useQuery, useStream } from '@my-broker-b3/sdk/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

const { url, token, accountId } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
const broker = createClient({ url, token });

function Price() {
  const { data } = useStream((signal) => broker.quoteStream({ tickers: ['PETR4'] }, { signal }), []);
  const quote = data?.quotes;
  return <p id="price">{quote && `${quote.bid} ${quote.bidQuantity}`}</p>;
}

/** The orders as they were, each replaced by its updates. */
function Orders({ known, after }) {
  const { data = [] } = useEvents(
    (signal) => broker.orderStream({ accountId, after }, { signal }),
    [accountId, after],
  );
  const updates = data.map(({ orders }) => orders);
  const orders = new Map([...known, ...updates.map(({ order }) => order)].map((order) => [order.id, order]));
  return (
    <>
      <ul id="orders">
        {[...orders.values()].map(({ id, clientOrderId, status }) => (
          <li key={id}>{`${clientOrderId} ${status}`}</li>
        ))}
      </ul>
      <ol id="updates">
        {updates.map(({ cursor, order }) => (
          <li key={cursor}>{`${cursor} ${order.clientOrderId} ${order.status}`}</li>
        ))}
      </ol>
    </>
  );
}

function Account() {
  const { data } = useQuery((signal) => broker.orders({ accountId }, { signal }), []);
  if (!data) return null;
  return <Orders known={data.account.orders.nodes} after={data.account.ordersCursor} />;
}

const Connection = () => <p id="connection">{useConnection(broker)}</p>;

createRoot(document.getElementById('root')).render(
  <StrictMode>
    <Connection />
    <Price />
    <Account />
  </StrictMode>,
);
