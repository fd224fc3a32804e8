import { PrismaPg } from '@prisma/adapter-pg';
import type { JWK } from 'jose';
import type { PoolConfig } from 'pg';
import { isStorable } from '#platform/postgres/text.ts';
import { checkDatabase } from '#platform/postgres/check.ts';
import type { Prisma} from '../generated/prisma/client.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import type { IdentityStore } from './store.ts';

/** Identity's store in its PostgreSQL database. */
export function createPrismaIdentityStore(database: PoolConfig): IdentityStore {
  const prisma = new PrismaClient({ adapter: new PrismaPg(database) });
  return {
    insertUser: async (user, createdAtMs) => {
      const data = { ...user, createdAt: new Date(createdAtMs) };
      const { count } = await prisma.user.createMany({ data: [data], skipDuplicates: true });
      return count === 1;
    },
    userByEmail: async (email) =>
      isStorable(email) ? prisma.user.findUnique({ where: { email }, omit: { createdAt: true } }) : null,
    usersByIds: async (ids) => {
      const rows = await prisma.user.findMany({
        where: { id: { in: [...ids] } },
        select: { id: true, email: true, name: true },
      });
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => byId.get(id) ?? null);
    },
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
      const rows = await prisma.signingKey.findMany({ orderBy: [{ createdAt: 'desc' }, { kid: 'desc' }] });
      return rows.map((row) => ({
        kid: row.kid,
        privateJwk: row.privateJwk as JWK,
        publicJwk: row.publicJwk as JWK,
      }));
    },
    check: () => checkDatabase(prisma),
    close: () => prisma.$disconnect(),
  };
}

/** A JWK holds strings only where we make it. */
const asJson = (jwk: JWK): Prisma.InputJsonObject => jwk;
