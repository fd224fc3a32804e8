import { afterAll, beforeAll, expect, test } from 'vitest';
import { post } from './testing/client.ts';
import { startTestGateway, type TestGateway } from './testing/start.ts';

let at: TestGateway;
beforeAll(async () => {
  at = await startTestGateway();
});
afterAll(() => at.gateway.stop());

const ask = (query: string, variables?: object) => post(at.url, { query, variables });

test('a query is answered from several subgraphs', async () => {
  const { status, body } = await ask(
    '{ quotes(tickers: ["PETR4"]) { last asset { name twin { ticker } } } }',
  );
  expect(body).toEqual({
    data: { quotes: [{ last: '1.00', asset: { name: 'Name of PETR4', twin: { ticker: 'PETR4F' } } }] },
  });
  expect(status).toBe(200);
});
