import { expect, test } from 'vitest';
import { createSecret, digestOfSecret } from '#platform/security/bearer-secrets.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createApiKeyResolver } from './api-keys.ts';

test('guesses wait at identity 32 at a time, and hold back no key in use', async () => {
  const clock = createManualClock(0);
  const known = createSecret('mbb3_');
  const key = { keyId: 'apk_1', userId: 'ana', scopes: ['READ' as const], expiresAtMs: null };
  const waiting: (() => void)[] = [];
  let running = 0;
  let highest = 0;
  const resolver = createApiKeyResolver(
    {
      apiKey: async ({ digest }) => {
        running += 1;
        highest = Math.max(highest, running);
        if (digest !== digestOfSecret(known)) await new Promise<void>((resolve) => waiting.push(resolve));
        running -= 1;
        return digest === digestOfSecret(known) ? key : null;
      },
    },
    clock,
  );
  expect(await resolver.resolve(known)).toEqual(key);
  const guesses = Array.from({ length: 1_000 }, () => resolver.resolve(createSecret('mbb3_')));
  const outcomes = Promise.allSettled(guesses);
  clock.advance(5 * 60_000);
  expect(await resolver.resolve(known)).toEqual(key);
  for (const resume of waiting) resume();
  const settled = await outcomes;
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(32);
  expect(highest).toBe(33);
});
