import { exportJWK, generateKeyPair } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { revocationCodec, type Revocation } from '#contracts/messages/identity-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import { silentLog, type Log } from '#platform/observability/log.ts';
import { DatabaseUnavailable } from '#platform/postgres/sql/sql-client.ts';
import { createSecret, digestOfSecret } from '#platform/security/bearer-secrets.ts';
import { openSocket, post } from './client.ts';
import { IDENTITY_AWAY } from './fake-identity.ts';
import { startTestGateway, until, type TestGateway } from './start.ts';
import { codesOf, ORDERS, quote, QUOTES } from './subscription-events.ts';

let at: TestGateway;
beforeEach(async () => {
  at = await startTestGateway();
});
afterEach(() => at.gateway.stop());

const ME = '{ me { id } }';
const asking = async (credential: string) => {
  const { status, codes } = await post(at.url, { query: ME }, { authorization: `Bearer ${credential}` });
  return { status, codes };
};
const ACCEPTED = { status: 200, codes: [] };
const REFUSED = { status: 401, codes: ['UNAUTHENTICATED'] };
const UNAVAILABLE = { status: 503, codes: ['SERVICE_UNAVAILABLE'] };

const revocationOf = (credentialId: string): Revocation => ({
  v: 1,
  credentialId,
  userId: 'ana',
  atMs: at.clock.nowMs(),
  relevantUntilMs: at.clock.nowMs() + 3_600_000,
});
const publish = (credentialId: string): Promise<void> =>
  at.eventLog.append(TOPICS.identityRevocations, [
    { key: 'ana', value: revocationCodec.encode(revocationOf(credentialId)) },
  ]);

/** Registers an API key of ana at identity and returns its secret. */
function addApiKey(expiresAtMs: number | null = null): string {
  const secret = createSecret('mbb3_');
  const key = { keyId: 'apk_1', userId: 'ana', scopes: ['READ' as const], expiresAtMs };
  at.identity.apiKeys.set(digestOfSecret(secret), key);
  return secret;
}

describe('a token', () => {
  test.each([
    ['of another issuer', { issuer: 'somebody' }],
    ['for another audience', { audience: 'somebody' }],
    ['without a session', { sessionId: null }],
  ])('%s is refused', async (_what, changes) => {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
    at.identity.publishedKeys.push({ ...(await exportJWK(publicKey)), kid: 'key_2' });
    at.clock.advance(10_000);
    expect(await asking(await at.signedBy(privateKey, 'key_2', 'ana'))).toEqual(ACCEPTED);
    expect(await asking(await at.signedBy(privateKey, 'key_2', 'ana', changes))).toEqual(REFUSED);
  });

  test('of a revoked session is refused from the revocation on, and others are not', async () => {
    const [ana, bia] = [await at.token('ana'), await at.token('bia')];
    expect(await asking(ana)).toEqual(ACCEPTED);
    await publish('ses_ana');
    await expect.poll(() => asking(ana)).toEqual(REFUSED);
    expect(await asking(bia)).toEqual(ACCEPTED);
  });

  test('of a session that was revoked before the gateway started is refused', async () => {
    const token = await at.token('ana');
    at.identity.revoked.push(revocationOf('ses_ana'));
    at.clock.advance(60_000);
    await expect.poll(() => asking(token)).toEqual(REFUSED);
  });

  test('of a revoked session is refused within a second without an event log', async () => {
    await at.gateway.stop();
    at = await startTestGateway({ hasNoEventLog: true });
    const token = await at.token('ana');
    expect(await asking(token)).toEqual(ACCEPTED);
    at.identity.revoked.push(revocationOf('ses_ana'));
    at.clock.advance(1_000);
    await expect.poll(() => asking(token)).toEqual(REFUSED);
  });

  test('is not trusted before the gateway has read the revocations', async () => {
    await at.gateway.stop();
    at = await startTestGateway({ identityFailure: IDENTITY_AWAY });
    expect(await asking(await at.token('ana'))).toEqual(UNAVAILABLE);
    at.identity.failure = null;
    expect(await asking(await at.token('ana'))).toEqual(ACCEPTED);
  });

  test('of a removed signing key is refused within a minute, and its private streams end', async () => {
    const token = await at.token('ana');
    const socket = await openSocket(at.url, { authorization: `Bearer ${token}` });
    socket.subscribe('mine', ORDERS, { id: 'ana' });
    await until(() => at.fixture.orders.readers === 1);
    expect(await asking(token)).toEqual(ACCEPTED);
    at.identity.publishedKeys = [];
    at.clock.advance(60_000);
    await expect.poll(() => asking(token)).toEqual(REFUSED);
    const [end] = await socket.frames('mine', 1);
    expect([end?.type, codesOf(end)]).toEqual(['error', ['UNAUTHENTICATED']]);
  });
});

