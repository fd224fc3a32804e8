import { expect, test } from 'vitest';
import { longestNormalized, MANY_MARKS } from '#test/support/longest-normalized.ts';
import { createPasswords } from './passwords.ts';

const cheap = { logN: 4, r: 8, p: 1 };
const passwords = createPasswords({ cost: cheap, concurrency: 2, maxWaiting: 10 });

test('a hash verifies its password and no other', async () => {
  const stored = await passwords.hash('correct horse');
  expect(await passwords.verify('correct horse', stored)).toBe(true);
  expect(await passwords.verify('correct horsf', stored)).toBe(false);
  expect(await passwords.verify('correct horse', await passwords.hash('correct horse'))).toBe(true);
});

test('two hashes of one password differ, and name their parameters', async () => {
  const [a, b] = await Promise.all([passwords.hash('same'), passwords.hash('same')]);
  expect(a).not.toBe(b);
  expect(a).toMatch(/^scrypt\$4\$8\$1\$/);
});

test('a hash with another cost still verifies', async () => {
  const costlier = createPasswords({ cost: { ...cheap, logN: 6 }, concurrency: 1, maxWaiting: 1 });
  expect(await costlier.verify('old', await passwords.hash('old'))).toBe(true);
});

test('no password verifies without a stored hash', async () => {
  expect(await passwords.verify('', null)).toBe(false);
  expect(await passwords.verify('correct horse', null)).toBe(false);
});

test('equivalent Unicode forms of a password verify', async () => {
  expect(await passwords.verify('se\u006e\u0303a', await passwords.hash('se\u00f1a'))).toBe(true);
});

test('a full waiting line refuses one more, and the line continues', async () => {
  const narrow = createPasswords({ cost: cheap, concurrency: 1, maxWaiting: 2 });
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => narrow.hash('x')));
  expect(results.map((result) => result.status)).toEqual([
    'fulfilled',
    'fulfilled',
    'fulfilled',
    'rejected',
    'rejected',
  ]);
  expect((results[4] as PromiseRejectedResult).reason).toMatchObject({
    extensions: { code: 'RATE_LIMITED' },
  });
  await expect(narrow.hash('x')).resolves.toContain('scrypt');
});

test('a malformed stored hash throws instead of counting as a wrong password', async () => {
  await expect(passwords.verify('x', 'md5$abc')).rejects.toThrow('malformed');
});

test('a password over 128 characters is refused without being normalized or hashed', async () => {
  const stored = await passwords.hash('x'.repeat(128));
  expect(await passwords.verify('x'.repeat(128), stored)).toBe(true);
  const busy = createPasswords({ cost: cheap, concurrency: 1, maxWaiting: 0 });
  const running = busy.hash('takes the only turn');
  const longest = await longestNormalized(async () => {
    expect(await busy.verify(MANY_MARKS, stored)).toBe(false);
    expect(await busy.verify('x'.repeat(129), null)).toBe(false);
    await expect(busy.hash('x'.repeat(129))).rejects.toThrow(RangeError);
  });
  expect(longest).toBe(0);
  await running;
});
