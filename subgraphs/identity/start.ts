import path from 'node:path';
import type { PoolConfig } from 'pg';
import { subgraphTypeDefs } from '#contracts/graph/type-defs.ts';
import type { IdentityRpc, WalletRpc } from '#contracts/rpc.ts';
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
import { createIdentity } from './sign-up/identity.ts';
import { createPasswords, DEFAULT_PASSWORD_COST, type PasswordCost } from '#platform/security/passwords.ts';
import { resolvers } from './graph/resolvers.ts';
import { createPrismaIdentityStore } from './store/store.prisma.ts';
import { createTokens } from './sign-up/tokens.ts';

export interface IdentityPartDependencies {
  /** Its own database. */
  readonly database: PoolConfig;
  readonly wallet: WalletRpc;
  readonly statements: Statements;
  readonly wallClock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
  /** How long a token is valid; 12 hours when left out. */
  readonly sessionLifetimeMs?: number;
  /** What a password hash costs; about a fifth of a second when left out. */
  readonly passwordCost?: PasswordCost;
}

export interface IdentityPart extends Part {
  readonly subgraph: Subgraph;
  readonly calls: IdentityRpc;
}

const DEFAULT_SESSION_LIFETIME_MS = 12 * 60 * 60 * 1000;
const HASHES_AT_ONCE = 2;
const HASHES_WAITING = 200;

/** Starts identity: who people are, their passwords, their tokens and the keys that verify them. */
export async function startIdentity(dependencies: IdentityPartDependencies): Promise<IdentityPart> {
  const { database, wallet, statements, wallClock, ids, log } = dependencies;
  await applyMigrations(database, path.resolve(import.meta.dirname, '../../prisma/identity/migrations'));
  const store = createPrismaIdentityStore(database);
  const lifetimeMs = dependencies.sessionLifetimeMs ?? DEFAULT_SESSION_LIFETIME_MS;
  const tokens = await createTokens(store, ids, wallClock, lifetimeMs);
  const passwords = createPasswords({
    cost: dependencies.passwordCost ?? DEFAULT_PASSWORD_COST,
    concurrency: HASHES_AT_ONCE,
    maxWaiting: HASHES_WAITING,
  });
  const identity = createIdentity({ store, passwords, tokens, wallet, ids, wallClock });
  const subgraph = createSubgraph<Context>({
    name: 'identity',
    typeDefs: subgraphTypeDefs(path.join(import.meta.dirname, 'graph/schema.graphql')),
    resolvers,
    createContext: (base) => ({ ...base, identity, statements }),
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
