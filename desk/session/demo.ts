import { decimal, granted, type BrokerClient } from '#sdk/src/index.ts';
import { sessionOf, type Session } from './session.ts';

const CASH = '100000.00';
/** The most traded share, and one of those that a demonstration account has. */
export const DEMO_TICKER = 'PETR4';
const SHARES = [
  { ticker: DEMO_TICKER, quantity: 300 },
  { ticker: 'VALE3', quantity: 200 },
  { ticker: 'ITUB4', quantity: 400 },
];

const EMAIL = /^demo-[0-9a-f]+@example\.com$/;

/** True for a user whom the desk has made, and whose password nobody knows. */
export const isDemonstration = ({ email }: Pick<Session, 'email'>): boolean => EMAIL.test(email);

/**
 * Makes a demonstration user with an account, cash and a few shares, bought at a little less than today's prices.
 *
 * @throws RefusedError when the broker refuses a step
 */
export async function startDemonstration(
  broker: BrokerClient,
  newId: () => string,
  name: string,
): Promise<Session> {
  const id = newId();
  const input = { email: `demo-${id}@example.com`, name, password: `${newId()}-${newId()}` };
  const session = sessionOf(granted((await broker.signUp({ input })).signUp));
  broker.setToken(session.token);
  const { accountId } = session;
  const clientTransferId = (step: string): string => `demo-${step}`;
  const cash = { accountId, amount: CASH, clientTransferId: clientTransferId('cash') };
  granted((await broker.deposit({ input: cash })).deposit);
  const { quotes } = await broker.quotes({ tickers: SHARES.map(({ ticker }) => ticker) });
  await Promise.all(
    SHARES.map(async ({ ticker, quantity }, index) => {
      const quote = quotes?.[index];
      const price = quote?.previousClose ?? quote?.last ?? '20.00';
      const averagePrice = decimal.round(decimal.multiply(price, '0.96'), 2);
      const shares = {
        accountId,
        ticker,
        quantity,
        averagePrice,
        clientTransferId: clientTransferId(ticker),
      };
      granted((await broker.depositShares({ input: shares })).depositShares);
    }),
  );
  return session;
}
