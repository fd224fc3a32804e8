import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anonymous, granted, newPerson, type Person } from '../person.ts';
import { post, RawSocket } from '../raw.ts';
import { bodyErrors } from './body-errors.ts';
import type { GraphScene } from './scene.ts';
import { socketErrors } from './socket-errors.ts';

/** The error codes and refusals that the graph promises for calls without permission, invalid input and excess. */
export function errors(scene: () => GraphScene): void {
  let broker: GraphScene['broker'];
  let ana: Person;
  let bob: Person;

  beforeAll(async () => {
    ({ broker } = scene());
    ana = await newPerson(broker.url, '10000.00');
    bob = await newPerson(broker.url, '10000.00');
  });

  afterAll(async () => {
    await Promise.all([ana.broker.close(), bob.broker.close()]);
  });

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
      expect([first.amount, first.isRepeat, again]).toEqual(['5.00', false, { ...first, isRepeat: true }]);
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
  });

  bodyErrors(() => broker.url);
  socketErrors(() => broker.url);
}
