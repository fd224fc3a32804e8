import { expect, test } from 'vitest';
import { longestNormalized, MANY_MARKS } from '#test/support/probes/longest-normalized.ts';
import { createHashThreads } from './hash-threads.ts';
import { createPasswords, type HashClient } from './passwords.ts';

const cheap = { logN: 4, r: 8, p: 1 };
const client: HashClient = { isKnown: false, network: '192.0.2.1', account: 'ana' };
const created = createPasswords({ cost: cheap, concurrency: 2, maxWaiting: 10 });
const passwords = {
  hash: (password: string) => created.hash(password, client),
  verify: (password: string, stored: string | null) => created.verify(password, stored, client),
};

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
  expect(await costlier.verify('old', await passwords.hash('old'), client)).toBe(true);
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
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => narrow.hash('x', client)));
  expect(results.map((result) => result.status)).toEqual([
    'fulfilled',
    'fulfilled',
    'fulfilled',
    'rejected',
    'rejected',
  ]);
  expect((results[4] as PromiseRejectedResult).reason).toMatchObject({
    extensions: { code: 'RATE_LIMITED', retryAfterMs: 750 },
  });
  await expect(narrow.hash('x', client)).resolves.toContain('scrypt');
});

test('a malformed stored hash throws instead of counting as a wrong password', async () => {
  await expect(passwords.verify('x', 'md5$abc')).rejects.toThrow('malformed');
});

test('a password over 128 characters is refused without being normalized or hashed', async () => {
  const stored = await passwords.hash('x'.repeat(128));
  expect(await passwords.verify('x'.repeat(128), stored)).toBe(true);
  const busy = createPasswords({ cost: cheap, concurrency: 1, maxWaiting: 0 });
  const running = busy.hash('takes the only turn', client);
  const longest = await longestNormalized(async () => {
    expect(await busy.verify(MANY_MARKS, stored, client)).toBe(false);
    expect(await busy.verify('x'.repeat(129), null, client)).toBe(false);
    await expect(busy.hash('x'.repeat(129), client)).rejects.toThrow(RangeError);
  });
  expect(longest).toBe(0);
  await running;
});

test('a client of another network is served before the rest of a flood', async () => {
  const narrow = createPasswords({ cost: cheap, concurrency: 1, maxWaiting: 20 });
  const order: string[] = [];
  const hash = (name: string, by: Partial<HashClient>): Promise<unknown> =>
    narrow.hash('x', { ...client, ...by }).then(() => order.push(name));
  const flood = Array.from({ length: 20 }, (_, index) =>
    hash('flood', { network: '203.0.113.9', account: `victim${index}` }),
  );
  await Promise.all([...flood, hash('other', { network: '198.51.100.1' })]);
  expect(order.indexOf('other')).toBeLessThanOrEqual(4);
});

test('a known client does not wait for the hash of another one, and comes before it on a busy processor', async () => {
  const niceness: number[] = [];
  const lanes = createPasswords({
    cost: cheap,
    concurrency: 1,
    maxWaiting: 20,
    createThreads: (options) => {
      niceness.push(options.niceness);
      const threads = createHashThreads(options);
      const isOfOthers = niceness.length === 2;
      return isOfOthers ? { ...threads, derive: () => new Promise(() => undefined) } : threads;
    },
  });
  const stored = await created.hash('x', client);
  void lanes.hash('x', client);
  expect(await lanes.verify('x', stored, { ...client, isKnown: true })).toBe(true);
  expect(niceness[0]).toBeLessThan(niceness[1] ?? 0);
});
