import { afterEach, describe, expect, test, vi } from 'vitest';
import { createClient } from '../src/client.ts';
import { BrokerError, type GraphError } from '../src/errors.ts';
import { errorAt } from '../src/result.ts';

const url = 'http://127.0.0.1:9/graphql';

/** Behaves like a browser's fetch: rejects a wrong `this`. */
async function browserFetch(this: unknown): Promise<Response> {
  if (this !== undefined && this !== globalThis) throw new TypeError('Illegal invocation');
  return new Response(JSON.stringify({ data: { marketStatus: { phase: 'CLOSED' } } }));
}

afterEach(() => vi.unstubAllGlobals());

test("works with a browser's fetch, as the default and as an option", async () => {
  vi.stubGlobal('fetch', browserFetch);
  for (const client of [createClient({ url }), createClient({ url, fetch: browserFetch })])
    expect(await client.marketStatus()).toEqual({ marketStatus: { phase: 'CLOSED' } });
});

const answering = (body: object) => async () => new Response(JSON.stringify(body));
const unavailable = (...path: (string | number)[]): GraphError => ({
  message: 'market-data does not answer now.',
  path,
  extensions: { code: 'SERVICE_UNAVAILABLE' },
});

describe('an operation of which a field failed', () => {
  const body = {
    data: { account: { id: 'a', cash: { available: '7.00' }, portfolio: null } },
    errors: [unavailable('account', 'portfolio')],
  };

  test('returns its data, and onFieldErrors gets the errors', async () => {
    const reported: unknown[] = [];
    const onFieldErrors = (...given: unknown[]) => void reported.push(given);
    const client = createClient({ url, fetch: answering(body), onFieldErrors });
    expect(await client.account({ id: 'a' })).toEqual(body.data);
    expect(reported).toEqual([[body.errors, 'Account']]);
  });

  test('returns its errors beside the data with withErrors', async () => {
    const client = createClient({ url, fetch: answering(body) });
    const { data, errors } = await client.withErrors.account({ id: 'a' });
    expect(data.account?.cash.available).toBe('7.00');
    expect(errorAt(errors, 'account', 'portfolio', 'total')?.extensions?.code).toBe('SERVICE_UNAVAILABLE');
    expect(errorAt(errors, 'account', 'cash')).toBe(null);
  });

  test('has no errors when all of it worked', async () => {
    const client = createClient({ url, fetch: answering({ data: { me: null } }) });
    expect(await client.withErrors.me()).toEqual({ data: { me: null }, errors: [] });
    expect(await client.me()).toEqual({ me: null });
  });
});

describe('an operation of which no root field has a result', () => {
  const body = { data: { account: null }, errors: [unavailable('account')] };

  test('throws the errors', async () => {
    const client = createClient({ url, fetch: answering(body), repeat: { retries: 0 } });
    await expect(client.account({ id: 'a' })).rejects.toMatchObject({
      name: 'BrokerError',
      code: 'SERVICE_UNAVAILABLE',
    });
  });

  test('is a result with withErrors', async () => {
    const client = createClient({ url, fetch: answering(body), repeat: { retries: 0 } });
    expect(await client.withErrors.account({ id: 'a' })).toEqual(body);
  });
});

test('an operation that the graph refuses throws, with withErrors too', async () => {
  const refused = { errors: [{ message: 'no token', extensions: { code: 'UNAUTHENTICATED' } }] };
  const client = createClient({ url, fetch: answering(refused) });
  for (const methods of [client, client.withErrors])
    await expect(methods.me()).rejects.toMatchObject({ name: 'BrokerError', code: 'UNAUTHENTICATED' });
});

test('a limited request that would wait for long throws RATE_LIMITED with that time, and is not repeated', async () => {
  let requests = 0;
  const limited = async (): Promise<Response> => {
    requests += 1;
    const extensions = { code: 'RATE_LIMITED', retryAfterMs: 25_000 };
    return Response.json({ errors: [{ message: 'Too many requests.', extensions }] }, { status: 429 });
  };
  const client = createClient({ url, fetch: limited });
  const failure = await client.marketStatus().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(BrokerError);
  expect(failure).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 25_000 });
  expect(requests).toBe(1);
});
