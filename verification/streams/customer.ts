import { Pool } from 'undici';
import { StartError } from '#platform/process/start-error.ts';

/** A new user with cash, who places orders. */
export interface Customer {
  readonly accountId: string;
  readonly token: string;
  /** Sends an operation. Null when the broker does not answer it now. */
  send<T>(query: string, variables: object): Promise<T | null>;
  /** Buys at the market, or rests far below it. */
  placeOrder(number: number): Promise<void>;
  close(): Promise<void>;
}

const SIGN_UP = `mutation ($input: SignUpInput!) { signUp(input: $input) {
  ... on Session { token user { accounts { id } } } ... on Refusal { message } } }`;
const DEPOSIT = 'mutation ($input: DepositInput!) { deposit(input: $input) { __typename } }';
const PLACE = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { __typename ... on Refusal { message } } }`;
const LOW = 'query ($ticker: Ticker!) { asset(ticker: $ticker) { priceBand { low } } }';

interface SignedUp {
  readonly signUp: {
    readonly token?: string;
    readonly user?: { readonly accounts: readonly { readonly id: string }[] };
  };
}

/** Signs up. Throws StartError when the graph does not answer. */
export async function signUpCustomer(graph: string, name: string, ticker: string): Promise<Customer> {
  const { origin, pathname } = new URL(graph);
  const pool = new Pool(origin, { connections: 2 });
  let authorization: Readonly<Record<string, string>> = {};
  const send = async <T>(query: string, variables: object): Promise<T | null> => {
    const { body } = await pool.request({
      path: pathname,
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await body.json()) as { data?: T | null; errors?: unknown };
    return errors || !data ? null : data;
  };
  const input = { email: `${name}@example.com`, name: 'Ana Souza', password: `correct horse ${name}` };
  const { token, user } = (await send<SignedUp>(SIGN_UP, { input }))?.signUp ?? {};
  const accountId = user?.accounts[0]?.id;
  if (token === undefined || accountId === undefined) throw new StartError('The graph signs nobody up now.');
  authorization = { authorization: `Bearer ${token}` };
  await send(DEPOSIT, { input: { accountId, amount: '900000.00', clientTransferId: 'cash' } });
  const low = await send<{ asset: { priceBand: { low: string } | null } }>(LOW, { ticker });
  const limitPrice = low?.asset.priceBand?.low;
  return {
    accountId,
    token,
    send,
    placeOrder: async (number) => {
      const terms =
        number % 2 === 0 || limitPrice === undefined
          ? { type: 'MARKET', timeInForce: 'IOC' }
          : { limitPrice };
      const order = {
        accountId,
        clientOrderId: `check-${number}`,
        ticker,
        side: 'BUY',
        quantity: 100,
        ...terms,
      };
      await send(PLACE, { input: order });
    },
    close: () => pool.close(),
  };
}
