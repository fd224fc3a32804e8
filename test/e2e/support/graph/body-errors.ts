import { describe, expect, test } from 'vitest';

/** Errors of bodies over HTTP. They run on the broker of the test file that calls this. */
export function bodyErrors(url: () => string): void {
  const send = (body: object): Promise<Response> =>
    fetch(url(), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  describe('errors of a body', () => {
    test('a body over 256 KiB is 413', async () => {
      const answer = await send({ query: `{ marketStatus { phase } } #${'x'.repeat(262_144)}` });
      expect(answer.status).toBe(413);
    });

    test('the hash of a document alone is PERSISTED_QUERY_NOT_SUPPORTED', async () => {
      const answer = await send({ extensions: { persistedQuery: { version: 1, sha256Hash: 'abc' } } });
      expect(await answer.text()).toContain('PERSISTED_QUERY_NOT_SUPPORTED');
    });
  });
}
