import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSocket } from './testing/client.ts';
import { startTestGateway, until, type TestGateway } from './testing/start.ts';

let at: TestGateway;
beforeAll(async () => {
  at = await startTestGateway();
});
afterAll(() => at.gateway.stop());

const QUOTES =
  'subscription($tickers: [Ticker!]!) { quotes(tickers: $tickers) { ticker last skipped asset { name } } }';

test('an event is enriched by another subgraph', async () => {
  const client = await openSocket(at.url, {});
  client.subscribe('1', QUOTES, { tickers: ['PETR4'] });
  await until(() => at.fixture.quotes.readers === 1);
  at.fixture.quotes.emit({ ticker: 'PETR4', last: '28.90', sequence: 7 });
  const [frame] = await client.frames('1', 1);
  expect(frame).toEqual({
    id: '1',
    type: 'next',
    payload: {
      data: { quotes: { ticker: 'PETR4', last: '28.90', skipped: 0, asset: { name: 'Name of PETR4' } } },
    },
  });
  client.socket.close();
  await until(() => at.fixture.quotes.readers === 0);
});
