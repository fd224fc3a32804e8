import { afterAll, beforeAll, expect, test } from 'vitest';
import { newPerson, type Person } from '../person.ts';
import { post, RawSocket } from '../raw.ts';
import type { GraphScene } from './scene.ts';

/** Quotes, the calendar and transfers of the graph through the gateway. They run in a market without trades. */
export function marketData(scene: () => GraphScene): void {
  let url = '';
  let ana: Person;

  beforeAll(async () => {
    ({ url } = scene().broker);
    ana = await newPerson(url, '1000.00');
  });

  afterAll(() => ana.broker.close());

  test('quotes answers an unknown ticker with null and an error at its place', async () => {
    const text = '{ quotes(tickers: ["VALE3", "XXXX9", "PETR4"]) { ticker asset { id name } } }';
    const { status, body } = await post(url, text);
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
    const socket = await RawSocket.open(url, {});
    expect((await socket.next()).type).toBe('connection_ack');
    socket.subscribe('1', 'subscription { quotes(tickers: ["PETR4", "XXXX9"]) { ticker } }');
    expect(await socket.next('1')).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
    socket.close();
  });

  test('a list of assets has the fractional market alone, or without it', async () => {
    const text = `{ all: assets(search: "petrobras") { nodes { ticker } }
      twins: assets(search: "petrobras", fractional: true) { nodes { ticker } totalCount }
      others: assets(search: "petrobras", fractional: false) { nodes { ticker } } }`;
    const nodes = (...tickers: string[]) => ({ nodes: tickers.map((ticker) => ({ ticker })) });
    expect((await post(url, text)).body.data).toEqual({
      all: nodes('PETR3', 'PETR3F', 'PETR4', 'PETR4F'),
      twins: { ...nodes('PETR3F', 'PETR4F'), totalCount: 2 },
      others: nodes('PETR3', 'PETR4'),
    });
  });

  test('movers without trades are none', async () => {
    const { body } = await post(
      url,
      '{ gain: movers(by: GAIN) { id } loss: movers(by: LOSS, first: 0) { id } }',
    );
    expect(body).toEqual({ data: { gain: [], loss: [] } });
  });

  test.each([
    ['query ($first: Int) { assets(first: $first) { totalCount } }', { first: null }, '"$first"'],
    ['{ movers(by: GAIN, first: 201) { id } }', {}, '0 to 200'],
    [
      '{ asset(ticker: "PETR4") { candles(interval: M1, first: 1, last: 1) { nodes { id } } } }',
      {},
      'not both',
    ],
    ['{ asset(ticker: "PETR4") { candles(interval: M1, last: 1001) { nodes { id } } } }', {}, '0 to 1000'],
    ['{ calendar(from: "2026-01-01", to: "2027-01-02") { date } }', {}, '366 days'],
  ])('%s with %o is BAD_USER_INPUT', async (text, variables, message) => {
    const { status, code, body } = await post(url, text, { variables });
    expect([status, code]).toEqual([400, 'BAD_USER_INPUT']);
    expect(body.errors?.[0]?.message).toContain(message);
  });

  test('an answer with data is 2xx in the media type of GraphQL over HTTP, and one without is 4xx', async () => {
    const statusOf = async (query: string): Promise<number> => {
      const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
      return (await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) })).status;
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
      const { body } = await post(url, text, { variables: { input }, token });
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
    const person = await newPerson(url, '9999999999999.99');
    const text = `mutation ($input: DepositInput!) { deposit(input: $input) {
      ... on Transfer { account { portfolio { total } } } } }`;
    const input = { accountId: person.accountId, amount: '9999999999999.99', clientTransferId: 'second' };
    const { body } = await post(url, text, { variables: { input }, token: person.token });
    expect(body).toEqual({ data: { deposit: { account: { portfolio: { total: '19999999999999.98' } } } } });
    await person.broker.close();
  });
}
