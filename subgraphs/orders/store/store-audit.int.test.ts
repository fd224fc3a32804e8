import { afterAll, beforeAll, expect, test } from 'vitest';
import pg from 'pg';
import { createTestDatabase } from '#test/support/database/database.ts';
import { createPrismaOrderStore } from './store.prisma.ts';

/** A filled, a canceled and an open order; the filled one has two executions. */
const FILL = `
  INSERT INTO orders (id, account_id, owner_id, client_order_id, content, ticker, custody_ticker, asset_kind, tick_centavos, side, type,
      time_in_force, quantity, status, filled_quantity, leaves_quantity, filled_centavos, reserved_centavos, reserved_quantity,
      execution_count, lot_size, costs_day, brokerage, costs_centavos, traded_days, day_ordinary_centavos, day_auction_centavos,
      correlation_id, intent_at_ms, created_at_ms, updated_at_ms, version)
    SELECT 'ord_' || n, 'acc_1', 'usr', 'c' || n, '', 'PETR4', 'PETR4', 'PREFERRED_STOCK', 1, 'BUY', 'LIMIT', 'DAY', 200,
      (ARRAY['FILLED', 'CANCELED', 'OPEN'])[n], CASE n WHEN 1 THEN 200 ELSE 0 END, 0, CASE n WHEN 1 THEN 600 ELSE 0 END,
      CASE n WHEN 3 THEN 7 ELSE 0 END, 0, CASE n WHEN 1 THEN 2 ELSE 0 END, 100, '2026-03-16', '{"type":"NONE"}', 0, 0, 0, 0,
      'cor', n, n, n, 1 FROM generate_series(1, 3) n;
  INSERT INTO executions (order_id, number, id, trade_id, price_centavos, quantity, gross_centavos, is_auction, costs, fees_centavos,
      trade_date, settles_on, at_ms)
    SELECT 'ord_1', n, 'exe_' || n, '', 3, 100, 300, false, '[]', 0, '', '', n FROM generate_series(1, 2) n`;

let store: Awaited<ReturnType<typeof createPrismaOrderStore>>;
let client: pg.Client;
beforeAll(async () => {
  const database = await createTestDatabase('orders');
  store = await createPrismaOrderStore(database, { engineShards: 1 });
  client = new pg.Client(database);
  await client.connect();
  await client.query(FILL);
});
afterAll(async () => {
  await client.end();
  await store.close();
});

test('sums up consistent orders', async () => {
  expect(await store.fillTotals()).toEqual({ orders: 3, executions: 2, wrong: 0, examples: [] });
  expect((await store.openOrdersAfter(null, 10)).map(({ orderId }) => orderId)).toEqual(['ord_3']);
  expect(await store.fillDigestsAfter(null, 10)).toMatchObject([{ accountId: 'acc_1', fills: 2 }]);
  expect(await store.fillDigestsAfter('acc_1', 10)).toEqual([]);
  expect(await store.executionsAfter('acc_1', 'exe_1', 10)).toEqual([
    { executionId: 'exe_2', orderId: 'ord_1', accountId: 'acc_1', quantity: 100 },
  ]);
});

test.each([
  ['filled quantity', `UPDATE orders SET filled_quantity = filled_quantity + 1 WHERE id = 'ord_1'`],
  ['filled amount', `UPDATE orders SET filled_centavos = filled_centavos + 1 WHERE id = 'ord_1'`],
  ['count of an order without executions', `UPDATE orders SET execution_count = 1 WHERE id = 'ord_2'`],
  ['quantity of an execution', `UPDATE executions SET quantity = 99 WHERE id = 'exe_1'`],
  ['missing execution', `DELETE FROM executions WHERE id = 'exe_2'`],
  ['execution without an order', `UPDATE executions SET order_id = 'ord_9' WHERE id = 'exe_2'`],
])('finds a wrong %s', async (_what, tamper) => {
  await client.query(
    'CREATE TABLE kept_orders AS TABLE orders; CREATE TABLE kept_executions AS TABLE executions',
  );
  await client.query(tamper);
  const { wrong, examples } = await store.fillTotals();
  await client.query(`UPDATE orders o SET filled_quantity = kept.filled_quantity, filled_centavos = kept.filled_centavos,
      execution_count = kept.execution_count FROM kept_orders kept WHERE o.id = kept.id; DROP TABLE kept_orders;
    DELETE FROM executions; INSERT INTO executions SELECT * FROM kept_executions; DROP TABLE kept_executions`);
  expect(wrong).toBeGreaterThan(0);
  expect(examples[0]).toMatch(/^ord_/);
});

test('shows ended orders that hold something or await an answer', async () => {
  await client.query(`UPDATE orders SET reserved_centavos = 5 WHERE id = 'ord_2'`);
  expect((await store.openOrdersAfter(null, 10)).map(({ orderId }) => orderId)).toEqual(['ord_2', 'ord_3']);
  await client.query(
    `UPDATE orders SET reserved_centavos = 0, cancel_request_id = 'can_1' WHERE id = 'ord_2'`,
  );
  expect((await store.openOrdersAfter(null, 10)).map(({ orderId }) => orderId)).toEqual(['ord_2', 'ord_3']);
});
