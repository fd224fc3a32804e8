import pg from 'pg';
import { expect, test } from 'vitest';
import type { OrderStatus } from '#domain/orders/order.ts';
import { createTestDatabase } from '#test/support/database/database.ts';
import { createReadCounter } from '#test/support/probes/rows-read.ts';
import type { OrderQuery } from './store.ts';
import { createPrismaOrderStore } from './store.prisma.ts';

/** Two accounts with 10,000 ended orders each, of which one in a hundred is replaced by an older open order, and two facts each. */
const FILL = `
  INSERT INTO orders (id, account_id, owner_id, client_order_id, content, ticker, custody_ticker, asset_kind, tick_centavos, side, type,
      time_in_force, quantity, status, filled_quantity, leaves_quantity, filled_centavos, reserved_centavos, reserved_quantity,
      execution_count, lot_size, costs_day, brokerage, costs_centavos, traded_days, day_ordinary_centavos, day_auction_centavos,
      correlation_id, intent_at_ms, created_at_ms, updated_at_ms, version)
    SELECT 'ord_' || a || '_' || n, 'acc_' || a, 'usr', 'c' || n, '', 'PETR4', 'PETR4', 'PREFERRED_STOCK', 1, 'BUY', 'LIMIT', 'DAY', 100,
      CASE WHEN n < 10 THEN 'OPEN' ELSE 'FILLED' END, 0, 100, 0, 0, 0, 0, 100, '2025-01-01', '{"type":"NONE"}', 0, 0, 0, 0, 'cor', n, n, n, 1
    FROM generate_series(1, 2) a, generate_series(1, 10000) n;
  INSERT INTO order_facts (account_id, sequence, payload, order_id, version)
    SELECT 'acc_' || a, n, '{"sequence":' || n || ',"type":"PLACED","order":{}}', 'ord_' || a || '_' || (n + 1) / 2, 2 - n % 2 FROM generate_series(1, 2) a, generate_series(1, 20000) n;
  INSERT INTO executions (order_id, number, id, trade_id, price_centavos, quantity, gross_centavos, is_auction, costs, fees_centavos,
      trade_date, settles_on, at_ms)
    SELECT 'ord_' || a || '_' || n, 1, 'exe_' || a || '_' || n, '', 1, 1, 1, false, '[]', 0, '', '', n
    FROM generate_series(1, 2) a, generate_series(1, 10000) n;
  VACUUM ANALYZE`;

test('an order that is accepted or stays open is changed on its page, without an entry in an index', async () => {
  const client = new pg.Client(await createTestDatabase('orders'));
  await client.connect();
  try {
    const [insert = ''] = FILL.split(';');
    await client.query(insert.replaceAll('10000', '20'));
    for (const status of ['RESERVING', 'PENDING', 'PARTIALLY_FILLED'])
      await client.query("UPDATE orders SET status = $1, version = version + 1 WHERE id = 'ord_1_1'", [
        status,
      ]);
    await client.query('SELECT pg_stat_force_next_flush()');
    const { rows } = await client.query(
      "SELECT n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'orders'",
    );
    expect(rows).toEqual([{ n_tup_hot_upd: '3' }]);
  } finally {
    await client.end();
  }
});

const OPEN: readonly OrderStatus[] = ['PENDING', 'OPEN', 'PARTIALLY_FILLED'];

test('queries on a long history read the rows that they return, or little more', async () => {
  const database = await createTestDatabase('orders');
  const store = await createPrismaOrderStore({ ...database, max: 1 }, { engineShards: 1 });
  try {
    for (const statement of FILL.split(';'))
      await store.sql.$executeRaw([statement] as unknown as TemplateStringsArray);
    const read = await createReadCounter(database, store.sql);
    const query = (changes: Partial<OrderQuery>): OrderQuery => ({
      ...{ accountId: 'acc_1', statuses: null, ticker: null, side: null, fromMs: null, toMs: null },
      ...changes,
    });
    const page = (changes: Partial<OrderQuery>) =>
      store.pages([{ query: query(changes), after: null, limit: 51 }]);
    expect((await page({ statuses: OPEN }))[0]).toHaveLength(9);
    // Under a plan for all parameters too, which a connection makes after some uses.
    for (let use = 0; use < 8; use++) expect(await read(() => page({ statuses: OPEN }))).toBeLessThan(20);
    expect(await read(() => store.counts([query({ statuses: OPEN })]))).toBeLessThan(20);
    expect(await read(() => page({}))).toBeLessThan(60);
    expect(await read(() => page({ fromMs: 500, toMs: 540 }))).toBeLessThan(60);
    expect(await read(() => store.orders(['ord_1_5000', 'ord_2_1']))).toBeLessThan(10);
    const key = { accountId: 'acc_1', clientId: 'c77' };
    expect(await read(() => store.byClientOrderIds([key]))).toBeLessThan(10);
    expect(await read(() => store.facts('acc_1', 20_000, 200))).toBeLessThan(10);
    expect(await read(() => store.encodedFacts('acc_1', 9_000, 200))).toBeLessThan(210);
    expect(await read(() => store.executions([{ orderId: 'ord_1_9', from: 1, to: 5 }]))).toBeLessThan(10);
    expect(await read(() => store.factsOfOrders([{ orderId: 'ord_1_9', from: 1, to: 5 }]))).toBeLessThan(10);
    expect(await read(() => store.abandonIntentsBefore(1_000))).toBeLessThan(10);
    expect(await read(() => store.backlog())).toBeLessThan(20);
  } finally {
    await store.close();
  }
});
