import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSocket } from './client.ts';
import { quote, QUOTES, trade, TRADES } from './subscription-events.ts';
import { startTestGateway, until, type TestGateway } from './start.ts';

/** Events of streams while the subgraph of a link is down. */
let at: TestGateway;
beforeEach(async () => {
  at = await startTestGateway();
});
afterEach(() => at.gateway.stop());

const UNAVAILABLE = { extensions: { code: 'SERVICE_UNAVAILABLE' } };

test('an event of a stream that skips none carries the rest, with an error at the link; the stream continues', async () => {
  const client = await openSocket(at.url, {});
  client.subscribe('1', TRADES.replace('asset', 'of: asset'));
  await until(() => at.fixture.trades.readers === 1);
  at.down.add('assets');
  at.fixture.trades.emit(trade(1));
  expect((await client.frames('1', 1))[0]).toMatchObject({
    type: 'next',
    payload: {
      data: { trades: { price: '1.00', cursor: '1', of: null } },
      errors: [{ ...UNAVAILABLE, path: ['trades', 'of'] }],
    },
  });
  at.down.clear();
  at.fixture.trades.emit(trade(2));
  expect((await client.frames('1', 2))[1]?.payload).toEqual({
    data: { trades: { price: '1.00', cursor: '2', of: { name: 'Name of PETR4' } } },
  });
});

test('a state carries the rest, with an error at the link', async () => {
  const client = await openSocket(at.url, {});
  client.subscribe('1', QUOTES, { tickers: ['PETR4'] });
  await until(() => at.fixture.quotes.readers === 1);
  at.down.add('assets');
  at.fixture.quotes.emit(quote(7));
  expect((await client.frames('1', 1))[0]).toMatchObject({
    type: 'next',
    payload: {
      data: { quotes: { ticker: 'PETR4', last: '7.00', asset: null } },
      errors: [{ ...UNAVAILABLE, path: ['quotes', 'asset'] }],
    },
  });
});
