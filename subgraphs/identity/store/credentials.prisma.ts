import { API_KEY_REVOCATION_MS } from '#contracts/calls/identity.ts';
import type { Revocation } from '#contracts/messages/identity-facts.ts';
import { Prisma, type Outbox, type PrismaClient } from '../generated/prisma/client.ts';
import type { CredentialStore } from './store.ts';

/** Advisory lock: an instance holds it until the server has confirmed its batch, so one instance publishes at a time. */
const OUTBOX_LOCK = 4_110_001;

/** The queries over sessions and API keys together. */
export const credentialQueries = (prisma: PrismaClient): CredentialStore => ({
  recordUse: async (uses) => {
    if (uses.length === 0) return;
    const ids = uses.map(({ credentialId }) => credentialId);
    const instants = uses.map(({ atMs }) => new Date(atMs).toISOString());
    for (const table of [Prisma.raw('sessions'), Prisma.raw('api_keys')]) {
      await prisma.$executeRaw`
        UPDATE ${table} AS one SET last_used_at = GREATEST(one.last_used_at, used.at)
        FROM unnest(${ids}::text[], ${instants}::timestamptz[]) AS used (id, at) WHERE one.id = used.id`;
    }
  },
  revocations: async ({ sinceMs, after, limit, nowMs }) => {
    const page = { id: { gt: after ?? '' }, revokedAt: { gte: new Date(sinceMs) } };
    const options = { orderBy: { id: 'asc' as const }, take: limit };
    const [sessions, apiKeys] = await Promise.all([
      prisma.session.findMany({ where: { ...page, expiresAt: { gt: new Date(nowMs) } }, ...options }),
      prisma.apiKey.findMany({
        where: { ...page, AND: { revokedAt: { gt: new Date(nowMs - API_KEY_REVOCATION_MS) } } },
        ...options,
      }),
    ]);
    const all = [
      ...sessions.map((row) => revocationOf(row, row.expiresAt.getTime())),
      ...apiKeys.map((row) => revocationOf(row, (row.revokedAt?.getTime() ?? 0) + API_KEY_REVOCATION_MS)),
    ];
    // Ids have lower-case letters and digits only, so this is the database's sequence in any collation.
    return all.sort((a, b) => (a.credentialId < b.credentialId ? -1 : 1)).slice(0, limit);
  },
  deleteEnded: async (beforeMs) => {
    const before = new Date(beforeMs);
    await prisma.session.deleteMany({ where: { expiresAt: { lt: before } } });
    await prisma.apiKey.deleteMany({
      where: { OR: [{ expiresAt: { lt: before } }, { revokedAt: { lt: before } }] },
    });
  },
  drainOutbox: (limit, publish) =>
    prisma.$transaction(async (tx) => {
      const lock = await tx.$queryRaw<{ mine: boolean }[]>`
        SELECT pg_try_advisory_xact_lock(${OUTBOX_LOCK}::bigint) AS mine`;
      if (lock[0]?.mine !== true) return null;
      const rows = await tx.outbox.findMany({ orderBy: { id: 'asc' }, take: limit });
      if (rows.length === 0) return 0;
      await publish(rows.map(factOf));
      await tx.outbox.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } });
      return rows.length;
    }),
});

const revocationOf = (
  row: { readonly id: string; readonly userId: string; readonly revokedAt: Date | null },
  relevantUntilMs: number,
): Revocation => ({
  v: 1,
  credentialId: row.id,
  userId: row.userId,
  atMs: row.revokedAt?.getTime() ?? 0,
  relevantUntilMs,
});

const factOf = (row: Outbox): Revocation => ({
  v: 1,
  credentialId: row.credentialId,
  userId: row.userId,
  atMs: row.revokedAt.getTime(),
  relevantUntilMs: row.relevantUntil.getTime(),
});