test('a revocation ends the private streams of its session; the socket and its public streams stay', async () => {
  const [ana, bia] = await Promise.all(
    ['ana', 'bia'].map(async (user) =>
      openSocket(at.url, { authorization: `Bearer ${await at.token(user)}` }),
    ),
  );
  ana?.subscribe('mine', ORDERS, { id: 'ana' });
  ana?.subscribe('public', QUOTES, { tickers: ['PETR4'] });
  bia?.subscribe('mine', ORDERS, { id: 'bia' });
  await until(() => at.fixture.orders.readers === 2 && at.fixture.quotes.readers === 1);
  await publish('ses_ana');
  const [end] = (await ana?.frames('mine', 1)) ?? [];
  expect([end?.type, codesOf(end)]).toEqual(['error', ['UNAUTHENTICATED']]);
  await until(() => at.fixture.orders.readers === 1);
  at.fixture.quotes.emit(quote(1));
  expect((await ana?.frames('public', 1))?.[0]?.type).toBe('next');
  at.fixture.orders.emit({ accountId: 'bia', number: 1 });
  expect((await bia?.frames('mine', 1))?.[0]?.type).toBe('next');
  ana?.subscribe('late', ORDERS, { id: 'ana' });
  expect(codesOf((await ana?.frames('late', 1))?.[0])).toEqual(['UNAUTHENTICATED']);
});

describe('an API key', () => {
  test('is resolved once, and again after five minutes', async () => {
    const secret = addApiKey();
    for (let request = 0; request < 5; request += 1) expect(await asking(secret)).toEqual(ACCEPTED);
    expect(at.identity.apiKeyCalls).toBe(1);
    at.clock.advance(5 * 60_000);
    expect(await asking(secret)).toEqual(ACCEPTED);
    expect(at.identity.apiKeyCalls).toBe(2);
  });

  test('is refused from its revocation on, also while identity still takes it for valid', async () => {
    const secret = addApiKey();
    expect(await asking(secret)).toEqual(ACCEPTED);
    await publish('apk_1');
    await expect.poll(() => asking(secret)).toEqual(REFUSED);
    expect(await asking(secret)).toEqual(REFUSED);
  });

  test('is refused after its expiry', async () => {
    const secret = addApiKey(at.clock.nowMs() + 10_000);
    expect(await asking(secret)).toEqual(ACCEPTED);
    at.clock.advance(10_000);
    expect(await asking(secret)).toEqual(REFUSED);
  });

  test('guesses and an outage of identity do not fill the log', async () => {
    const lines: string[] = [];
    await at.gateway.stop();
    const write = (_fields: object, message: string) => void lines.push(message);
    const log: Log = { ...silentLog, warn: write, error: write, child: () => log };
    at = await startTestGateway({ identityFailure: IDENTITY_AWAY, log });
    const answers = await Promise.all(Array.from({ length: 100 }, () => asking(createSecret('mbb3_'))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    expect(lines.filter((line) => line.includes('credentials'))).toHaveLength(1);
    expect(lines.length).toBeLessThan(5);
  });

  test('that is unknown costs identity one call, and a malformed one none', async () => {
    const unknown = createSecret('mbb3_');
    for (let request = 0; request < 5; request += 1) expect(await asking(unknown)).toEqual(REFUSED);
    expect(at.identity.apiKeyCalls).toBe(1);
    expect(await asking('mbb3_short')).toEqual(REFUSED);
    expect(at.identity.apiKeyCalls).toBe(1);
  });
});

describe('a failure while a credential is verified', () => {
  const DATABASE_AWAY = new DatabaseUnavailable('the database of identity does not answer');

  test('is SERVICE_UNAVAILABLE when the database of identity, in the same process, does not answer', async () => {
    at.identity.failure = DATABASE_AWAY;
    expect(await asking(createSecret('mbb3_'))).toEqual(UNAVAILABLE);
  });

  test('is INTERNAL_SERVER_ERROR when it is a bug, and is logged with the correlation id', async () => {
    const errors: object[] = [];
    const log: Log = { ...silentLog, error: (fields) => void errors.push(fields), child: () => log };
    await at.gateway.stop();
    at = await startTestGateway({ log });
    const bug = new TypeError('x is not a function');
    at.identity.failure = bug;
    const secret = createSecret('mbb3_');
    const headers = { authorization: `Bearer ${secret}`, 'x-correlation-id': 'req_7' };
    const { status, codes, body } = await post(at.url, { query: ME }, headers);
    expect([status, codes]).toEqual([500, ['INTERNAL_SERVER_ERROR']]);
    expect(JSON.stringify(body)).not.toContain('function');
    expect(errors).toEqual([expect.objectContaining({ err: bug, correlationId: 'req_7' })]);

    const socket = await openSocket(at.url);
    socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${secret}` } });
    expect(await socket.closed).toBe(4500);
    expect(errors).toHaveLength(2);
  });
});

test('the last uses of a minute reach identity in one call', async () => {
  const secret = addApiKey();
  const token = await at.token('ana');
  for (let request = 0; request < 5; request += 1) {
    await asking(secret);
    await asking(token);
  }
  expect(at.identity.uses).toEqual([]);
  const atMs = at.clock.nowMs();
  at.clock.advance(60_000);
  await until(() => at.identity.uses.length > 0);
  expect(at.identity.uses).toEqual([
    { credentialId: 'apk_1', atMs },
    { credentialId: 'ses_ana', atMs },
  ]);
});
