import path from 'node:path';
import type { PoolConfig } from 'pg';
import { subgraphTypeDefs } from '#contracts/graph/type-defs.ts';
import type { IdentityRpc } from '#contracts/calls/identity.ts';
import type { WalletRpc } from '#contracts/calls/wallet.ts';
import type { Clock } from '#platform/time/clock.ts';
import { createSubgraph, type Subgraph } from '#platform/graphql/subgraph.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Part } from '#platform/process/part.ts';
import { readinessOf } from '#platform/observability/readiness.ts';
import { applyMigrations } from '#platform/postgres/migrate.ts';
import type { Statements } from '#platform/security/caller.ts';
import { createIdentityCalls } from './calls.ts';
import type { Context } from './graph/context.ts';
import { createPasswords, DEFAULT_PASSWORD_COST, type PasswordCost } from '#platform/security/passwords.ts';
import { resolvers } from './graph/resolvers.ts';
import { createPrismaIdentityStore } from './store/store.prisma.ts';
import { createSignInAttempts } from './sign-in/attempts.ts';
import { createTokens } from './sign-in/tokens.ts';

export interface IdentityPartDependencies {
  /** Identity's own database. The start applies missing migrations. */
  readonly database: PoolConfig;
  readonly wallet: WalletRpc;
  readonly statements: Statements;
  readonly wallClock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
  /** Lifetime of a token; 12 hours by default. */
  readonly sessionLifetimeMs?: number;
  /** Whether limits by address hold for clients on loopback too. */
  readonly limitsLoopback: boolean;
  /** Password hashes computed at a time: each takes a core and 16 MiB. */
  readonly concurrentHashes: number;
  /** Work factor of the password hash; about 0.2 seconds a hash by default. */
  readonly passwordCost?: PasswordCost;
}

export interface IdentityPart extends Part {
  readonly subgraph: Subgraph;
  readonly calls: IdentityRpc;
}

const DEFAULT_SESSION_LIFETIME_MS = 12 * 60 * 60 * 1000;
/** Hashes that may wait, of clients that have signed in before and of others each: a few seconds of work. */
const MAX_WAITING_HASHES = 32;

/** Starts identity: users, passwords, session tokens and the public keys that verify them. */
export async function startIdentity(dependencies: IdentityPartDependencies): Promise<IdentityPart> {
  const { database, wallet, statements, wallClock, ids, log } = dependencies;
  await applyMigrations(database, path.resolve(import.meta.dirname, '../../prisma/identity/migrations'));
  const store = createPrismaIdentityStore(database);
  const attempts = createSignInAttempts(store.attempts, wallClock, dependencies.limitsLoopback);
  const lifetimeMs = dependencies.sessionLifetimeMs ?? DEFAULT_SESSION_LIFETIME_MS;
  const tokens = await createTokens(store, ids, wallClock, lifetimeMs);
  const passwords = createPasswords({
    cost: dependencies.passwordCost ?? DEFAULT_PASSWORD_COST,
    concurrency: dependencies.concurrentHashes,
    maxWaiting: MAX_WAITING_HASHES,
  });
  const services = { store, attempts, passwords, tokens, wallet, ids, wallClock, statements };
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
    calls: createIdentityCalls(store),
    readiness: () => readinessOf({ postgresql: () => store.check() }),
    stop: () => store.close(),
  };
}
