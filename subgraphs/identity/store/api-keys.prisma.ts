import { API_KEY_REVOCATION_MS } from '#contracts/calls/identity.ts';
import type { AccessScope } from '#contracts/graph/access.ts';
import { isStorable } from '#platform/postgres/text.ts';
import type { ApiKey, PrismaClient } from '../generated/prisma/client.ts';
import { writeRevocations } from './outbox.prisma.ts';
import { lockValidSession } from './sessions.prisma.ts';
import type { ApiKeyRow, ApiKeyStore } from './store.ts';

/** The API keys of identity's store. */
export const apiKeyQueries = (prisma: PrismaClient): ApiKeyStore => ({
  insertApiKey: (key, { digest, sessionId }, max) =>
    prisma.$transaction(async (tx) => {
      const { userId } = key;
      if (!(await lockValidSession(tx, sessionId, key.createdAtMs))) return 'SESSION_ENDED';
      // Keys of one user are inserted one after the other, so that no two of them count the same rows.
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${userId}))`;
      const count = await tx.apiKey.count({ where: { ...validAt(key.createdAtMs), userId } });
      if (count >= max) return 'TOO_MANY';
      await tx.apiKey.create({ data: dataOf(key, digest) });
      return 'INSERTED';
    }),
  apiKeysOf: async (userId, nowMs) => {
    const rows = await prisma.apiKey.findMany({
      where: { ...validAt(nowMs), userId },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    });
    return rows.map(rowOf);
  },
  apiKeyByDigest: async (digest, nowMs) => {
    const row = await prisma.apiKey.findFirst({ where: { ...validAt(nowMs), digest } });
    return row && rowOf(row);
  },
  apiKey: async (id, nowMs) => {
    if (!isStorable(id)) return null;
    const row = await prisma.apiKey.findFirst({ where: { ...validAt(nowMs), id } });
    return row && rowOf(row);
  },
  revokeApiKey: (userId, id, nowMs) =>
    prisma.$transaction(async (tx) => {
      if (!isStorable(id)) return false;
      const revokedAt = new Date(nowMs);
      const { count } = await tx.apiKey.updateMany({
        where: { ...validAt(nowMs), userId, id },
        data: { revokedAt },
      });
      const relevantUntil = new Date(nowMs + API_KEY_REVOCATION_MS);
      if (count === 1) await writeRevocations(tx, [{ id, userId, relevantUntil }], revokedAt);
      return count === 1;
    }),
});

const validAt = (nowMs: number) => ({
  revokedAt: null,
  OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(nowMs) } }],
});

const dataOf = (key: ApiKeyRow, digest: string) => ({
  id: key.id,
  userId: key.userId,
  name: key.name,
  scopes: [...key.scopes],
  prefix: key.prefix,
  digest,
  createdAt: new Date(key.createdAtMs),
  expiresAt: key.expiresAtMs === null ? null : new Date(key.expiresAtMs),
});

const rowOf = (row: ApiKey): ApiKeyRow => ({
  id: row.id,
  userId: row.userId,
  name: row.name,
  scopes: row.scopes as AccessScope[],
  prefix: row.prefix,
  createdAtMs: row.createdAt.getTime(),
  lastUsedAtMs: row.lastUsedAt?.getTime() ?? null,
  expiresAtMs: row.expiresAt?.getTime() ?? null,
});
