import path from 'node:path';
import type { PoolConfig } from 'pg';
import { subgraphTypeDefs } from '#contracts/graph/type-defs.ts';
import { TOPICS } from '#contracts/names.ts';
import type { IdentityOperatorRpc, IdentityRpc } from '#contracts/calls/identity.ts';
import type { WalletRpc } from '#contracts/calls/wallet.ts';
import type { Clock } from '#platform/time/clock.ts';
import { createSubgraph, type Subgraph } from '#platform/graphql/subgraph.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Log } from '#platform/observability/log.ts';
import { startBackgroundTask, type BackgroundTask } from '#platform/background/background-task.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import type { Part } from '#platform/process/part.ts';
import { readinessOf } from '#platform/observability/readiness.ts';
import { applyMigrations } from '#platform/postgres/migrate.ts';
import type { Statements } from '#platform/security/caller.ts';
import { createCalls } from './calls.ts';
import { createOperatorCalls } from './operator-calls.ts';
import type { Context } from './graph/context.ts';
import type { PasswordCost } from '#platform/security/hash-threads.ts';
import { createPasswords, DEFAULT_PASSWORD_COST } from '#platform/security/passwords.ts';
import { resolvers } from './graph/resolvers.ts';
import { createPrismaIdentityStore } from './store/store.prisma.ts';
import { createSignInAttempts } from './sign-in/attempts.ts';
import { startRelay } from './outbox/relay.ts';
import { startCleanUp } from './sessions/clean-up.ts';
import { DEFAULT_SESSION_LIMITS, type SessionLimits } from './sessions/session-limits.ts';
import { createTokens, type Tokens } from './sign-in/tokens.ts';

export interface IdentityDependencies {
  /** Identity's own database. The start applies missing migrations. */
  readonly database: PoolConfig;
  readonly eventLog: EventLog;
  readonly wallet: WalletRpc;
  readonly statements: Statements;
  readonly wallClock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
  readonly sessionLimits?: SessionLimits;
  /** Whether limits by address hold for clients on loopback too. */
  readonly limitsLoopback: boolean;
  /** Password hashes computed at a time, for clients that have signed in before and for others each. */
  readonly concurrentHashes: number;
  /** Work factor of the password hash; about 0.2 seconds a hash by default. */
  readonly passwordCost?: PasswordCost;
}

export interface IdentityPart extends Part {
  readonly subgraph: Subgraph;
  readonly calls: IdentityRpc;
  readonly operatorCalls: IdentityOperatorRpc;
}

/** A signing key that another instance has added signs here after this time at the latest. */
const RELOAD_INTERVAL_MS = 60_000;
/** Hashes that may wait, of clients that have signed in before and of others each: a few seconds of work. */
const MAX_WAITING_HASHES = 32;

/** Starts identity: users, passwords, session tokens and the public keys that verify them. */
export async function startIdentity(dependencies: IdentityDependencies): Promise<IdentityPart> {
  const { database, eventLog, wallet, statements, wallClock, ids, log } = dependencies;
  await applyMigrations(database, path.resolve(import.meta.dirname, '../../prisma/identity/migrations'));
  const store = createPrismaIdentityStore(database);
  const attempts = createSignInAttempts(store.attempts, wallClock, dependencies.limitsLoopback);
  await eventLog.declare(TOPICS.identityRevocations, { compacted: false });
  const tokens = await createTokens(store, ids, wallClock);
  const relay = startRelay(store, eventLog, wallClock, log);
  const tasks = [relay, startReload(tokens, wallClock, log), startCleanUp(store, wallClock, log)];
  const sessionLimits = dependencies.sessionLimits ?? DEFAULT_SESSION_LIMITS;
  const passwords = createPasswords({
    cost: dependencies.passwordCost ?? DEFAULT_PASSWORD_COST,
    concurrency: dependencies.concurrentHashes,
    maxWaiting: MAX_WAITING_HASHES,
  });
  const sessions = { store, tokens, ids, wallClock, sessionLimits, wakeRelay: relay.wake };
  const services = { ...sessions, attempts, passwords, wallet, statements };
  const subgraph = createSubgraph<Context>({
    name: 'identity',
    typeDefs: subgraphTypeDefs(path.join(import.meta.dirname, 'graph')),
    resolvers,
    createContext: (base) => ({ ...base, ...services }),
    statements,
    log,
  });
  return {
    name: 'identity',
    subgraph,
    calls: createCalls(store, wallClock),
    operatorCalls: createOperatorCalls(store, tokens),
    readiness: () => readinessOf({ postgresql: () => store.check(), 'event log': () => eventLog.check() }),
    stop: async () => {
      await Promise.all(tasks.map((task) => task.stop()));
      await passwords.stop();
      await store.close();
    },
  };
}

const startReload = (tokens: Tokens, wallClock: Clock, log: Log): BackgroundTask =>
  startBackgroundTask({
    name: 'reload of signing keys',
    run: () => tokens.reload(),
    runsAtStart: false,
    schedule: (start) => wallClock.after(RELOAD_INTERVAL_MS, start),
    clock: wallClock,
    log,
  });
