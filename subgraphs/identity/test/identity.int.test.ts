import { createLocalJWKSet, jwtVerify, type JWK } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TOKEN_CLAIMS } from '#contracts/calls/identity.ts';
import type { WalletRpc } from '#contracts/calls/wallet.ts';
import { createIdSource } from '#platform/ids.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createMemoryEventLog } from '#platform/in-process/event-log/memory-event-log.ts';
import type { Caller } from '#platform/security/caller.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { RpcUnavailable } from '#platform/rpc/local.ts';
import { createStatements } from '#platform/security/statements.ts';
import { MANY_MARKS } from '#test/support/probes/longest-normalized.ts';
import { callerOf } from '#test/support/samples/callers.ts';
import { createTestDatabase } from '#test/support/database/database.ts';
import { startIdentity, type IdentityPart } from '../start.ts';

const clock = createManualClock(Date.parse('2026-03-16T13:00:00Z'));
const statements = createStatements(new Uint8Array(32), clock);
const ids = createIdSource(clock);
const accountOwners: string[] = [];
let walletIsUp = true;
const wallet = {
  openMainAccount: async ({ ownerId }: { ownerId: string }) => {
    if (!walletIsUp) throw new RpcUnavailable('wallet is down');
    accountOwners.push(ownerId);
    return { accountId: `acc_${ownerId}` };
  },
} as unknown as WalletRpc;

let identity: IdentityPart;
let restart: () => Promise<IdentityPart>;

beforeAll(async () => {
  const database = await createTestDatabase('identity');
  restart = () =>
    startIdentity({
      database,
      wallet,
      statements,
      wallClock: clock,
      ids,
      log: silentLog,
      limitsLoopback: false,
      concurrentHashes: 2,
      passwordCost: { logN: 4, r: 8, p: 1 },
      eventLog: createMemoryEventLog(),
      sessionLimits: { tokenLifetimeMs: 3_600_000, maxAgeMs: 86_400_000 },
    });
  identity = await restart();
});
afterAll(() => identity.stop());

const SESSION = `__typename ... on Session { token expiresAt user { id email name } } ... on Refusal { rule field }`;
type Answer = Record<string, Record<string, never> & { token: string; user: { id: string } }>;

async function run(query: string, variables: Record<string, unknown> = {}, caller?: Caller) {
  const statement = caller === undefined ? {} : { statement: statements.sign(caller) };
  const result = await identity.subgraph.execute({ query, variables, correlationId: 'test', ...statement });
  return { data: result.data as Answer | null, codes: result.errors?.map((e) => e.extensions['code']) };
}
const signUp = (email: string, password = 'correct horse', name = 'Ana') =>
  run(`mutation($input: SignUpInput!) { signUp(input: $input) { ${SESSION} } }`, {
    input: { email, name, password },
  });
const SIGN_IN = `mutation($input: SignInInput!) { signIn(input: $input) { ${SESSION} } }`;
const signIn = (email: string, password: string) => run(SIGN_IN, { input: { email, password } });

test('a sign-up opens an account, allows sign-in and issues a token that names the user', async () => {
  const { data } = await signUp(' Ana@Example.com ');
  const session = data?.['signUp'];
  expect(session).toMatchObject({ __typename: 'Session', user: { email: 'ana@example.com', name: 'Ana' } });
  expect(accountOwners).toContain(session?.user.id);

  const keys = (await identity.calls.publicKeys({})) as JWK[];
  const verified = await jwtVerify(session?.token ?? '', createLocalJWKSet({ keys }), {
    currentDate: new Date(clock.nowMs()),
    ...TOKEN_CLAIMS,
  });
  expect(verified.payload.sub).toBe(session?.user.id);
  expect(session).toMatchObject({ expiresAt: '2026-03-16T14:00:00.000Z' });

  const again = await signIn('ANA@example.com', 'correct horse');
  expect(again.data?.['signIn']?.user.id).toBe(session?.user.id);
});

test('publishes no private key', async () => {
  for (const key of await identity.calls.publicKeys({})) expect(key).not.toHaveProperty('d');
});

test('refuses a wrong password and an unknown address alike', async () => {
  await signUp('bia@example.com');
  const wrong = await signIn('bia@example.com', 'wrong horse');
  const unknown = await signIn('nobody@example.com', 'correct horse');
  expect(wrong.data?.['signIn']).toEqual({ __typename: 'Refusal', rule: 'INVALID_CREDENTIALS', field: null });
  expect(unknown).toEqual(wrong);
  expect(await signIn('bia@example.com', MANY_MARKS)).toEqual(wrong);
  expect(await signIn(MANY_MARKS, 'correct horse')).toEqual(wrong);
});

