import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSocket, post } from './client.ts';
import { startTestGateway, type TestGateway } from './start.ts';

const LIMIT = 2_000;
let at: TestGateway;
beforeAll(async () => {
  at = await startTestGateway({ limits: { cost: LIMIT } });
});
afterAll(() => at.gateway.stop());

const QUOTES = 'query ($tickers: [Ticker!]!) { quotes(tickers: $tickers) { ticker asset { name } } }';
const tickers = (count: number): string[] => Array.from({ length: count }, (_, index) => `T${index}`);
const asked = { extensions: { cost: true } };
const cost = (estimated: number) => ({ cost: { estimated, limit: LIMIT } });

describe('the cost of an operation', () => {
  test('is in the answer on request, over HTTP and sockets', async () => {
    const request = { query: QUOTES, variables: { tickers: tickers(3) }, ...asked };
    const overHttp = await post(at.url, request);
    expect(overHttp.body).toMatchObject({ data: {}, extensions: cost(12) });
    const client = await openSocket(at.url, {});
    client.send({ id: '1', type: 'subscribe', payload: request });
    expect((await client.frames('1', 1))[0]?.payload).toEqual(overHttp.body);
    expect((await post(at.url, { ...request, extensions: {} })).body).not.toHaveProperty('extensions');
  });

  test('is in the first event of a subscription', async () => {
    const client = await openSocket(at.url, {});
    const payload = { query: 'subscription { countdown(from: 2) }', ...asked };
    client.send({ id: '1', type: 'subscribe', payload });
    expect((await client.frames('1', 2)).map((frame) => frame.payload)).toEqual([
      { data: { countdown: 2 }, extensions: cost(1) },
      { data: { countdown: 1 } },
    ]);
  });

  test('over the limit is OPERATION_TOO_COMPLEX, over HTTP and sockets', async () => {
    const request = { query: QUOTES, variables: { tickers: tickers(600) }, ...asked };
    const { status, codes, body } = await post(at.url, request);
    expect([status, codes]).toEqual([400, ['OPERATION_TOO_COMPLEX']]);
    expect(body).toMatchObject({
      errors: [{ message: expect.stringContaining('costs 2400, and at most 2000') as string }],
      extensions: cost(2_400),
    });
    const client = await openSocket(at.url, {});
    client.send({ id: '1', type: 'subscribe', payload: request });
    expect((await client.frames('1', 1))[0]).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'OPERATION_TOO_COMPLEX' } }],
    });
  });

  test('allows the introspection of tools once, not under fifty aliases', async () => {
    const { status, body } = await post(at.url, { query: getIntrospectionQuery() });
    expect([status, body.errors]).toEqual([200, undefined]);
    const one = '__schema { types { name fields { name type { name } args { name } } } }';
    const many = Array.from({ length: 50 }, (_, index) => `a${index}: ${one}`).join(' ');
    expect((await post(at.url, { query: `{ ${many} }` })).codes).toEqual(['OPERATION_TOO_COMPLEX']);
  });
});
