import { afterAll, beforeAll, expect, test } from 'vitest';
import { digestOfSecret } from '#platform/security/bearer-secrets.ts';
import { startIdentityScene, type IdentityScene } from '../test/identity-scene.ts';
import { MAX_API_KEYS } from './api-key-rules.ts';

let at: IdentityScene;
beforeAll(async () => {
  at = await startIdentityScene();
});
afterAll(() => at.identity.stop());

type Caller = Awaited<ReturnType<IdentityScene['newUser']>>;
interface Created {
  readonly secret: string;
  readonly apiKey: { readonly id: string; readonly prefix: string };
}

const CREATE = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { __typename
  ... on NewApiKey { secret apiKey { id name scopes prefix createdAt lastUsedAt expiresAt } }
  ... on Refusal { rule field limit observed } } }`;
const create = async (caller: Caller, input: object = {}): Promise<Created> => {
  const full = { name: 'bot', scopes: ['READ', 'TRADE'], ...input };
  return (await at.run(CREATE, { input: full }, caller)).data?.['createApiKey'] as Created;
};
const LIST = '{ me { apiKeys { id name scopes prefix lastUsedAt expiresAt } } }';
const keysOf = async (caller: Caller) =>
  ((await at.run(LIST, {}, caller)).data as { me: { apiKeys: { id: string; lastUsedAt: string | null }[] } })
    .me.apiKeys;
const revoke = async (caller: Caller, id: string) =>
  (await at.run('mutation ($id: ID!) { revokeApiKey(id: $id) }', { id }, caller)).data?.['revokeApiKey'];
const resolved = (secret: string) => at.identity.calls.apiKey({ digest: digestOfSecret(secret) });

test('a key is shown once, and found by the digest of its secret', async () => {
  const ana = await at.newUser('ana@example.com');
  const created = await create(ana, { name: ' bot ', scopes: ['TRADE', 'READ', 'TRADE'] });
  expect(created.secret).toMatch(/^mbb3_[A-Za-z0-9_-]{43}$/);
  expect(created.apiKey).toEqual({
    id: created.apiKey.id,
    name: 'bot',
    scopes: ['TRADE', 'READ'],
    prefix: created.secret.slice(0, 11),
    createdAt: '2026-03-16T13:00:00.000Z',
    lastUsedAt: null,
    expiresAt: null,
  });
  expect(await resolved(created.secret)).toEqual({
    keyId: created.apiKey.id,
    userId: ana.userId,
    scopes: ['TRADE', 'READ'],
    expiresAtMs: null,
  });
  expect(JSON.stringify(await keysOf(ana))).not.toContain(created.secret.slice(11));
  await at.identity.calls.recordUse({
    uses: [{ credentialId: created.apiKey.id, atMs: at.clock.nowMs() }],
  });
  expect((await keysOf(ana))[0]?.lastUsedAt).toBe('2026-03-16T13:00:00.000Z');
});

test.each([
  [{ name: ' ' }, { rule: 'INVALID_NAME', field: 'name', limit: '1..100 characters' }],
  [{ name: 'x'.repeat(101) }, { rule: 'INVALID_NAME', observed: '101 characters' }],
  [{ scopes: [] }, { rule: 'INVALID_SCOPES', field: 'scopes', limit: '1 scope at least', observed: '0' }],
  [
    { expiresAt: '2026-03-16T13:00:00.000Z' },
    {
      rule: 'INVALID_EXPIRY',
      field: 'expiresAt',
      limit: 'after 2026-03-16T13:00:00.000Z',
      observed: '2026-03-16T13:00:00.000Z',
    },
  ],
])('%j is refused', async (input, refusal) => {
  const ana = (await at.signIn('ana@example.com')) as Caller;
  expect(await create(ana, input)).toMatchObject({ __typename: 'Refusal', ...refusal });
});

test('a user has at most 50 keys, also when they are created together; a revoked one makes room', async () => {
  const bia = await at.newUser('bia@example.com');
  const created = await Promise.all(Array.from({ length: MAX_API_KEYS + 10 }, () => create(bia)));
  const keys = created.filter((one) => 'secret' in one);
  expect(keys).toHaveLength(MAX_API_KEYS);
  expect(await create(bia)).toMatchObject({ rule: 'TOO_MANY_API_KEYS', limit: '50 keys at most' });
  expect(await revoke(bia, keys[0]?.apiKey.id ?? '')).toBe(true);
  expect(await create(bia)).toHaveProperty('secret');
});

test('a revoked key is found no more; the revocation is published', async () => {
  const caio = await at.newUser('caio@example.com');
  const { secret, apiKey } = await create(caio);
  const other = await at.newUser('dora@example.com');
  expect(await revoke(other, apiKey.id)).toBe(false);
  expect(await resolved(secret)).not.toBeNull();
  expect(await revoke(caio, apiKey.id)).toBe(true);
  expect([await revoke(caio, apiKey.id), await revoke(caio, 'apk_\0')]).toEqual([false, false]);
  expect([await resolved(secret), await keysOf(caio)]).toEqual([null, []]);
  await expect.poll(() => at.published.map(({ credentialId }) => credentialId)).toContain(apiKey.id);
});

test('a key is found until its expiry', async () => {
  const eva = await at.newUser('eva@example.com');
  const expiresAt = new Date(at.clock.nowMs() + 60_000).toISOString();
  const { secret } = await create(eva, { expiresAt });
  expect(await resolved(secret)).toMatchObject({ expiresAtMs: Date.parse(expiresAt) });
  at.clock.advance(60_000);
  expect(await resolved(secret)).toBeNull();
});

test.each(['createApiKey(input: { name: "x", scopes: [READ] }) { __typename }', 'revokeApiKey(id: "apk_1")'])(
  'a key with all scopes may not %s',
  async (field) => {
    const fabio = await at.newUser(`${field.length}@example.com`);
    const apiKey = { ...fabio, sessionId: null, scopes: ['READ', 'TRADE', 'TRANSFER'] };
    expect((await at.run(`mutation { ${field} }`, {}, apiKey)).codes).toEqual(['FORBIDDEN']);
    expect((await at.run(`mutation { ${field} }`)).codes).toEqual(['UNAUTHENTICATED']);
  },
);
