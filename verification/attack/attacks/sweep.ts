import { pollUntil } from '#platform/retry/poll.ts';
import type { Attack } from '../attack.ts';
import { attackWith, newPerson, type Scene } from '../attacker/scene.ts';
import type { Person } from '../clients/person.ts';
import { DEPOSIT } from '../clients/person.ts';
import { onlyAnswers } from '../tally.ts';

/** A listing that the innocent client does not watch. */
const TICKER = 'BBAS3';
const LOT = 100;
/** Resting orders: those of a maker come at once within the rates of a user. */
const MAKERS = 25;
const ORDERS_OF_MAKER = 100;
const RESTING = MAKERS * ORDERS_OF_MAKER;
/** Distance below the best bid, in centavos: simulated participants do not sell so low meanwhile. */
const BELOW_BID = 10;
/** Fills that the sweep has at least: participants may have sold to some of the orders before. */
const LEAST_FILLS = 2_000;
/** More than all bids above the resting orders. */
const SWEPT_QUANTITY = 1_000_000;
const LOOK_EVERY_MS = 250;
const LONGEST_MS = 30_000;

const BID = 'query ($t: Ticker!) { asset(ticker: $t) { quote { bid } } }';
const DEPOSIT_SHARES = `mutation ($input: DepositSharesInput!) { depositShares(input: $input) {
  ... on Transfer { id } ... on Refusal { rule } } }`;
const PLACE = `mutation ($inputs: [PlaceOrderInput!]!) { placeOrders(inputs: $inputs) {
  ... on Order { id } ... on Refusal { rule } } }`;
const BOOKED = `query ($id: ID!, $t: Ticker!) { account(id: $id) { position(ticker: $t) { quantity }
  orders(first: 1) { nodes { executionCount filledQuantity } } } }`;

interface Booked {
  readonly data: {
    readonly account: {
      readonly position: { readonly quantity: number } | null;
      readonly orders: {
        readonly nodes: readonly { readonly executionCount: number; readonly filledQuantity: number }[];
      };
    };
  };
}

/** Makers whose buys rest at one price: 100 each, all of one lot. */
async function restOrders(scene: Scene, limitPrice: string): Promise<void> {
  for (let maker = 0; maker < MAKERS; maker += 1) {
    const { token, accountId } = await newPerson(scene);
    const cash = { accountId, amount: '1000000.00', clientTransferId: 'cash' };
    await scene.http.graphql(DEPOSIT, { input: cash }, { token });
    const inputs = Array.from({ length: ORDERS_OF_MAKER }, (_, number) => ({
      ...{ accountId, clientOrderId: `rest-${number}`, ticker: TICKER, side: 'BUY', quantity: LOT },
      limitPrice,
    }));
    await attackWith(scene, PLACE, { inputs }, { token });
  }
}

/** Whether the wallet has booked all fills of the sweep; tallies them. */
async function isBooked(scene: Scene, { token, accountId }: Person): Promise<boolean> {
  const answer = await attackWith(scene, BOOKED, { id: accountId, t: TICKER }, { token });
  if (answer.status !== 200) return false;
  const { position, orders } = (JSON.parse(answer.text) as Booked).data.account;
  const [{ executionCount = 0, filledQuantity = 0 } = {}] = orders.nodes;
  return executionCount >= LEAST_FILLS && (position?.quantity ?? 0) === SWEPT_QUANTITY - filledQuantity;
}

export const SWEEPS: readonly Attack[] = [
  {
    name: 'sweep-of-a-book',
    does: `sells once to ${RESTING} resting orders of one lot, of ${MAKERS} users, and waits until all fills are booked`,
    expects: 'every fill is booked, in pieces between which others are served',
    seconds: 5,
    run: async (scene) => {
      const { text } = await scene.http.graphql(BID, { t: TICKER });
      const bid = Number(/"bid":"([^"]+)"/.exec(text)?.[1] ?? '0');
      const limitPrice = ((Math.round(bid * 100) - BELOW_BID) / 100).toFixed(2);
      await restOrders(scene, limitPrice);
      const taker = await newPerson(scene);
      const { token, accountId } = taker;
      const shares = { accountId, ticker: TICKER, quantity: SWEPT_QUANTITY, averagePrice: '1.00' };
      await scene.http.graphql(
        DEPOSIT_SHARES,
        { input: { ...shares, clientTransferId: 'shares' } },
        { token },
      );
      scene.begin();
      const sweep = { accountId, clientOrderId: 'sweep', ticker: TICKER, side: 'SELL', limitPrice };
      const inputs = [{ ...sweep, quantity: SWEPT_QUANTITY, timeInForce: 'IOC' }];
      await attackWith(scene, PLACE, { inputs }, { token });
      const booked = await pollUntil(() => isBooked(scene, taker), {
        clock: scene.clock,
        everyMs: LOOK_EVERY_MS,
        timeoutMs: LONGEST_MS,
      });
      if (!booked)
        scene.tally.violation('the fills of the sweep were not booked, or the sweep met too few orders');
    },
    judge: (result) => onlyAnswers(result, /^200$/),
  },
];
