import { decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callerOf, PASSWORD, startIdentityScene, type IdentityScene } from '../test/identity-scene.ts';
import { MAX_SESSIONS } from './session-limits.ts';

let at: IdentityScene;
beforeAll(async () => {
  at = await startIdentityScene();
});
afterAll(() => at.identity.stop());

type Caller = Awaited<ReturnType<IdentityScene['newUser']>>;
const REFRESH = 'mutation { refreshSession { token expiresAt user { id } } }';
const refresh = (caller: Caller) => at.run(REFRESH, {}, caller);
const SESSIONS = '{ me { sessions { id createdAt lastUsedAt expiresAt isCurrent } } }';
interface Listed {
  readonly id: string;
  readonly lastUsedAt: string;
  readonly isCurrent: boolean;
}
const sessionsOf = async (caller: Caller): Promise<readonly Listed[]> =>
  ((await at.run(SESSIONS, {}, caller)).data as { me: { sessions: Listed[] } }).me.sessions;
const again = async (email: string, password?: string): Promise<Caller> => {
  const caller = await at.signIn(email, password);
  if (!caller) throw new Error('the sign-in was refused');
  return caller;
};
const ENDED = { data: { refreshSession: null }, codes: ['UNAUTHENTICATED'] };

test('a refresh keeps the session, and moves its expiry up to its absolute age', async () => {
  const ana = await at.newUser('ana@example.com');
  for (let hour = 0; hour < 23; hour += 1) {
    at.clock.advance(3_540_000);
    const { data } = await refresh(ana);
    const session = data?.['refreshSession'];
    expect(callerOf(session)).toEqual(ana);
    const expiresAt = Date.parse((session as { expiresAt: string }).expiresAt);
    expect(expiresAt).toBeLessThanOrEqual(Date.parse('2026-03-17T13:00:00Z'));
  }
  at.clock.advance(Date.parse('2026-03-17T13:00:00Z') - at.clock.nowMs());
  expect(await refresh(ana)).toEqual(ENDED);
});

test('sessions are listed newest first, with the one that asks', async () => {
  const first = await at.newUser('bia@example.com');
  at.clock.advance(1_000);
  const second = await again('bia@example.com');
  const listed = await sessionsOf(first);
  expect(listed.map(({ id, isCurrent }) => [id, isCurrent])).toEqual([
    [second.sessionId, false],
    [first.sessionId, true],
  ]);
  expect(Object.values(listed[0] ?? {})).not.toContain(null);
});

test('recordUse moves the last use forward only', async () => {
  const ana = await at.newUser('caio@example.com');
  const credentialId = ana.sessionId ?? '';
  const use = (atMs: number) => at.identity.calls.recordUse({ uses: [{ credentialId, atMs }] });
  const usedAtMs = at.clock.nowMs() + 60_000;
  await use(usedAtMs);
  await use(usedAtMs - 30_000);
  expect((await sessionsOf(ana))[0]?.lastUsedAt).toBe(new Date(usedAtMs).toISOString());
});

test('signOut ends its own session, or all; the revocations are published and listed', async () => {
  const [one, two, three] = [
    await at.newUser('dora@example.com'),
    await again('dora@example.com'),
    await again('dora@example.com'),
  ];
  const other = await at.newUser('eva@example.com');
  const signOut = (caller: Caller, everywhere: boolean) =>
    at.run(`mutation { signOut(everywhere: ${everywhere}) }`, {}, caller);
  expect((await signOut(one, false)).data).toEqual({ signOut: true });
  expect(await refresh(one)).toEqual(ENDED);
  expect((await refresh(two)).codes).toEqual([]);
  expect((await signOut(one, false)).codes).toEqual(['UNAUTHENTICATED']);
  expect((await signOut(two, true)).data).toEqual({ signOut: true });
  expect(await refresh(three)).toEqual(ENDED);
  expect((await refresh(other)).codes).toEqual([]);
  const ended = [one, two, three].map(({ sessionId }) => sessionId).sort();
  const idsOf = (revocations: readonly { readonly userId: string; readonly credentialId: string }[]) =>
    revocations
      .filter(({ userId }) => userId === one.userId)
      .map(({ credentialId }) => credentialId)
      .sort();
  await expect.poll(() => idsOf(at.published)).toEqual(ended);
  const page = { sinceMs: 0, after: null, limit: 1_000 };
  expect(idsOf(await at.identity.calls.revocations(page))).toEqual(ended);
  expect(await at.identity.calls.revocations({ ...page, sinceMs: at.clock.nowMs() + 1 })).toEqual([]);
  const [first] = await at.identity.calls.revocations({ ...page, limit: 1 });
  const rest = await at.identity.calls.revocations({ ...page, after: first?.credentialId ?? null });
  expect(rest.map(({ credentialId }) => credentialId)).not.toContain(first?.credentialId);
});

const CHANGE =
  'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { __typename ... on Session { token } ... on Refusal { rule field } } }';
const change = async (caller: Caller, currentPassword: string, newPassword: string) =>
  (await at.run(CHANGE, { input: { currentPassword, newPassword } }, caller)).data?.['changePassword'];

