import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createManualClock, type ManualClock } from '#platform/time/manual-clock.ts';
import { createTestDatabase } from '#test/support/database/database.ts';
import path from 'node:path';
import { applyMigrations } from '#platform/postgres/migrate.ts';
import { createPrismaIdentityStore } from '../store/store.prisma.ts';
import type { IdentityStore } from '../store/store.ts';
import { createSignInAttempts, type SignInAttempt, type SignInAttempts } from '../sign-in/attempts.ts';

const VICTIM = 'victim@example.com';
const HOME = '198.51.100.7';
const STRANGER = '203.0.113.9';

let stores: IdentityStore[];
let clock: ManualClock;
let serial = 0;
let attempts: SignInAttempts;
/** A second process of identity over the same database. */
let other: SignInAttempts;
/** E-mail address of this test alone. */
let email: string;

beforeAll(async () => {
  const database = await createTestDatabase('identity');
  await applyMigrations(database, path.resolve(import.meta.dirname, '../../../prisma/identity/migrations'));
  stores = [createPrismaIdentityStore(database), createPrismaIdentityStore(database)];
});
afterAll(() => Promise.all(stores.map((store) => store.close())));
beforeEach(() => {
  serial += 1;
  email = `${serial}.${VICTIM}`;
  // Each test runs long after the one before, whose records are expired then.
  clock = createManualClock(Date.parse('2026-03-16T13:00:00Z') + serial * 86_400_000);
  [attempts, other] = stores.map((store) => createSignInAttempts(store.attempts, clock, false)) as [
    SignInAttempts,
    SignInAttempts,
  ];
});

/** The result of an attempt: null for an allowed one, else the time to wait. */
const outcome = (attempt: Promise<SignInAttempt>): Promise<number | null> =>
  attempt.then(
    () => null,
    (error: { extensions?: { code?: unknown; retryAfterMs?: number } }) => {
      expect(error.extensions?.code).toBe('RATE_LIMITED');
      return error.extensions?.retryAfterMs ?? Number.NaN;
    },
  );
const guess = (address: string | null, at = email, by = attempts) => outcome(by.begin(at, address));
const allowed = (outcomes: readonly (number | null)[]): number =>
  outcomes.filter((waitMs) => waitMs === null).length;

