import { isStorable } from '#platform/postgres/text.ts';
import type { Prisma, PrismaClient, Session } from '../generated/prisma/client.ts';
import { writeRevocations } from './outbox.prisma.ts';
import type { SessionRow, SessionStore } from './store.ts';

/** The sessions of identity's store. */
export const sessionQueries = (prisma: PrismaClient): SessionStore => ({
  insertSession: (session, passwordHash, keep) =>
    prisma.$transaction(async (tx) => {
      const { id, userId } = session;
      if ((await lockedPasswordHash(tx, userId)) !== passwordHash) return false;
      await tx.session.create({ data: dataOf(session) });
      const beyond = await tx.session.findMany({
        where: { ...validAt(session.createdAtMs), userId, id: { not: id } },
        orderBy: [{ lastUsedAt: 'desc' }, { id: 'desc' }],
        skip: keep - 1,
        select: { id: true },
      });
      await revoke(tx, { id: { in: beyond.map((one) => one.id) } }, session.createdAtMs);
      return true;
    }),
  session: async (id, nowMs) => {
    if (!isStorable(id)) return null;
    const row = await prisma.session.findFirst({ where: { ...validAt(nowMs), id } });
    return row && rowOf(row);
  },
  extendSession: async (id, expiresAtMs, nowMs) => {
    const { count } = await prisma.session.updateMany({
      where: { ...validAt(nowMs), id },
      data: { expiresAt: new Date(expiresAtMs), lastUsedAt: new Date(nowMs) },
    });
    return count === 1;
  },
  sessionsOf: async (userId, nowMs) => {
    const rows = await prisma.session.findMany({
      where: { ...validAt(nowMs), userId },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    });
    return rows.map(rowOf);
  },
  revokeSessions: ({ userId, only, except }, nowMs) =>
    prisma.$transaction(async (tx) => {
      const id = {
        ...(only !== undefined && { equals: only }),
        ...(except !== undefined && { not: except }),
      };
      await revoke(tx, { userId, id }, nowMs);
    }),
  changePassword: ({ userId, oldHash, newHash, sessionId }, nowMs) =>
    prisma
      .$transaction(async (tx) => {
        const { count } = await tx.user.updateMany({
          where: { id: userId, passwordHash: oldHash },
          data: { passwordHash: newHash },
        });
        if (count === 0) return 'PASSWORD_CHANGED';
        if (!(await lockValidSession(tx, sessionId, nowMs))) throw new SessionEnded();
        await revoke(tx, { userId, id: { not: sessionId } }, nowMs);
        return 'CHANGED' as const;
      })
      .catch((error: unknown) => {
        if (error instanceof SessionEnded) return 'SESSION_ENDED';
        throw error;
      }),
});

/** Rolls a transaction back. */
class SessionEnded extends Error {}

/** The user's password hash, which no other transaction changes before the end of this one. */
async function lockedPasswordHash(tx: Prisma.TransactionClient, userId: string): Promise<string | null> {
  const rows = await tx.$queryRaw<{ password_hash: string }[]>`
    SELECT password_hash FROM users WHERE id = ${userId} FOR SHARE`;
  return rows[0]?.password_hash ?? null;
}

/** Whether a session is valid. If so, no other transaction revokes it before the end of this one. */
export async function lockValidSession(
  tx: Prisma.TransactionClient,
  id: string,
  nowMs: number,
): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT id FROM sessions WHERE id = ${id} AND revoked_at IS NULL AND expires_at > ${new Date(nowMs)} FOR SHARE`;
  return rows.length > 0;
}

const validAt = (nowMs: number) => ({ revokedAt: null, expiresAt: { gt: new Date(nowMs) } });

/** Revokes the valid ones. The database returns the expiry that each had under its lock, so no newer token is missed. */
async function revoke(
  tx: Prisma.TransactionClient,
  where: Prisma.SessionWhereInput,
  nowMs: number,
): Promise<void> {
  const revokedAt = new Date(nowMs);
  const revoked = await tx.session.updateManyAndReturn({
    where: { ...validAt(nowMs), ...where },
    data: { revokedAt },
    select: { id: true, userId: true, expiresAt: true },
  });
  const rows = revoked.map(({ id, userId, expiresAt }) => ({ id, userId, relevantUntil: expiresAt }));
  await writeRevocations(tx, rows, revokedAt);
}

const dataOf = (session: SessionRow) => ({
  id: session.id,
  userId: session.userId,
  createdAt: new Date(session.createdAtMs),
  lastUsedAt: new Date(session.lastUsedAtMs),
  expiresAt: new Date(session.expiresAtMs),
  endsAt: new Date(session.endsAtMs),
});

const rowOf = (row: Session): SessionRow => ({
  id: row.id,
  userId: row.userId,
  createdAtMs: row.createdAt.getTime(),
  lastUsedAtMs: row.lastUsedAt.getTime(),
  expiresAtMs: row.expiresAt.getTime(),
  endsAtMs: row.endsAt.getTime(),
});
