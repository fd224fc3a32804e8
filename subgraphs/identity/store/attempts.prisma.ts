import type { PrismaClient } from '../generated/prisma/client.ts';
import type { AttemptRecord } from '../sign-in/attempt-rules.ts';
import type { AttemptChange, AttemptStore } from './attempts.ts';

/** Networks that are remembered of an account: those of its last sign-ins. */
const NETWORKS_PER_ACCOUNT = 20;
/** Expired records that one attempt removes; it adds three at most, so they do not pile up. */
const REMOVED_AT_ONCE = 20;

type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];

interface AttemptRow {
  readonly key: string;
  readonly attempts: number;
  readonly last_at_ms: bigint;
  readonly blocked_until_ms: bigint;
}

/** Creates the store of sign-in attempts on PostgreSQL. */
export const createPrismaAttemptStore = (prisma: PrismaClient): AttemptStore => ({
  isKnown: async (account, network) => {
    const found = await prisma.knownNetwork.findUnique({ where: { account_network: { account, network } } });
    return found !== null;
  },
  remember: async (account, network, atMs) => {
    const lastAtMs = BigInt(atMs);
    await prisma.knownNetwork.upsert({
      where: { account_network: { account, network } },
      create: { account, network, lastAtMs },
      update: { lastAtMs },
    });
    await prisma.$executeRaw`
      DELETE FROM known_networks WHERE account = ${account} AND network IN (
        SELECT network FROM known_networks WHERE account = ${account}
        ORDER BY last_at_ms DESC, network OFFSET ${NETWORKS_PER_ACCOUNT})`;
  },
  change: (keys, nowMs, decide) =>
    prisma.$transaction(async (transaction) => {
      const records = await lockedRecords(transaction, keys);
      const { result, changes } = decide(records);
      await write(transaction, changes, nowMs);
      return result;
    }),
});

/** Locks the keys, also those without a record, and reads their records. All transactions lock in the order of the text. */
async function lockedRecords(
  transaction: Transaction,
  keys: readonly string[],
): Promise<(AttemptRecord | null)[]> {
  const sorted = [...keys].sort();
  await transaction.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM unnest(${sorted}::text[]) AS key`;
  const rows = await transaction.$queryRaw<AttemptRow[]>`
    SELECT key, attempts, last_at_ms, blocked_until_ms FROM sign_in_attempts WHERE key = ANY(${sorted}::text[])`;
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return keys.map((key) => {
    const row = byKey.get(key);
    if (!row) return null;
    return {
      attempts: row.attempts,
      lastAtMs: Number(row.last_at_ms),
      blockedUntilMs: Number(row.blocked_until_ms),
    };
  });
}

async function write(
  transaction: Transaction,
  changes: readonly AttemptChange[],
  nowMs: number,
): Promise<void> {
  if (changes.length === 0) return;
  for (const { key, record, expiresAtMs } of changes) {
    if (record === null) await transaction.$executeRaw`DELETE FROM sign_in_attempts WHERE key = ${key}`;
    else {
      const { attempts, lastAtMs, blockedUntilMs } = record;
      await transaction.$executeRaw`
        INSERT INTO sign_in_attempts (key, attempts, last_at_ms, blocked_until_ms, expires_at_ms)
        VALUES (${key}, ${attempts}, ${lastAtMs}, ${blockedUntilMs}, ${expiresAtMs})
        ON CONFLICT (key) DO UPDATE SET attempts = EXCLUDED.attempts, last_at_ms = EXCLUDED.last_at_ms,
          blocked_until_ms = EXCLUDED.blocked_until_ms, expires_at_ms = EXCLUDED.expires_at_ms`;
    }
  }
  await transaction.$executeRaw`
    DELETE FROM sign_in_attempts WHERE key IN (
      SELECT key FROM sign_in_attempts WHERE expires_at_ms <= ${nowMs}
      ORDER BY expires_at_ms LIMIT ${REMOVED_AT_ONCE} FOR UPDATE SKIP LOCKED)`;
}
