import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyErrors } from './support/body-errors.ts';
import { anonymous, granted, newPerson, type Person } from './support/person.ts';
import { temporaryDataDir, type Broker } from './support/broker.ts';
import { startInProcessBroker } from './support/in-process-broker.ts';
import { post, RawSocket } from './support/raw.ts';
import { fuzzErrors } from './support/fuzz-errors.ts';
import { socketErrors } from './support/socket-errors.ts';

/** The error codes and refusals that the graph promises for calls without permission, invalid input and excess. */
let dataDir = '';
let broker: Broker;
let ana: Person;
let bob: Person;

beforeAll(async () => {
  dataDir = await temporaryDataDir();
  broker = await startInProcessBroker(dataDir, { SIMULATOR: 'off' });
  ana = await newPerson(broker.url, '10000.00');
  bob = await newPerson(broker.url, '10000.00');
});

afterAll(async () => {
  await Promise.all([ana.broker.close(), bob.broker.close()]);
  await broker.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const order = (changes: object = {}): Record<string, unknown> => ({
  accountId: ana.accountId,
  clientOrderId: randomUUID(),
  ticker: 'PETR4',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'DAY',
  quantity: 100,
  limitPrice: '1.00',
  ...changes,
});

const PLACE = `mutation ($input: PlaceOrderInput!) {
  placeOrder(input: $input) { __typename ... on Refusal { rule message field limit observed } ... on Order { id status } } }`;
const placeRaw = (input: object, token = ana.token) =>
  post(broker.url, PLACE, { variables: { input }, token });

describe('authorization', () => {
  test('market data needs no token', async () => {
    const answer = await post(
      broker.url,
      '{ asset(ticker: "PETR4") { name quote { phase } } marketStatus { phase } }',
    );
    expect(answer.status).toBe(200);
    expect(answer.body.errors).toBeUndefined();
  });

  test.each([
    '{ me { id } }',
    '{ account(id: "acc_x") { id } }',
    '{ order(id: "ord_x") { id } }',
    '{ node(id: "ord_x") { id } }',
  ])('without a token %s is UNAUTHENTICATED', async (query) => {
    expect((await post(broker.url, query)).code).toBe('UNAUTHENTICATED');
  });

  test.each(['nonsense', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c3JfMSJ9.', ''])(
    'a bad token %j is 401',
    async (token) => {
      const answer = await post(broker.url, '{ marketStatus { phase } }', {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(answer).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    },
  );

  test('an account of another user looks like one that does not exist', async () => {
    for (const id of [bob.accountId, 'acc_00000000000000000000000000', 'acc_\0']) {
      const text = JSON.stringify(id);
      const query = `{ account(id: ${text}) { id } node(id: ${text}) { id } order(id: ${text}) { id } }`;
      expect((await post(broker.url, query, { token: ana.token })).body).toEqual({
        data: { account: null, node: null, order: null },
      });
      const placed = await placeRaw(order({ accountId: id }));
      expect(placed.body.data?.['placeOrder']).toMatchObject({ rule: 'ACCOUNT_NOT_FOUND' });
      const socket = await RawSocket.open(broker.url, { authorization: `Bearer ${ana.token}` });
      expect((await socket.next()).type).toBe('connection_ack');
      socket.subscribe('1', 'subscription ($id: ID!) { orders(accountId: $id) { cursor } }', { id });
      const frame = await socket.next('1');
      expect(JSON.stringify(frame)).toContain('NOT_FOUND');
      socket.close();
    }
  });

  test('a text with a NUL character causes no internal error', async () => {
    const query = `mutation ($text: String!, $id: ID!) {
      signIn(input: { email: $text, password: $text }) { ... on Refusal { rule } }
      openAccount(name: $text) { ... on Refusal { rule } }
      cancelOrder(orderId: $id) { ... on Refusal { rule } } }`;
    const answer = await post(broker.url, query, {
      variables: { text: 'a\0', id: 'ord_\0' },
      token: ana.token,
    });
    expect(answer.body).toEqual({
      data: {
        signIn: { rule: 'INVALID_CREDENTIALS' },
        openAccount: { rule: 'INVALID_NAME' },
        cancelOrder: { rule: 'ORDER_NOT_FOUND' },
      },
    });
    const ticker = await post(broker.url, '{ quotes(tickers: ["PETR\\u0000"]) { last } }');
    expect(ticker).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
  });

  test('node finds an account and the user of the caller, and no other user', async () => {
    const query = `{ a: node(id: "${ana.accountId}") { id __typename } u: node(id: "${ana.userId}") { __typename } b: node(id: "${bob.userId}") { id } }`;
    const { body } = await post(broker.url, query, { token: ana.token });
    expect(body).toEqual({
      data: { a: { id: ana.accountId, __typename: 'Account' }, u: { __typename: 'User' }, b: null },
    });
  });
});

describe('refusals of an order, by precedence', () => {
  test.each([
    [{ clientOrderId: 'with space', ticker: 'NOPE3' }, 'INVALID_ID'],
    [{ clientOrderId: '' }, 'INVALID_ID'],
    [{ clientOrderId: 'x'.repeat(65) }, 'INVALID_ID'],
    [{ ticker: 'NOPE3', quantity: 0 }, 'UNKNOWN_TICKER'],
    [{ timeInForce: 'AUCTION', displayQuantity: 150 }, 'PHASE'],
    [{ type: 'STOP', timeInForce: 'FOK', stopPrice: '30.00', quantity: 0 }, 'INVALID_COMBINATION'],
    [{ timeInForce: 'GTD' }, 'INVALID_COMBINATION'],
    [{ timeInForce: 'GTD', expiresOn: '2020-01-02' }, 'INVALID_COMBINATION'],
    [{ expiresOn: '2099-01-01' }, 'INVALID_COMBINATION'],
    [{ displayQuantity: 150, quantity: 150 }, 'INVALID_COMBINATION'],
    [{ minimumQuantity: 200 }, 'INVALID_COMBINATION'],
    [{ type: 'STOP_LIMIT', limitPrice: '28.90' }, 'PRICE_REQUIRED'],
    [{ quantity: 0, limitPrice: null }, 'QUANTITY_LIMIT'],
    [{ quantity: -100 }, 'QUANTITY_LIMIT'],
    [{ quantity: 2_000_000_000 }, 'QUANTITY_LIMIT'],
    [{ quantity: 150, limitPrice: '0.001' }, 'LOT_SIZE'],
    [{ limitPrice: null }, 'PRICE_REQUIRED'],
    [{ type: 'MARKET' }, 'PRICE_NOT_ALLOWED'],
    [{ limitPrice: '28.905' }, 'TICK_SIZE'],
    [{ limitPrice: '0.00' }, 'TICK_SIZE'],
    [{ limitPrice: '9999.00' }, 'PRICE_BAND'],
    [{ type: 'STOP', limitPrice: null, stopPrice: '9999.00' }, 'PRICE_BAND'],
    [{ type: 'MARKET', limitPrice: null }, 'NO_OPPOSITE_PRICE'],
    [{ side: 'SELL', limitPrice: null, type: 'MARKET' }, 'NO_OPPOSITE_PRICE'],
  ])('%j is %s', async (changes, rule) => {
    const answer = await placeRaw(order(changes));
    expect(answer.body.data?.['placeOrder']).toMatchObject({ __typename: 'Refusal', rule });
  });

  test('an order beyond the cash or the shares of the account is refused', async () => {
    const { asset } = await ana.broker.asset({ ticker: 'PETR4' });
    const limitPrice = asset?.priceBand?.low ?? '';
    const cash = await placeRaw(order({ limitPrice, quantity: 100_000 }));
    expect(cash.body.data?.['placeOrder']).toMatchObject({
      rule: 'INSUFFICIENT_CASH',
      observed: expect.any(String) as string,
    });
    const shares = await placeRaw(order({ limitPrice, side: 'SELL' }));
    expect(shares.body.data?.['placeOrder']).toMatchObject({ rule: 'INSUFFICIENT_SHARES' });
  });

  test('the same id with other content is ID_REUSED; after a refusal it is free', async () => {
    const { asset } = await ana.broker.asset({ ticker: 'PETR4' });
    const limitPrice = asset?.priceBand?.low ?? '';
    const input = order({ limitPrice, quantity: 150 });
    expect((await placeRaw(input)).body.data?.['placeOrder']).toMatchObject({ rule: 'LOT_SIZE' });
    const placed = (await placeRaw({ ...input, quantity: 100 })).body.data?.['placeOrder'];
    expect(placed).toMatchObject({ __typename: 'Order' });
    expect((await placeRaw({ ...input, quantity: 100 })).body.data?.['placeOrder']).toMatchObject({
      id: (placed as { id: string }).id,
    });
    expect((await placeRaw({ ...input, quantity: 200 })).body.data?.['placeOrder']).toMatchObject({
      rule: 'ID_REUSED',
    });
  });

  test('each of 101 orders is TOO_MANY_ORDERS', async () => {
    const inputs = Array.from({ length: 101 }, () => order());
    const query =
      'mutation ($inputs: [PlaceOrderInput!]!) { placeOrders(inputs: $inputs) { ... on Refusal { rule } } }';
    const { body } = await post(broker.url, query, { variables: { inputs }, token: ana.token });
    expect(body.data?.['placeOrders']).toEqual(inputs.map(() => ({ rule: 'TOO_MANY_ORDERS' })));
  });
});

describe('transfers', () => {
  test.each([
    ['0.00', 'INVALID_AMOUNT'],
    ['-1.00', 'INVALID_AMOUNT'],
    ['1.005', 'INVALID_AMOUNT'],
  ])('a deposit of %s is %s', async (amount, rule) => {
    const { deposit } = await ana.broker.deposit({
      input: { accountId: ana.accountId, amount, clientTransferId: randomUUID() },
    });
    expect(deposit).toMatchObject({ __typename: 'Refusal', rule });
  });

  test('a transfer id names one transfer, whether deposit or withdrawal', async () => {
    const input = { accountId: ana.accountId, amount: '5.00', clientTransferId: randomUUID() };
    const first = granted((await ana.broker.deposit({ input })).deposit);
    const again = granted((await ana.broker.deposit({ input })).deposit);
    // The exchange may still be answering an order of the tests above, which moves the cursor of the orders.
    const { ordersCursor } = again.account;
    const repeat = { ...first, account: { ...first.account, ordersCursor }, isRepeat: true };
    expect([first.amount, first.isRepeat, again]).toEqual(['5.00', false, repeat]);
    const { withdraw } = await ana.broker.withdraw({ input });
    expect(withdraw).toMatchObject({ rule: 'ID_REUSED' });
  });

  test('a withdrawal of more than the withdrawable cash is INSUFFICIENT_CASH', async () => {
    const { withdraw } = await ana.broker.withdraw({
      input: { accountId: ana.accountId, amount: '99999999.00', clientTransferId: randomUUID() },
    });
    expect(withdraw).toMatchObject({ rule: 'INSUFFICIENT_CASH' });
  });
});

describe('sign-up and sign-in', () => {
  test.each([
    [{ email: 'not an address', name: 'A', password: 'a good long password' }, 'INVALID_EMAIL'],
    [{ email: `${randomUUID()}@example.com`, name: 'A', password: '123' }, 'WEAK_PASSWORD'],
  ])('%j is %s', async (input, rule) => {
    expect((await anonymous(broker.url).signUp({ input })).signUp).toMatchObject({ rule });
  });

  test('an email address that is taken, in any letter case, is EMAIL_TAKEN', async () => {
    const input = { email: ana.email.toUpperCase(), name: 'A', password: 'a good long password' };
    expect((await anonymous(broker.url).signUp({ input })).signUp).toMatchObject({ rule: 'EMAIL_TAKEN' });
  });

  test('a wrong password and an unknown address have the same answer', async () => {
    const answers = await Promise.all(
      [ana.email, 'nobody@example.com'].map((email) =>
        anonymous(broker.url).signIn({ input: { email, password: 'wrong password' } }),
      ),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.signIn).toMatchObject({ rule: 'INVALID_CREDENTIALS' });
  });
});

describe('invalid requests', () => {
  test.each([
    ['{', 'GRAPHQL_PARSE_FAILED'],
    ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['subscription { marketStatus { phase } }', 'BAD_USER_INPUT'],
    [`{ assets(first: 201) { totalCount } }`, 'BAD_USER_INPUT'],
    [`{ assets(first: -1) { totalCount } }`, 'BAD_USER_INPUT'],
    [`{ assets(after: "made up") { totalCount } }`, 'BAD_USER_INPUT'],
    [`{ quotes(tickers: ["NOPE3"]) { last } }`, 'BAD_USER_INPUT'],
    [`{ quotes(tickers: []) { last } }`, 'BAD_USER_INPUT'],
    [`{ asset(ticker: "PETR4") { book(depth: 51) { sequence } } }`, 'BAD_USER_INPUT'],
    [`{ calendar(from: "2026-13-01", to: "2026-12-01") { date } }`, 'BAD_USER_INPUT'],
    [`{ ${Array.from({ length: 51 }, (_, i) => `a${i}: __typename`).join(' ')} }`, 'OPERATION_TOO_COMPLEX'],
    [
      `{ ${Array.from({ length: 21 }, (_, i) => `a${i}: marketStatus { phase }`).join(' ')} }`,
      'OPERATION_TOO_COMPLEX',
    ],
    [
      `{ asset(ticker: "PETR4") { ${'twin { '.repeat(15)} ticker ${'}'.repeat(15)} } }`,
      'OPERATION_TOO_COMPLEX',
    ],
    [
      `mutation { a: signIn(input: {email: "a@b.co", password: "x"}) { __typename } b: signIn(input: {email: "a@b.co", password: "y"}) { __typename } }`,
      'OPERATION_TOO_COMPLEX',
    ],
  ])('%s is %s', async (query, code) => {
    const answer = await post(broker.url, query);
    expect(answer.code).toBe(code);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).not.toMatch(/stack|node_modules|serviceName/);
  });

  test.each(['1e3', ' 1', '', '01', 'NaN', '9'.repeat(400), '1,50', '+1'])(
    'the decimal %j is BAD_USER_INPUT',
    async (limitPrice) => {
      const answer = await placeRaw(order({ limitPrice }));
      expect(answer.code).toBe('BAD_USER_INPUT');
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    },
  );

  test('a number for a decimal, a fraction for a quantity and a quantity beyond 32 bits are BAD_USER_INPUT', async () => {
    expect((await placeRaw(order({ limitPrice: 28.9 }))).code).toBe('BAD_USER_INPUT');
    expect((await placeRaw(order({ quantity: 1.5 }))).code).toBe('BAD_USER_INPUT');
    expect((await placeRaw(order({ quantity: 3_000_000_000 }))).code).toBe('BAD_USER_INPUT');
  });
});

bodyErrors(() => broker.url);
fuzzErrors(() => broker.url);
socketErrors(() => broker.url);