test('accepts an address once, whatever its spelling and under concurrent sign-ups', async () => {
  const answers = await Promise.all(
    ['c@example.com', 'C@example.com', ' c@EXAMPLE.com'].map((e) => signUp(e)),
  );
  const names = answers.map(({ data }) => data?.['signUp']?.['__typename'] ?? '').sort();
  expect(names).toEqual(['Refusal', 'Refusal', 'Session']);
  const { data } = await signUp('c@example.com');
  expect(data?.['signUp']).toMatchObject({ rule: 'EMAIL_TAKEN', field: 'email' });
});

test('creates no user while the wallet does not answer; a repeat succeeds', async () => {
  walletIsUp = false;
  expect((await signUp('dora@example.com')).codes).toEqual(['SERVICE_UNAVAILABLE']);
  walletIsUp = true;
  const { data } = await signUp('dora@example.com');
  expect(data?.['signUp']).toMatchObject({ __typename: 'Session' });
});

test('me and refreshSession need a caller; a user is visible to that user alone', async () => {
  const ana = callerOf((await signUp('eva@example.com')).data?.['signUp']?.user.id ?? '');
  const other = (await signUp('fred@example.com')).data?.['signUp']?.user.id ?? '';
  expect((await run('{ me { id } }')).codes).toEqual(['UNAUTHENTICATED']);
  expect((await run('mutation { refreshSession { token } }')).codes).toEqual(['UNAUTHENTICATED']);
  expect((await run('{ me { id email } }', {}, ana)).data?.['me']).toEqual({
    id: ana.userId,
    email: 'eva@example.com',
  });
  const entities = `query($r: [_Any!]!) { _entities(representations: $r) { ... on User { name } } }`;
  const representations = { r: [ana.userId, other].map((id) => ({ __typename: 'User', id })) };
  expect((await run(entities, representations, ana)).data?.['_entities']).toEqual([{ name: 'Ana' }, null]);
  expect((await run(entities, representations)).codes).toContain('UNAUTHENTICATED');
});

test('a sign-in returns a signed statement of the user for the rest of the operation', async () => {
  const signInOf = (password: string) =>
    identity.subgraph.execute({
      query: `mutation { signIn(input: { email: "eva@example.com", password: "${password}" }) { __typename } }`,
      correlationId: 'test',
    });
  const statement = (await signInOf('correct horse')).extensions?.['callerStatement'];
  expect(statements.verify(String(statement))).toMatchObject({
    userId: expect.stringMatching(/^usr_/) as unknown,
    sessionId: expect.stringMatching(/^ses_/) as unknown,
    scopes: ['READ', 'TRADE', 'TRANSFER', 'SESSION'],
  });
  expect((await signInOf('wrong horse')).extensions).toBeUndefined();
});

test('limits guesses by the address in the statement of the gateway, and lets the user in from elsewhere', async () => {
  const email = 'hugo@example.com';
  await signUp(email);
  const from = (address: string, password: string) =>
    identity.subgraph.execute({
      query: SIGN_IN,
      variables: { input: { email, password } },
      correlationId: 'test',
      statement: statements.sign({ userId: null, address, scopes: [], sessionId: null }),
    });
  const guesses = await Promise.all(
    Array.from({ length: 40 }, (_, index) => from('203.0.113.9', `no ${index}`)),
  );
  const codes = guesses.map(({ errors }) => errors?.[0]?.extensions);
  expect(codes.filter((extensions) => extensions === undefined)).toHaveLength(5);
  expect(codes.find((extensions) => extensions)).toEqual({ code: 'RATE_LIMITED', retryAfterMs: 1_000 });
  expect((await from('203.0.113.9', 'correct horse')).errors?.[0]?.extensions).toMatchObject({
    code: 'RATE_LIMITED',
  });
  expect((await from('198.51.100.7', 'correct horse')).data?.['signIn']).toHaveProperty('token');
});

test('keys and users survive a restart', async () => {
  const before = await identity.calls.publicKeys({});
  await identity.stop();
  identity = await restart();
  expect(await identity.calls.publicKeys({})).toEqual(before);
  expect((await signIn('ana@example.com', 'correct horse')).data?.['signIn']).toHaveProperty('token');
  expect(await identity.readiness()).toEqual([
    { name: 'postgresql', ready: true },
    { name: 'event log', ready: true },
  ]);
});
