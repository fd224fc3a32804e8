import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryDataDir, type Broker } from './support/broker.ts';
import { startInProcessBroker } from './support/in-process-broker.ts';
import { newPerson, type Person } from './support/person.ts';
import { post, RawSocket } from './support/raw.ts';

/** Quotes, the calendar and transfers of the graph through the gateway. */
let dataDir = '';
let broker: Broker;
let ana: Person;

beforeAll(async () => {
  dataDir = await temporaryDataDir();
  broker = await startInProcessBroker(dataDir, { SIMULATOR: 'off' });
  ana = await newPerson(broker.url, '1000.00');
});

afterAll(async () => {
  await ana.broker.close();
  await broker.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test('quotes answers an unknown ticker with null and an error at its place', async () => {
  const text = '{ quotes(tickers: ["VALE3", "XXXX9", "PETR4"]) { ticker asset { id name } } }';
  const { status, body } = await post(broker.url, text);
  expect(status).toBe(200);
  expect(body.data).toEqual({
    quotes: [
      { ticker: 'VALE3', asset: { id: 'ast_VALE3', name: 'Vale ON' } },
      null,
      { ticker: 'PETR4', asset: { id: 'ast_PETR4', name: 'Petrobras PN' } },
    ],
  });
  expect(body.errors).toMatchObject([{ path: ['quotes', 1], extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(body.errors?.[0]?.message).toContain('"XXXX9"');
});

test('a stream of quotes with an unknown ticker is refused whole', async () => {
  const socket = await RawSocket.open(broker.url, {});
  expect((await socket.next()).type).toBe('connection_ack');
  socket.subscribe('1', 'subscription { quotes(tickers: ["PETR4", "XXXX9"]) { ticker } }');
  expect(await socket.next('1')).toMatchObject({
    type: 'error',
    payload: [{ extensions: { code: 'BAD_USER_INPUT' } }],
  });
  socket.close();
});

test.each([
  ['query ($first: Int) { assets(first: $first) { totalCount } }', { first: null }, '"$first"'],
  ['{ calendar(from: "2026-01-01", to: "2027-01-02") { date } }', {}, '366 days'],
])('%s with %o is BAD_USER_INPUT', async (text, variables, message) => {
  const { status, code, body } = await post(broker.url, text, { variables });
  expect([status, code]).toEqual([400, 'BAD_USER_INPUT']);
  expect(body.errors?.[0]?.message).toContain(message);
});

test('an answer with data is 2xx in the media type of GraphQL over HTTP, and one without is 4xx', async () => {
  const statusOf = async (query: string): Promise<number> => {
    const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
    return (await fetch(broker.url, { method: 'POST', headers, body: JSON.stringify({ query }) })).status;
  };
  expect(await statusOf('{ quotes(tickers: []) { last } }')).toBe(200);
  expect(await statusOf('{ quotes(tickers: 1) { last } }')).toBe(400);
});

test('a repeated transfer returns the first one and the account as it is now', async () => {
  const { accountId, token } = ana;
  const text = `mutation ($input: DepositSharesInput!) { depositShares(input: $input) { ... on Transfer {
    id clientTransferId at amount ticker quantity isRepeat
    account { positions { id ticker quantity asset { name } marketValue } portfolio { total } } } } }`;
  const deposit = async (quantity: number, clientTransferId: string) => {
    const input = { accountId, ticker: 'PETR4', quantity, averagePrice: '20.00', clientTransferId };
    const { body } = await post(broker.url, text, { variables: { input }, token });
    expect(body.errors).toBeUndefined();
    return body.data?.['depositShares'] as { account: object };
  };
  const { account: _then, ...first } = await deposit(10, 'one');
  expect(first).toMatchObject({ amount: null, ticker: 'PETR4', quantity: 10, isRepeat: false });
  await deposit(5, 'two');
  const { account, ...repeat } = await deposit(10, 'one');
  expect(repeat).toEqual({ ...first, isRepeat: true });
  const position = { id: `pos_${accountId}_PETR4`, ticker: 'PETR4', quantity: 15 };
  expect(account).toMatchObject({ positions: [{ ...position, asset: { name: 'Petrobras PN' } }] });
});

test('a portfolio above the largest amount of one deposit has its total', async () => {
  const person = await newPerson(broker.url, '9999999999999.99');
  const text = `mutation ($input: DepositInput!) { deposit(input: $input) {
    ... on Transfer { account { portfolio { total } } } } }`;
  const input = { accountId: person.accountId, amount: '9999999999999.99', clientTransferId: 'second' };
  const { body } = await post(broker.url, text, { variables: { input }, token: person.token });
  expect(body).toEqual({ data: { deposit: { account: { portfolio: { total: '19999999999999.98' } } } } });
  await person.broker.close();
});
