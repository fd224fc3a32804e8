import pg, { type PoolConfig } from 'pg';
import { DATABASES } from '#contracts/names.ts';
import type { PruningRule } from '#platform/background/pruning.ts';
import { createWallClock } from '#platform/time/clock.ts';
import { ordersPruning } from '#orders/retention/pruning.ts';
import { createPrismaOrderStore } from '#orders/store/store.prisma.ts';
import { TEST_RETENTION } from '#test/support/samples/retention.ts';
import { walletPruning } from '#wallet/retention/pruning.ts';
import { createPrismaWalletStore } from '#wallet/store/store.prisma.ts';

/** Prunes all that is older than the default settings keep, without pauses. Returns the removed rows by rule. */
export async function pruneAll(
  connection: PoolConfig,
  progress: (text: string) => void,
): Promise<Readonly<Record<string, number>>> {
  const clock = createWallClock();
  const clocks = { marketClock: clock, wallClock: clock };
  const wallet = createPrismaWalletStore({ ...connection, database: DATABASES.wallet });
  const orders = await createPrismaOrderStore(
    { ...connection, database: DATABASES.orders },
    { engineShards: 1 },
  );
  const bookedFacts = async ({ accountIds }: { accountIds: string[] }) => [
    ...(await wallet.bookedFacts(accountIds)),
  ];
  const rules = [
    ...ordersPruning({ ...clocks, sql: orders.sql, retention: TEST_RETENTION, wallet: { bookedFacts } }),
    ...walletPruning(wallet.sql, TEST_RETENTION, clocks),
  ];
  const removed: Record<string, number> = {};
  for (const rule of rules) removed[rule.name] = await removeAll(rule, progress);
  await wallet.close();
  await orders.close();
  return removed;
}

async function removeAll(rule: PruningRule, progress: (text: string) => void): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await rule.removeBatch(rule.clock.nowMs() - rule.keepDays * 86_400_000);
    if (count === 0) return total;
    total += count;
    if (total % 100_000 < count) progress(`pruned ${total} of ${rule.name}`);
  }
}

/** Gives the room of removed rows back to the system, so that the size on disk shows what is left. */
export async function compact(connection: PoolConfig): Promise<void> {
  for (const [database, tables] of [
    [DATABASES.orders, 'order_facts'],
    [DATABASES.wallet, 'reservation, balance, hold, client_transfer'],
  ] as const) {
    const client = new pg.Client({ ...connection, database });
    await client.connect();
    await client.query(`VACUUM (FULL, ANALYZE) ${tables}`);
    await client.end();
  }
}
