import { PrismaPg } from '@prisma/adapter-pg';
import type { JWK } from 'jose';
import type { PoolConfig } from 'pg';
import { isStorable } from '#platform/postgres/text.ts';
import { TRANSACTION_LIMITS } from '#platform/postgres/transaction-limits.ts';
import { checkDatabase } from '#platform/postgres/check.ts';
import { PrismaClient, type Prisma } from '../generated/prisma/client.ts';
import { createPrismaAttemptStore } from './attempts.prisma.ts';
import { apiKeyQueries } from './api-keys.prisma.ts';
import { credentialQueries } from './credentials.prisma.ts';
import { sessionQueries } from './sessions.prisma.ts';
import type { IdentityStore } from './store.ts';

/** Creates identity's store on PostgreSQL. Expects a database with all migrations applied. */
export function createPrismaIdentityStore(database: PoolConfig): IdentityStore {
  const prisma = new PrismaClient({
    adapter: new PrismaPg(database),
    transactionOptions: TRANSACTION_LIMITS,
  });
  return {
    attempts: createPrismaAttemptStore(prisma),
    ...userQueries(prisma),
    ...signingKeyQueries(prisma),
    ...sessionQueries(prisma),
    ...apiKeyQueries(prisma),
    ...credentialQueries(prisma),
    check: () => checkDatabase(prisma),
    close: () => prisma.$disconnect(),
  };
}

type UserQueries = Pick<IdentityStore, 'insertUser' | 'userByEmail' | 'userById' | 'userWithPassword'>;

const userQueries = (prisma: PrismaClient): UserQueries => ({
  insertUser: async (user, createdAtMs) => {
    const data = { ...user, createdAt: new Date(createdAtMs) };
    const { count } = await prisma.user.createMany({ data: [data], skipDuplicates: true });
    return count === 1;
  },
  userByEmail: async (email) =>
    isStorable(email) ? prisma.user.findUnique({ where: { email }, omit: { createdAt: true } }) : null,
  userById: async (id) =>
    prisma.user.findUnique({ where: { id }, select: { id: true, email: true, name: true } }),
  userWithPassword: async (id) => prisma.user.findUnique({ where: { id }, omit: { createdAt: true } }),
});

type SigningKeyQueries = Pick<IdentityStore, 'insertKey' | 'keys' | 'deleteOldKeys'>;

const NEWEST_FIRST: Prisma.SigningKeyOrderByWithRelationInput[] = [{ createdAt: 'desc' }, { kid: 'desc' }];

const signingKeyQueries = (prisma: PrismaClient): SigningKeyQueries => ({
  insertKey: async (key, createdAtMs) => {
    await prisma.signingKey.create({
      data: {
        kid: key.kid,
        privateJwk: asJson(key.privateJwk),
        publicJwk: asJson(key.publicJwk),
        createdAt: new Date(createdAtMs),
      },
    });
  },
  keys: async () => {
    const rows = await prisma.signingKey.findMany({ orderBy: NEWEST_FIRST });
    return rows.map((row) => ({
      kid: row.kid,
      privateJwk: row.privateJwk as JWK,
      publicJwk: row.publicJwk as JWK,
    }));
  },
  deleteOldKeys: async () => {
    const old = await prisma.signingKey.findMany({ orderBy: NEWEST_FIRST, skip: 1, select: { kid: true } });
    const kids = old.map(({ kid }) => kid);
    await prisma.signingKey.deleteMany({ where: { kid: { in: kids } } });
    return kids;
  },
});

/** The keys of `createKey` contain strings only, so they are JSON. */
const asJson = (jwk: JWK): Prisma.InputJsonObject => jwk;
