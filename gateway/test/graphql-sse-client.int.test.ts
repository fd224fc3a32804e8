import { createClient } from 'graphql-sse';
import { expect, onTestFinished, test } from 'vitest';
import { startTestGateway, until, type TestGateway } from './start.ts';
import { ORDERS, quote, QUOTES } from './subscription-events.ts';

/** The gateway as the client of graphql-sse sees it. */

const QUOTES_OF_PETR4 = { query: QUOTES, variables: { tickers: ['PETR4'] } };

/** Stops a gateway, and advances its clock until it cuts what is still open: `fetch` may open a connection that it does not use. */
async function stop({ gateway, clock }: TestGateway): Promise<void> {
  let hasStopped = false;
  const stopping = gateway.stop().finally(() => (hasStopped = true));
  await until(
    () => hasStopped,
    () => clock.advance(1_000),
  );
  return stopping;
}

function connect({ url }: TestGateway, token?: string) {
  const client = createClient({
    url: `${url}/graphql`,
    retryAttempts: Infinity,
    retry: () => new Promise((resolve) => setImmediate(resolve)),
    ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
  });
  onTestFinished(() => client.dispose());
  const run = (request: { query: string; variables?: Record<string, unknown> }) => {
    const results: unknown[] = [];
    const state = { results, isComplete: false, errors: [] as unknown[] };
    const leave = client.subscribe(request, {
      next: (result) => void results.push(result),
      error: (error) => void state.errors.push(error),
      complete: () => void (state.isComplete = true),
    });
    return { state, leave };
  };
  return run;
}

test('a client runs queries and subscriptions, gets errors and leaves', async () => {
  const at = await startTestGateway();
  onTestFinished(() => stop(at));
  const run = connect(at);
  const query = run({ query: '{ asset(ticker: "PETR4") { name } }' });
  const refused = run({ query: ORDERS, variables: { id: 'ana' } });
  const quotes = run(QUOTES_OF_PETR4);
  await until(() => at.fixture.quotes.readers === 1 && query.state.isComplete && refused.state.isComplete);
  expect(query.state.results).toEqual([{ data: { asset: { name: 'Name of PETR4' } } }]);
  expect(refused.state.results).toMatchObject([{ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }]);
  at.fixture.quotes.emit(quote(1));
  await until(() => quotes.state.results.length === 1);
  expect(quotes.state.results).toMatchObject([{ data: { quotes: { last: '1.00' } } }]);
  quotes.leave();
  await until(() => at.fixture.quotes.readers === 0);
  expect(quotes.state.errors).toEqual([]);
});

test('a client opens a stream of states again when the gateway has restarted', async () => {
  const before = await startTestGateway();
  const { state } = connect(before)(QUOTES_OF_PETR4);
  await until(() => before.fixture.quotes.readers === 1);
  await stop(before);
  const after = await startTestGateway({ port: Number(new URL(before.url).port) });
  onTestFinished(() => stop(after));
  await until(() => after.fixture.quotes.readers === 1);
  after.fixture.quotes.emit(quote(2));
  await until(() => state.results.length === 1);
  expect([state.isComplete, state.errors]).toEqual([false, []]);
});
