import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { createClient, type GraphDocument } from '#sdk/src/index.ts';
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

test('the SDK yields such an event, with its errors where they are wanted, and the stream continues', async () => {
  const reported: unknown[] = [];
  const client = createClient({
    url: `${at.url}/graphql`,
    webSocket: WebSocket,
    onFieldErrors: (errors, name) => reported.push([errors.map(({ path }) => path), name]),
  });
  onTestFinished(() => client.close());
  // Documents that differ share no upstream.
  const document = (name: string) =>
    `subscription ${name}($after: Cursor) { trades(ticker: "PETR4", after: $after) { cursor asset { name } } }` as GraphDocument<
      { trades: { cursor: string; asset: object | null } },
      object
    >;
  const plain = client.subscribe(document('Prints'), {});
  const detailed = client.withErrors.subscribe(document('Detailed'), {});
  const first = Promise.all([plain.next(), detailed.next()]);
  await until(() => at.fixture.trades.readers === 2);
  at.down.add('assets');
  at.fixture.trades.emit(trade(1));
  const [event, result] = await first;
  expect(event.value).toEqual({ trades: { cursor: '1', asset: null } });
  expect(result.value).toMatchObject({
    data: { trades: { cursor: '1', asset: null } },
    errors: [{ ...UNAVAILABLE, path: ['trades', 'asset'] }],
  });
  expect(reported).toEqual([[[['trades', 'asset']], 'Prints']]);
  at.down.clear();
  const second = Promise.all([plain.next(), detailed.next()]);
  at.fixture.trades.emit(trade(2));
  const whole = { trades: { cursor: '2', asset: { name: 'Name of PETR4' } } };
  expect((await second).map(({ value }) => value)).toEqual([whole, { data: whole, errors: [] }]);
});
