import type { PrismaClient } from '../generated/prisma/client.ts';
import type { AttemptRecord } from '../sign-in/attempt-rules.ts';
import type { AccountNetwork, AttemptLedger, AttemptScope, AttemptStore } from './attempts.ts';

/** Networks that are remembered of an account: those of its last sign-ins. */
const NETWORKS_PER_ACCOUNT = 20;
/** Expired records that a transaction removes for each record that it writes, so they do not pile up. */
const REMOVED_PER_WRITTEN = 4;

type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];

/** Creates the store of sign-in attempts on PostgreSQL. */
export const createPrismaAttemptStore = (prisma: PrismaClient): AttemptStore => ({
  transact: (scope, nowMs, work) =>
    prisma.$transaction(async (transaction) => {
      await lock(transaction, scope.keys);
      const ledger = await load(transaction, scope);
      work(ledger);
      await writeRecords(transaction, ledger.changed, nowMs);
      await writeKnown(transaction, ledger.remembered, nowMs);
    }),
});

/** Locks the keys, also those without a record. All transactions lock in the order of the text. */
async function lock(transaction: Transaction, keys: readonly string[]): Promise<void> {
  const sorted = [...keys].sort();
  await transaction.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM unnest(${sorted}::text[]) AS key`;
}

interface ChangedRecord {
  readonly record: AttemptRecord | null;
  readonly expiresAtMs: number;
}

interface LoadedLedger extends AttemptLedger {
  readonly changed: ReadonlyMap<string, ChangedRecord>;
  readonly remembered: ReadonlyMap<string, AccountNetwork>;
}

async function load(transaction: Transaction, { keys, pairs }: AttemptScope): Promise<LoadedLedger> {
  const rows = await transaction.signInAttempt.findMany({ where: { key: { in: [...keys] } } });
  const known = await transaction.knownNetwork.findMany({ where: { OR: [...pairs] } });
  const records = new Map(
    rows.map(({ key, attempts, lastAtMs, blockedUntilMs }) => [
      key,
      { attempts, lastAtMs: Number(lastAtMs), blockedUntilMs: Number(blockedUntilMs) },
    ]),
  );
  const knownPairs = new Set(known.map(nameOf));
  const changed = new Map<string, ChangedRecord>();
  const remembered = new Map<string, AccountNetwork>();
  return {
    changed,
    remembered,
    record: (key) => {
      const change = changed.get(key);
      return change ? change.record : (records.get(key) ?? null);
    },
    set: (key, record, expiresAtMs) => void changed.set(key, { record, expiresAtMs }),
    isKnown: (pair) => knownPairs.has(nameOf(pair)) || remembered.has(nameOf(pair)),
    remember: (pair) => void remembered.set(nameOf(pair), pair),
  };
}

/** Neither part contains a space. */
const nameOf = ({ account, network }: AccountNetwork): string => `${account} ${network}`;

async function writeRecords(
  transaction: Transaction,
  changed: LoadedLedger['changed'],
  nowMs: number,
): Promise<void> {
  const rows = [...changed].flatMap(([key, { record, expiresAtMs }]) =>
    record ? [{ key, ...record, expiresAtMs }] : [],
  );
  const removed = [...changed].flatMap(([key, { record }]) => (record ? [] : [key]));
  if (removed.length > 0) await transaction.signInAttempt.deleteMany({ where: { key: { in: removed } } });
  if (rows.length === 0) return;
  await transaction.$executeRaw`
    INSERT INTO sign_in_attempts (key, attempts, last_at_ms, blocked_until_ms, expires_at_ms)
    SELECT * FROM unnest(
      ${rows.map(({ key }) => key)}::text[], ${rows.map(({ attempts }) => attempts)}::integer[],
      ${rows.map(({ lastAtMs }) => BigInt(lastAtMs))}::bigint[],
      ${rows.map(({ blockedUntilMs }) => BigInt(blockedUntilMs))}::bigint[],
      ${rows.map(({ expiresAtMs }) => BigInt(expiresAtMs))}::bigint[])
    ON CONFLICT (key) DO UPDATE SET attempts = EXCLUDED.attempts, last_at_ms = EXCLUDED.last_at_ms,
      blocked_until_ms = EXCLUDED.blocked_until_ms, expires_at_ms = EXCLUDED.expires_at_ms`;
  await transaction.$executeRaw`
    DELETE FROM sign_in_attempts WHERE key IN (
      SELECT key FROM sign_in_attempts WHERE expires_at_ms <= ${BigInt(nowMs)}
      ORDER BY expires_at_ms LIMIT ${REMOVED_PER_WRITTEN * rows.length} FOR UPDATE SKIP LOCKED)`;
}

async function writeKnown(
  transaction: Transaction,
  remembered: LoadedLedger['remembered'],
  nowMs: number,
): Promise<void> {
  for (const { account, network } of remembered.values()) {
    await transaction.$executeRaw`
      INSERT INTO known_networks (account, network, last_at_ms) VALUES (${account}, ${network}, ${BigInt(nowMs)})
      ON CONFLICT (account, network) DO UPDATE SET last_at_ms = EXCLUDED.last_at_ms`;
    await transaction.$executeRaw`
      DELETE FROM known_networks WHERE account = ${account} AND network IN (
        SELECT network FROM known_networks WHERE account = ${account}
        ORDER BY last_at_ms DESC, network OFFSET ${NETWORKS_PER_ACCOUNT})`;
  }
}