test('changePassword ends all other sessions, and the old password', async () => {
  const [mine, other] = [await at.newUser('fabio@example.com'), await again('fabio@example.com')];
  expect(await change(mine, 'wrong horse', 'a better horse')).toEqual({
    __typename: 'Refusal',
    rule: 'INVALID_CREDENTIALS',
    field: null,
  });
  expect(await change(mine, PASSWORD, 'short')).toMatchObject({
    rule: 'WEAK_PASSWORD',
    field: 'newPassword',
  });
  expect(await change(mine, PASSWORD, PASSWORD)).toMatchObject({
    rule: 'WEAK_PASSWORD',
    field: 'newPassword',
  });
  expect((await refresh(other)).codes).toEqual([]);
  expect(callerOf(await change(mine, PASSWORD, 'a better horse'))).toEqual(mine);
  expect((await refresh(mine)).codes).toEqual([]);
  expect(await refresh(other)).toEqual(ENDED);
  expect(await at.signIn('fabio@example.com')).toBeNull();
  expect(await at.signIn('fabio@example.com', 'a better horse')).not.toBeNull();
});

test('of two changes with one password a single one counts', async () => {
  const [one, two] = [await at.newUser('hugo2@example.com'), await again('hugo2@example.com')];
  const both = await Promise.all([
    change(one, PASSWORD, 'a better horse'),
    change(two, PASSWORD, 'a worse donkey').catch(() => null),
  ]);
  expect(both.filter((result) => callerOf(result) !== null)).toHaveLength(1);
  const kept = callerOf(both[0]) === null ? 'a worse donkey' : 'a better horse';
  const lost = kept === 'a better horse' ? 'a worse donkey' : 'a better horse';
  expect(await at.signIn('hugo2@example.com', lost)).toBeNull();
  expect(await at.signIn('hugo2@example.com', kept)).not.toBeNull();
});

test('a session that signs out everywhere leaves no API key made meanwhile by another', async () => {
  const [owner, thief] = [await at.newUser('iris2@example.com'), await again('iris2@example.com')];
  const keys = Array.from({ length: 8 }, (_, index) =>
    at.run(
      `mutation { createApiKey(input: {name: "${index}", scopes: [READ]}) { __typename ... on ApiKeyCreated { secret } } }`,
      {},
      thief,
    ),
  );
  await at.run('mutation { signOut(everywhere: true) }', {}, owner);
  const late = at.run(
    'mutation { createApiKey(input: {name: "late", scopes: [READ]}) { __typename } }',
    {},
    thief,
  );
  await Promise.all(keys);
  expect((await late).codes).toEqual(['UNAUTHENTICATED']);
});

test('a user has at most 100 sessions: a further sign-in ends the one that was unused for the longest time', async () => {
  const first = await at.newUser('gil@example.com');
  for (let count = 1; count < MAX_SESSIONS; count += 1) {
    at.clock.advance(1);
    await again('gil@example.com');
  }
  expect((await sessionsOf(first)).length).toBe(MAX_SESSIONS);
  at.clock.advance(1);
  const last = await again('gil@example.com');
  const ids = (await sessionsOf(last)).map(({ id }) => id);
  expect([ids.length, ids.includes(first.sessionId ?? '')]).toEqual([MAX_SESSIONS, false]);
});

test('a session of another user does not exist for a caller', async () => {
  const [ana, bia] = [await at.newUser('hugo@example.com'), await at.newUser('iris@example.com')];
  const entities = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on UserSession { id isCurrent } } }`;
  const r = [ana, bia].map(({ sessionId }) => ({ __typename: 'UserSession', id: sessionId }));
  const { data } = await at.run(entities, { r }, ana);
  expect(data?.['_entities']).toEqual([{ id: ana.sessionId, isCurrent: true }, null]);
  const credentialIds = [ana.sessionId ?? '', bia.sessionId ?? ''];
  expect(await at.identity.calls.areOwned({ userId: ana.userId, credentialIds })).toEqual([true, false]);
});

test('a sign-in may select the sessions of its user', async () => {
  await at.newUser('joana@example.com');
  at.clock.advance(1);
  const query =
    'mutation ($input: SignInInput!) { signIn(input: $input) { ... on Session { user { sessions { isCurrent } apiKeys { id } } } } }';
  const { data, codes } = await at.run(query, { input: { email: 'joana@example.com', password: PASSWORD } });
  expect(codes).toEqual([]);
  const sessions = [{ isCurrent: true }, { isCurrent: false }];
  expect(data).toEqual({ signIn: { user: { sessions, apiKeys: [] } } });
});

test('a rotated key signs from then on; removed keys are published no more', async () => {
  const { calls, operatorCalls } = at.identity;
  const kidOf = async (): Promise<unknown> => {
    const caller = (await at.signIn('ana@example.com')) ?? (await at.newUser('ana@example.com'));
    const token = (await refresh(caller)).data?.['refreshSession'] as { token: string };
    return decodeProtectedHeader(token.token).kid;
  };
  const published = async () => (await calls.publicKeys({})).map(({ kid }) => kid);
  const [before] = await published();
  expect(await kidOf()).toBe(before);
  at.clock.advance(1);
  const { keyId } = await operatorCalls.rotateSigningKey({});
  expect([await kidOf(), await published()]).toEqual([keyId, [keyId, before]]);
  expect(await operatorCalls.removeOldSigningKeys({})).toEqual({ keyIds: [before] });
  expect([await kidOf(), await published()]).toEqual([keyId, [keyId]]);
});

test('ended sessions are deleted a day later', async () => {
  const ana = await at.newUser('karl@example.com');
  at.clock.advance(3_600_000);
  const credentialIds = [ana.sessionId ?? ''];
  expect(await at.identity.calls.areOwned({ userId: ana.userId, credentialIds })).toEqual([false]);
  for (let hour = 0; hour < 26; hour += 1) {
    at.clock.advance(3_600_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await expect
    .poll(async () => (await at.identity.calls.revocations({ sinceMs: 0, after: null, limit: 10 })).length)
    .toBe(0);
});
