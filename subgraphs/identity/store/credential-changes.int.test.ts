import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '#test/support/database/database.ts';
import { createPrismaIdentityStore } from './store.prisma.ts';
import type { IdentityStore, SessionRow } from './store.ts';

const NOW_MS = Date.parse('2026-03-16T13:00:00Z');
const USER = { id: 'usr_1', email: 'ana@example.com', name: 'Ana', passwordHash: 'hash 0' };
const session = (id: string): SessionRow => ({
  id,
  userId: USER.id,
  createdAtMs: NOW_MS,
  lastUsedAtMs: NOW_MS,
  expiresAtMs: NOW_MS + 3_600_000,
  endsAtMs: NOW_MS + 86_400_000,
});

let store: IdentityStore;
beforeAll(async () => {
  store = createPrismaIdentityStore(await createTestDatabase('identity'));
  await store.insertUser(USER, NOW_MS);
});
afterAll(() => store.close());

const idsOfSessions = async (): Promise<string[]> =>
  (await store.sessionsOf(USER.id, NOW_MS)).map(({ id }) => id).sort();
const change = (from: number, sessionId: string) =>
  store.changePassword(
    { userId: USER.id, oldHash: `hash ${from}`, newHash: `hash ${from + 1}`, sessionId },
    NOW_MS,
  );

/** The password is checked before the transaction: a queue of hashes lies in between. */
describe('after a change of the password', () => {
  test('a sign-in that was checked before it gets no session', async () => {
    expect(await store.insertSession(session('ses_1'), 'hash 0', 100)).toBe(true);
    expect(await change(0, 'ses_1')).toBe('CHANGED');
    expect(await store.insertSession(session('ses_2'), 'hash 0', 100)).toBe(false);
    expect(await store.insertSession(session('ses_3'), 'hash 1', 100)).toBe(true);
    expect(await idsOfSessions()).toEqual(['ses_1', 'ses_3']);
  });

  test('another change that was checked before it has no effect', async () => {
    expect(await change(0, 'ses_3')).toBe('PASSWORD_CHANGED');
    expect(await idsOfSessions()).toEqual(['ses_1', 'ses_3']);
  });

  test('sign-ins at the same time end with it, or are refused', async () => {
    for (let round = 1; round <= 10; round += 1) {
      const underWay = Array.from({ length: 5 }, (_, index) =>
        store.insertSession(session(`ses_${round}_${index}`), `hash ${round}`, 100),
      );
      expect(await change(round, 'ses_1')).toBe('CHANGED');
      await Promise.all(underWay);
      expect(await idsOfSessions()).toEqual(['ses_1']);
    }
  });
});

test('a session that has ended changes no password and creates no API key', async () => {
  await store.revokeSessions({ userId: USER.id }, NOW_MS);
  expect(await change(11, 'ses_1')).toBe('SESSION_ENDED');
  expect((await store.userById(USER.id))?.id).toBe(USER.id);
  expect((await store.userWithPassword(USER.id))?.passwordHash).toBe('hash 11');
  const key = {
    ...{ id: 'apk_1', userId: USER.id, name: 'key', scopes: [], prefix: 'x' },
    ...{ createdAtMs: NOW_MS, lastUsedAtMs: null, expiresAtMs: null },
  };
  expect(await store.insertApiKey(key, { digest: 'digest', sessionId: 'ses_1' }, 50)).toBe('SESSION_ENDED');
  expect(await store.apiKeysOf(USER.id, NOW_MS)).toEqual([]);
});
