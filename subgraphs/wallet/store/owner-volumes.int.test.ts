import { expect, test } from 'vitest';
import { createTestDatabase } from '#test/support/database/database.ts';
import { createPrismaWalletStore } from './store.prisma.ts';

test('an owner whose volume no safe integer holds does not stop the reading of the others', async () => {
  const store = createPrismaWalletStore({ ...(await createTestDatabase('wallet')), max: 1 });
  try {
    await store.client.$executeRaw`
      INSERT INTO account (id, owner_id, name, created_at_ms)
        SELECT 'acc_' || a, 'usr_' || a, 'main', 0 FROM generate_series(1, 2) a`;
    await store.client.$executeRaw`
      INSERT INTO note (account_id, trade_date, number, settles_on, bought_centavos, sold_centavos,
          settlement_fee_centavos, trading_fee_centavos, brokerage_centavos, brokerage_taxes_centavos, other_centavos,
          withheld, uncollected, net_centavos, adtv_centavos, day_trade_adtv_centavos, day_traded_centavos, version, closed_at_ms)
        SELECT 'acc_' || a, '2026-11-0' || d, d, '', CASE a WHEN 1 THEN 9000000000000000 ELSE 5 END, 0,
          0, 0, 0, 0, 0, '[]', '{}', 0, 0, 0, 0, 1, 0 FROM generate_series(1, 2) a, generate_series(2, 3) d`;
    const volumes = await store.volumesOfOwners(['acc_1', 'acc_2'], '2026-11-01', '2026-11-30');
    expect(volumes.get('acc_1')?.allCentavos).toBe(Number.MAX_SAFE_INTEGER);
    expect(volumes.get('acc_2')?.allCentavos).toBe(10);
  } finally {
    await store.close();
  }
});
