import { decodeJwt } from 'jose';
import { SESSION_SCOPES } from '#contracts/graph/access.ts';
import { revocationCodec, type Revocation } from '#contracts/messages/identity-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import type { WalletRpc } from '#contracts/calls/wallet.ts';
import { createIdSource } from '#platform/ids.ts';
import { createMemoryEventLog } from '#platform/in-process/event-log/memory-event-log.ts';
import { silentLog } from '#platform/observability/log.ts';
import type { Caller } from '#platform/security/caller.ts';
import { createStatements } from '#platform/security/statements.ts';
import { createManualClock, type ManualClock } from '#platform/time/manual-clock.ts';
import { createTestDatabase } from '#test/support/database/database.ts';
import { startIdentity, type IdentityPart } from '../start.ts';

export const PASSWORD = 'correct horse';
const TOKEN_LIFETIME_MS = 3_600_000;
const MAX_AGE_MS = 86_400_000;

/** A running identity part with its own database, and the revocations that it has published. */
export interface IdentityScene {
  readonly identity: IdentityPart;
  readonly clock: ManualClock;
  readonly published: readonly Revocation[];
  /** Data and error codes of an operation. */
  run(query: string, variables?: object, caller?: Caller): Promise<Result>;
  /** Signs a new user up, and returns the caller of its session. */
  newUser(email: string): Promise<Caller>;
  /** Signs a user in; null when refused. */
  signIn(email: string, password?: string): Promise<Caller | null>;
}

export interface Result {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly codes: readonly unknown[];
}

const SESSION = '{ __typename ... on Session { token } ... on Refusal { rule } }';

export async function startIdentityScene(): Promise<IdentityScene> {
  const clock = createManualClock(Date.parse('2026-03-16T13:00:00Z'));
  const statements = createStatements(new Uint8Array(32), clock);
  const eventLog = createMemoryEventLog();
  const identity = await startIdentity({
    database: await createTestDatabase('identity'),
    eventLog,
    wallet: { openMainAccount: async () => ({ accountId: 'acc_1' }) } as unknown as WalletRpc,
    statements,
    wallClock: clock,
    ids: createIdSource(clock),
    log: silentLog,
    limitsLoopback: false,
    concurrentHashes: 2,
    passwordCost: { logN: 4, r: 8, p: 1 },
    sessionLimits: { tokenLifetimeMs: TOKEN_LIFETIME_MS, maxAgeMs: MAX_AGE_MS },
  });
  const published: Revocation[] = [];
  await eventLog.read([TOPICS.identityRevocations], { from: 'now' }, async (batch) => {
    for (const { value } of batch) published.push(revocationCodec.decode(value));
  });
  const run: IdentityScene['run'] = async (query, variables = {}, caller) => {
    const statement = caller && { statement: statements.sign(caller) };
    const request = { query, variables: { ...variables }, correlationId: 'test', ...statement };
    const { data, errors = [] } = await identity.subgraph.execute(request);
    return {
      data: JSON.parse(JSON.stringify(data ?? null)) as Result['data'],
      codes: errors.map(({ extensions }) => extensions['code']),
    };
  };
  return {
    identity,
    clock,
    published,
    run,
    newUser: async (email) => {
      const query = `mutation ($input: SignUpInput!) { signUp(input: $input) ${SESSION} }`;
      const { data } = await run(query, { input: { email, name: 'Ana', password: PASSWORD } });
      const caller = callerOf(data?.['signUp']);
      if (!caller) throw new Error(`the sign-up was refused: ${JSON.stringify(data)}`);
      return caller;
    },
    signIn: async (email, password = PASSWORD) => {
      const query = `mutation ($input: SignInInput!) { signIn(input: $input) ${SESSION} }`;
      return callerOf((await run(query, { input: { email, password } })).data?.['signIn']);
    },
  };
}

/** The caller of a session's token; null for a refusal. */
export function callerOf(session: unknown): Caller | null {
  const { token } = (session ?? {}) as { token?: string };
  if (token === undefined) return null;
  const { sub = '', sid } = decodeJwt(token);
  return { userId: sub, sessionId: String(sid), scopes: SESSION_SCOPES };
}
