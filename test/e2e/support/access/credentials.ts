import { decodeProtectedHeader, decodeJwt, generateKeyPair, SignJWT } from 'jose';
import { expect } from 'vitest';
import { eventually } from '#test/support/eventually.ts';
import type { InProcessBroker } from '../in-process-broker.ts';
import { anonymous, granted, newPerson, PASSWORD, type Person } from '../person.ts';
import { post } from '../raw.ts';

/** The callers of the matrix. */
export const CALLERS = [
  'owner',
  'other user',
  'nobody',
  'forged token',
  'expired token',
  'revoked token',
  'revoked key',
  'key READ',
  'key TRADE',
  'key TRANSFER',
] as const;
export type CallerName = (typeof CALLERS)[number];

/** Callers whose credential is refused, whatever the operation. */
export const UNTRUSTED: readonly CallerName[] = ['forged token', 'revoked token', 'revoked key'];

/** The scope of an API key among the callers; null for any other caller. */
export const scopeOf = (caller: CallerName): string | null => /^key (\w+)$/.exec(caller)?.[1] ?? null;

/** The credentials of all callers; undefined for nobody. */
export type Credentials = Readonly<Record<CallerName, string | undefined>>;

/** Lifetime of a token in the tests of access: the setting SESSION_TOKEN_MINUTES. */
export const TOKEN_MINUTES = 60;

export async function createCredentials(
  broker: InProcessBroker,
): Promise<{ owner: Person; other: Person; credentials: Credentials }> {
  const late = await newPerson(broker.url);
  broker.step((TOKEN_MINUTES * 60 + 1) * 1000);
  const owner = await newPerson(broker.url, '100000.00');
  const other = await newPerson(broker.url, '100000.00');
  const [revokedToken, read, trade, transfer, revoked] = [
    await tokenOf(broker.url, owner),
    await newKey(owner, 'READ'),
    await newKey(owner, 'TRADE'),
    await newKey(owner, 'TRANSFER'),
    await newKey(owner, 'READ'),
  ];
  const credentials: Credentials = {
    owner: owner.token,
    'other user': other.token,
    nobody: undefined,
    'forged token': await forge(owner.token),
    'expired token': late.token,
    'revoked token': revokedToken,
    'revoked key': revoked.secret,
    'key READ': read.secret,
    'key TRADE': trade.secret,
    'key TRANSFER': transfer.secret,
  };
  const statusOf = async (token: string): Promise<number> =>
    (await post(broker.url, '{ marketStatus { phase } }', { token })).status;
  expect([await statusOf(revokedToken), await statusOf(revoked.secret)]).toEqual([200, 200]);
  await post(broker.url, 'mutation { signOut }', { token: revokedToken });
  await owner.broker.revokeApiKey({ id: revoked.id });
  for (const credential of [revokedToken, revoked.secret])
    await eventually(async () => expect(await statusOf(credential)).toBe(401));
  return { owner, other, credentials };
}

/** A token of a new session. */
export async function tokenOf(url: string, { email }: Person): Promise<string> {
  return granted((await anonymous(url).signIn({ input: { email, password: PASSWORD } })).signIn).token;
}

/** A new API key. */
export async function newKey(
  { broker }: Person,
  ...scopes: ('READ' | 'TRADE' | 'TRANSFER')[]
): Promise<{ id: string; secret: string }> {
  const { createApiKey } = await broker.createApiKey({ input: { name: scopes.join(' '), scopes } });
  const { apiKey, secret } = granted(createApiKey);
  return { id: apiKey.id, secret };
}

/** The same claims under the same key id, signed with another key. */
async function forge(token: string): Promise<string> {
  const { privateKey } = await generateKeyPair('EdDSA');
  const { kid = '' } = decodeProtectedHeader(token);
  return new SignJWT(decodeJwt(token)).setProtectedHeader({ alg: 'EdDSA', kid }).sign(privateKey);
}
