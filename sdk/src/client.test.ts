import { afterEach, expect, test, vi } from 'vitest';
import { createClient } from './client.ts';
import { BrokerError } from './errors.ts';

/** Behaves like a browser's fetch: rejects a wrong `this`. */
async function browserFetch(this: unknown): Promise<Response> {
  if (this !== undefined && this !== globalThis) throw new TypeError('Illegal invocation');
  return new Response(JSON.stringify({ data: { marketStatus: { phase: 'CLOSED' } } }));
}

afterEach(() => vi.unstubAllGlobals());

test("works with a browser's fetch, as the default and as an option", async () => {
  const url = 'http://127.0.0.1:9/graphql';
  vi.stubGlobal('fetch', browserFetch);
  for (const client of [createClient({ url }), createClient({ url, fetch: browserFetch })])
    expect(await client.marketStatus()).toEqual({ marketStatus: { phase: 'CLOSED' } });
});

test('a limited request throws RATE_LIMITED with the time to wait, and is not repeated', async () => {
  let requests = 0;
  const limited = async (): Promise<Response> => {
    requests += 1;
    const extensions = { code: 'RATE_LIMITED', retryAfterMs: 2_500 };
    return Response.json({ errors: [{ message: 'Too many requests.', extensions }] }, { status: 429 });
  };
  const client = createClient({ url: 'http://127.0.0.1:9/graphql', fetch: limited });
  const failure = await client.marketStatus().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(BrokerError);
  expect(failure).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 2_500 });
  expect(requests).toBe(1);
});
