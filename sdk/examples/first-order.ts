/**
 * A complete program on the SDK: a new user deposits, buys 100 PETR4 at the best price, watches the order fill and prints
 * the position.
 *
 *   npx tsx sdk/examples/first-order.ts http://127.0.0.1:4000/graphql
 */
import { randomUUID } from 'node:crypto';
import WebSocket from 'ws';
import { createClient, decimal, granted, type BrokerClient } from '../src/index.ts';

async function signUp(broker: BrokerClient): Promise<string> {
  const input = { email: `${randomUUID()}@example.com`, name: 'Ana', password: `first-${randomUUID()}` };
  const session = granted((await broker.signUp({ input })).signUp);
  broker.setToken(session.token);
  const account = session.user.accounts?.[0];
  if (!account) throw new Error('a new user has an account');
  return account.id;
}

const url = process.argv[2] ?? 'http://127.0.0.1:4000/graphql';
const broker = createClient({ url, webSocket: WebSocket });
const accountId = await signUp(broker);
const { account } = granted(
  (await broker.deposit({ input: { accountId, amount: '100000.00', clientTransferId: randomUUID() } }))
    .deposit,
);
console.log(`deposited; available ${account.cash.available}`);

const { quotes } = await broker.quotes({ tickers: ['PETR4'] });
const ask = quotes?.[0]?.ask;
if (!ask) throw new Error('nobody sells PETR4 now');
const order = granted(
  (
    await broker.placeOrder({
      input: {
        accountId,
        clientOrderId: randomUUID(),
        ticker: 'PETR4',
        side: 'BUY',
        // Trades at the best price. Unlike a market order it also fills when that price rises while the order is on its way.
        limitPrice: decimal.toTick(decimal.multiply(ask, '1.01'), '0.01'),
        quantity: 100,
      },
    })
  ).placeOrder,
);
console.log(`order ${order.id} is ${order.status}`);

for await (const { orders } of broker.orderStream({ accountId, after: account.ordersCursor })) {
  console.log(
    `order is ${orders.order.status}, filled ${orders.order.filledQuantity} at ${orders.order.averageFillPrice}`,
  );
  if (orders.order.status === 'FILLED') break;
}
for await (const { wallet } of broker.walletStream({ accountId, after: account.walletCursor })) {
  console.log(`${wallet.entry.kind} ${wallet.entry.amount ?? ''} leaves ${wallet.cash.available}`);
  if (wallet.entry.kind === 'FEE') break;
}
const { account: after } = await broker.account({ id: accountId });
for (const position of after?.positions ?? []) {
  console.log(`position: ${position.quantity} ${position.ticker} at ${position.averagePrice}`);
}
await broker.close();
