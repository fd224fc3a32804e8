import type { PrismaClient } from '../generated/prisma/client.ts';
import type { OutgoingCommand, OutgoingFact } from './store.ts';

/** Advisory locks: an instance holds one until the server has confirmed its batch, so one instance publishes at a time. */
const COMMANDS_LOCK = 4_150_001;
const FACTS_LOCK = 4_150_002;

/** A transaction waits for the server's confirmation. After the timeout it rolls back, and the relay publishes the batch again. */
const PUBLISHING = { timeout: 60_000, maxWait: 10_000 };

/** See `OrderStore.publishCommands`. */
export const publishCommands = (
  prisma: PrismaClient,
  limit: number,
  publish: (commands: readonly OutgoingCommand[]) => Promise<void>,
): Promise<number> =>
  prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${COMMANDS_LOCK})`;
    const rows = await tx.commandOutbox.findMany({ orderBy: { position: 'asc' }, take: limit });
    if (rows.length === 0) return 0;
    await publish(rows.map(({ payload, ...row }) => ({ ...row, body: Buffer.from(payload) })));
    await tx.commandOutbox.deleteMany({ where: { position: { in: rows.map((row) => row.position) } } });
    return rows.length;
  }, PUBLISHING);

/** See `OrderStore.publishFacts`. */
export const publishFacts = (
  prisma: PrismaClient,
  limit: number,
  publish: (facts: readonly OutgoingFact[]) => Promise<void>,
): Promise<number> =>
  prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${FACTS_LOCK})`;
    const rows = await tx.$queryRaw<{ position: bigint; account_id: string; payload: string }[]>`
      SELECT position, account_id, payload
      FROM (SELECT * FROM fact_outbox ORDER BY position LIMIT ${limit}) o
      JOIN order_facts USING (account_id, sequence) ORDER BY position`;
    if (rows.length === 0) return 0;
    await publish(rows.map((row) => ({ accountId: row.account_id, body: Buffer.from(row.payload) })));
    await tx.factOutbox.deleteMany({ where: { position: { in: rows.map((row) => row.position) } } });
    return rows.length;
  }, PUBLISHING);
