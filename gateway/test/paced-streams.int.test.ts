import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSocket, type TestSocket } from './client.ts';
import { codesOf, dataOf, quote } from './subscription-events.ts';
import { startTestGateway, until, type TestGateway } from './start.ts';

/** Streams whose subscribers limit the rate. */
let at: TestGateway;
beforeEach(async () => {
  at = await startTestGateway();
});
afterEach(() => at.gateway.stop());
const connect = (): Promise<TestSocket> => openSocket(at.url, {});

test('subscribers with any limits on the rate share one upstream; each gets the newest state in its time', async () => {
  const query = `subscription($every: Int! = 0) {
    quotes(tickers: ["PETR4"], everyMs: $every) { last skipped asset { name } } }`;
  const limits = [0, 500, 1_000];
  const clients = await Promise.all(limits.map(() => connect()));
  for (const [index, client] of clients.entries()) client.subscribe('q', query, { every: limits[index] });
  await until(() => at.fixture.quotes.readers === 1);
  at.fixture.quotes.emit(quote(1));
  await Promise.all(clients.map((client) => client.frames('q', 1)));
  for (let sequence = 2; sequence <= 3; sequence++) {
    at.fixture.quotes.emit(quote(sequence));
    await clients[0]?.frames('q', sequence);
  }
  at.clock.advance(500);
  await clients[1]?.frames('q', 2);
  at.fixture.quotes.emit(quote(4));
  await clients[0]?.frames('q', 4);
  at.clock.advance(500);
  const shown = await Promise.all(
    [4, 3, 2].map(async (count, index) => (await clients[index]?.frames('q', count))?.map(dataOf)),
  );
  const states = (...all: [string, number][]) =>
    all.map(([last, skipped]) => ({ quotes: { last, skipped, asset: { name: 'Name of PETR4' } } }));
  expect(shown).toEqual([
    states(['1.00', 0], ['2.00', 0], ['3.00', 0], ['4.00', 0]),
    states(['1.00', 0], ['3.00', 1], ['4.00', 0]),
    states(['1.00', 0], ['4.00', 2]),
  ]);
  expect([at.fixture.quotes.opened, at.fixture.assetReads.count]).toEqual([1, 4]);
});

test.each([-1, 60_001])('a limit of %d ms on the rate is BAD_USER_INPUT', async (every) => {
  const client = await connect();
  client.subscribe('1', 'subscription($e: Int!) { quotes(tickers: ["PETR4"], everyMs: $e) { last } }', {
    e: every,
  });
  const [frame] = await client.frames('1', 1);
  expect([frame?.type, codesOf(frame)]).toEqual(['error', ['BAD_USER_INPUT']]);
});