describe('attempts to sign in', () => {
  test('five of 40 guesses at once are checked, over two processes too', async () => {
    const guesses = Array.from({ length: 40 }, (_, index) =>
      guess(STRANGER, email, index % 2 === 0 ? attempts : other),
    );
    const outcomes = await Promise.all(guesses);
    expect(allowed(outcomes)).toBe(5);
    expect(outcomes.filter((waitMs) => waitMs !== null && (waitMs <= 0 || waitMs > 1_000))).toEqual([]);
  });

  test('each further guess waits twice as long', async () => {
    const waits: (number | null)[] = [];
    for (let count = 0; count < 8; count += 1) {
      if ((await guess(STRANGER)) !== null) throw new Error('the guess was refused');
      const waitMs = await guess(STRANGER);
      waits.push(waitMs);
      if (waitMs === null) continue;
      clock.advance(waitMs);
    }
    expect(waits).toEqual([null, null, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000]);
  });

  test('an unknown account gets the same answers as an existing one', async () => {
    await attempts.recognize(email, HOME);
    for (const address of [STRANGER, HOME]) {
      const answers = [email, `unknown.${email}`].map(async (at) => {
        const waits: (number | null)[] = [];
        for (let count = 0; count < 7; count += 1) waits.push(await guess(address, at));
        return waits;
      });
      const [known, unknown] = await Promise.all(answers);
      expect(known).toEqual(unknown);
    }
  });

  test('guesses of others do not lock out a user who has signed in from the network before', async () => {
    const first = await attempts.begin(email, HOME);
    await first.succeed();
    for (let network = 0; network < 40; network += 1) await guess(`203.0.113.${network}`);
    expect(await guess('203.0.113.200')).not.toBeNull();
    for (let count = 0; count < 5; count += 1) expect(await guess(HOME)).toBeNull();
    // A stranger in the user's own network costs the user half a minute at most.
    const waits: number[] = [];
    for (let count = 0; count < 20; count += 1) {
      const waitMs = await guess(HOME);
      if (waitMs === null) continue;
      waits.push(waitMs);
      clock.advance(waitMs);
    }
    expect(Math.max(...waits)).toBe(30_000);
  });

  test('guesses from one network at one account leave other networks alone', async () => {
    for (let count = 0; count < 10; count += 1) await guess(STRANGER);
    expect(await guess('192.0.2.44')).toBeNull();
  });

  test('guesses from many networks at one account are limited together', async () => {
    const outcomes: (number | null)[] = [];
    for (let network = 0; network < 50; network += 1) outcomes.push(await guess(`203.0.113.${network}`));
    expect(allowed(outcomes)).toBe(30);
  });

  test('guesses from one network at many accounts are limited together', async () => {
    const outcomes: (number | null)[] = [];
    for (let account = 0; account < 40; account += 1)
      outcomes.push(await guess('192.0.2.77', `${account}.${email}`));
    expect(allowed(outcomes)).toBe(20);
  });

  test('the addresses of one IPv6 network count together', async () => {
    const outcomes: (number | null)[] = [];
    for (let host = 1; host <= 10; host += 1) outcomes.push(await guess(`2001:db8:1:2::${host}`));
    expect(allowed(outcomes)).toBe(5);
  });

  test('a network on loopback is limited for each account, but not for all together', async () => {
    const outcomes: (number | null)[] = [];
    for (let account = 0; account < 40; account += 1)
      outcomes.push(await guess('127.0.0.1', `${account}.loopback.${email}`));
    expect(allowed(outcomes)).toBe(40);
    const strict = createSignInAttempts((stores[0] as IdentityStore).attempts, clock, true);
    const limited: (number | null)[] = [];
    for (let account = 0; account < 40; account += 1)
      limited.push(await guess('127.0.0.1', `${account}.strict.${email}`, strict));
    expect(allowed(limited)).toBe(20);
  });

  test('a sign-in forgets the failures of its pair, and no others', async () => {
    for (let count = 0; count < 4; count += 1) await guess(HOME);
    const right = await attempts.begin(email, HOME);
    await right.succeed();
    for (let count = 0; count < 5; count += 1) expect(await guess(HOME)).toBeNull();
    const strangers: (number | null)[] = [];
    for (let network = 0; network < 40; network += 1) strangers.push(await guess(`203.0.113.${network}`));
    // Four failures from home before it was known count for the account.
    expect(allowed(strangers)).toBe(26);
  });

  test('an attempt whose password was not checked does not count', async () => {
    for (let count = 0; count < 20; count += 1) {
      const attempt = await attempts.begin(email, STRANGER);
      await attempt.withdraw();
    }
    expect(await guess(STRANGER)).toBeNull();
  });

  test('records are removed when they have no effect any more', async () => {
    const { attempts: store } = stores[0] as IdentityStore;
    await guess('192.0.2.123');
    clock.advance(7_200_000);
    for (let count = 0; count < 3; count += 1) await guess('192.0.2.124', `${count}.${email}`);
    const key = 'network 192.0.2.123';
    const found: unknown[] = [];
    await store.transact({ keys: [key], pairs: [] }, clock.nowMs(), (ledger) =>
      found.push(ledger.record(key)),
    );
    expect(found).toEqual([null]);
  });

  test('an account keeps the networks of its last sign-ins', async () => {
    const { attempts: store } = stores[0] as IdentityStore;
    const pairs = Array.from({ length: 25 }, (_, index) => ({ account: email, network: `192.0.2.${index}` }));
    for (const pair of pairs) {
      clock.advance(1);
      await store.transact({ keys: [], pairs: [pair] }, clock.nowMs(), (ledger) => ledger.remember(pair));
    }
    const known: boolean[] = [];
    await store.transact({ keys: [], pairs }, clock.nowMs(), (ledger) => {
      for (const pair of pairs) known.push(ledger.isKnown(pair));
    });
    expect(known).toEqual(pairs.map((_pair, index) => index >= 5));
  });
});
