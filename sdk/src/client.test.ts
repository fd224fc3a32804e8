import { afterEach, expect, test, vi } from 'vitest';
import { createClient } from './client.ts';

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
