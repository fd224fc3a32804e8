import type { Attack } from '../attack.ts';
import type { Target } from '../target.ts';
import { attackWith, flood, newPerson, repeat, type Scene } from '../attacker/scene.ts';
import { DEPOSIT, lowestPrice, SIGN_UP } from '../clients/person.ts';
import { countOf, onlyAnswers, someAnswer, type TallyResult } from '../tally.ts';

const NO_ADDRESS_LIMIT =
  'the broker does not limit callers on loopback by address; start it with LIMIT_LOOPBACK=on, or use --start';
const needsAddressLimits = ({ limitsLoopback }: Target): string | null =>
  limitsLoopback ? null : NO_ADDRESS_LIMIT;

const LIMITED = /^429 RATE_LIMITED$/;
const servedOrLimited = (result: TallyResult, { hasLowRates }: Target): readonly string[] => [
  ...onlyAnswers(result, /^200|^429 RATE_LIMITED$/),
  ...(hasLowRates ? someAnswer(result, LIMITED, 'HTTP 429 with RATE_LIMITED') : []),
];

/** Whether every answer 429 says how long to wait. */
async function floodAndCheckHeaders(
  scene: Scene,
  perSecond: number,
  send: (index: number) => Promise<{ readonly status: number; readonly headers: object }>,
): Promise<void> {
  await flood(scene, { perSecond, atOnce: 200 }, async (index) => {
    const { status, headers } = await send(index);
    if (status !== 429) return;
    for (const name of ['retry-after', 'ratelimit', 'ratelimit-policy'])
      if (!(name in headers)) scene.tally.violation(`an answer 429 without the header ${name}`);
  });
}

const PLACE = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
  ... on Order { id } ... on Refusal { rule } } }`;
const PLACE_ALL = `mutation ($inputs: [PlaceOrderInput!]!) { placeOrders(inputs: $inputs) {
  ... on Order { id } ... on Refusal { rule } } }`;
const BATCH = 100;
const OPEN = `mutation ($name: String!) { openAccount(name: $name) { ... on Account { id } ... on Refusal { rule } } }`;

/** A buy far below the market, which rests. */
const orderOf = (accountId: string, clientOrderId: string, limitPrice: string) => ({
  accountId,
  clientOrderId,
  ticker: 'VALE3',
  side: 'BUY',
  quantity: 100,
  limitPrice,
});

export const RATE_ATTACKS: readonly Attack[] = [
  {
    name: 'request-flood-of-an-address',
    does: 'sends 600 small queries a second without a token',
    expects: '429 with Retry-After, RateLimit and RateLimit-Policy beyond the rate of an address',
    skipped: needsAddressLimits,
    run: (scene) => floodAndCheckHeaders(scene, 600, () => attackWith(scene, '{ marketStatus { phase } }')),
    judge: servedOrLimited,
  },
  {
    name: 'request-flood-of-a-user',
    does: 'sends 600 small queries a second with one token',
    expects: '429 with Retry-After, RateLimit and RateLimit-Policy beyond the rate of a user',
    run: async (scene) => {
      const { token } = await newPerson(scene);
      await floodAndCheckHeaders(scene, 600, () =>
        attackWith(scene, '{ marketStatus { phase } }', {}, { token }),
      );
    },
    judge: servedOrLimited,
  },
  {
    name: 'order-flood',
    does: 'places 400 orders a second with one token',
    expects: '429 beyond the rate of orders',
    run: async (scene) => {
      const { token, accountId } = await newPerson(scene);
      const cash = { accountId, amount: '1000000.00', clientTransferId: 'cash' };
      await scene.http.graphql(DEPOSIT, { input: cash }, { token });
      const limitPrice = await lowestPrice(scene.http, 'VALE3');
      await floodAndCheckHeaders(scene, 400, (index) =>
        attackWith(scene, PLACE, { input: orderOf(accountId, `flood-${index}`, limitPrice) }, { token }),
      );
    },
    judge: servedOrLimited,
  },
  {
    name: 'order-batches',
    does: `places orders in batches of ${BATCH} with one token, four batches at once`,
    expects: 'batches in turn with the work of other clients; 429 beyond the rate of orders',
    run: async (scene) => {
      const { token, accountId } = await newPerson(scene);
      const cash = { accountId, amount: '1000000000.00', clientTransferId: 'cash' };
      await scene.http.graphql(DEPOSIT, { input: cash }, { token });
      const limitPrice = await lowestPrice(scene.http, 'VALE3');
      await flood(scene, { perSecond: 20, atOnce: 4 }, (index) => {
        const order = (number: number) => orderOf(accountId, `batch-${index}-${number}`, limitPrice);
        const inputs = Array.from({ length: BATCH }, (_, number) => ({
          ...order(number),
          timeInForce: 'IOC',
        }));
        return attackWith(scene, PLACE_ALL, { inputs }, { token });
      });
    },
    judge: (result) => onlyAnswers(result, /^200|^429 RATE_LIMITED$/),
  },
  {
    name: 'sign-up-flood',
    does: 'signs up 50 users a second from one address',
    expects: '429 beyond the rate of sign-ups',
    skipped: needsAddressLimits,
    run: (scene) =>
      floodAndCheckHeaders(scene, 50, () => {
        const input = { email: `${scene.newName()}@example.com`, name: 'X', password: scene.newName() };
        return attackWith(scene, SIGN_UP, { input });
      }),
    judge: servedOrLimited,
  },
  {
    name: 'many-accounts',
    does: 'opens 40 accounts of one user, one after the other',
    expects: 'TOO_MANY_ACCOUNTS beyond 20 accounts, or 429',
    seconds: 30,
    run: async (scene) => {
      const { token } = await newPerson(scene);
      await repeat(scene, 40, (index) => attackWith(scene, OPEN, { name: `account ${index}` }, { token }));
    },
    judge: (result) => [
      ...onlyAnswers(result, /^200$|^200 TOO_MANY_ACCOUNTS$|^429 RATE_LIMITED$/),
      ...someAnswer(result, /TOO_MANY_ACCOUNTS|RATE_LIMITED/, 'TOO_MANY_ACCOUNTS'),
      ...(countOf(result, /^200$/) > 20 ? [`${countOf(result, /^200$/)} accounts were opened`] : []),
    ],
  },
];
