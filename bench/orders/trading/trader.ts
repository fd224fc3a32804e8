import { Pool } from 'undici';
import { followOrders, type OrderStream } from './order-stream.ts';

/** A user of the broker with cash, shares, a connection and an order stream. */
export interface Trader {
  readonly accountId: string;
  readonly stream: OrderStream;
  /** Sends an operation over the trader's own connection. Throws at an error. */
  send<T>(query: string, variables: object): Promise<T>;
  readonly close: () => Promise<void>;
}

const SIGN_UP = `mutation ($input: SignUpInput!) { signUp(input: $input) {
  ... on Session { token user { accounts { id } } } ... on Refusal { rule message } } }`;
const DEPOSIT = `mutation ($cash: DepositInput!, $shares: DepositSharesInput!) {
  deposit(input: $cash) { ... on Transfer { id } ... on Refusal { rule message } }
  depositShares(input: $shares) { ... on Transfer { id } ... on Refusal { rule message } } }`;

export const TICKER = 'PETR4';
const CASH = '900000000.00';
const SHARES = 90_000_000;

interface Response<T> {
  readonly data?: T | null;
  readonly errors?: readonly unknown[];
}

interface SignedUp {
  readonly signUp: {
    readonly token: string;
    readonly user: { readonly accounts: readonly { readonly id: string }[] };
  };
}

type Send = <T>(query: string, variables: object) => Promise<T>;

/** Sends operations over one connection. */
function createSender(
  graph: string,
  headers: Readonly<Record<string, string>>,
): { send: Send; readonly close: () => Promise<void> } {
  const { origin, pathname } = new URL(graph);
  const pool = new Pool(origin, { connections: 1 });
  return {
    send: async <T>(query: string, variables: object) => {
      const { body } = await pool.request({
        path: pathname,
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await body.json()) as Response<T>;
      if (errors || !data) throw new Error(`an operation failed: ${JSON.stringify(errors)}`);
      return data;
    },
    close: () => pool.close(),
  };
}

/** Signs up a user with cash and shares, and opens its order stream. */
export async function createTrader(graph: string, name: string): Promise<Trader> {
  const anonymous = createSender(graph, {});
  const input = { email: `${name}@example.com`, name: 'Ana Souza', password: `correct horse ${name}` };
  const { signUp } = await anonymous.send<SignedUp>(SIGN_UP, { input });
  await anonymous.close();
  const accountId = signUp.user.accounts[0]?.id ?? '';
  const { send, close } = createSender(graph, { authorization: `Bearer ${signUp.token}` });
  await send(DEPOSIT, {
    cash: { accountId, amount: CASH, clientTransferId: 'cash' },
    shares: {
      accountId,
      ticker: TICKER,
      quantity: SHARES,
      averagePrice: '20.00',
      clientTransferId: 'shares',
    },
  });
  const stream = await followOrders(graph, signUp.token, accountId);
  return {
    accountId,
    stream,
    send,
    close: async () => {
      await stream.close();
      await close();
    },
  };
}

/** Prices of the ticker today: one that rests far below the market, and one near it. */
export async function readPrices(
  graph: string,
): Promise<{ readonly resting: string; readonly crossing: string }> {
  const { send, close } = createSender(graph, {});
  const { asset } = await send<{ asset: { priceBand: { low: string }; quote: { previousClose: string } } }>(
    'query ($t: Ticker!) { asset(ticker: $t) { priceBand { low } quote { previousClose } } }',
    { t: TICKER },
  );
  await close();
  return { resting: asset.priceBand.low, crossing: asset.quote.previousClose };
}
