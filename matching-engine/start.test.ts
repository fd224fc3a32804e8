import { describe, expect, test } from 'vitest';
import { QUEUES } from '#contracts/names.ts';
import { createWorld, instrument, until, type World } from './edge/test-harness.ts';
import { buy, cancel, sell } from './test-support/commands.ts';

const typesOf = async (world: World): Promise<string[]> => (await world.reports()).map(({ type }) => type);

describe('the engine over its ports', () => {
  test('an order fills, and reports and market data reach those whom they are for', async () => {
    const world = await createWorld();
    const { part } = await world.start();
    await world.list(instrument());
    await world.send(sell('s', 100, 2900, { member: 'SIMULATOR' }), buy('b', 200, 2910));
    await until(world, async () => (await world.reports()).length === 2);

    expect(await world.reports()).toMatchObject([
      { type: 'ACCEPTED', orderId: 'b', sequence: 1, tradeDate: '2026-03-16', leavesQuantity: 200 },
      { type: 'FILLED', sequence: 2, priceTicks: 2900, fillQuantity: 100, liquidity: 'TAKER' },
    ]);
    expect(await world.reports('SIMULATOR')).toMatchObject([
      { type: 'ACCEPTED', sequence: 1 },
      { type: 'FILLED', sequence: 2, liquidity: 'MAKER', leavesQuantity: 0 },
    ]);
    expect(await world.marketData()).toMatchObject([
      { type: 'PHASE_CHANGED', phase: 'CONTINUOUS', previousCloseTicks: 2890, sequence: 1 },
      { type: 'BOOK_CHANGED', changes: [{ side: 'SELL', priceTicks: 2900, quantity: 100 }], sequence: 2 },
      { type: 'TRADE', tradeId: 'PETR4-1', aggressor: 'BUY', sequence: 3 },
      {
        type: 'BOOK_CHANGED',
        changes: [
          { side: 'SELL', priceTicks: 2900, quantity: 0, orders: 0 },
          { side: 'BUY', priceTicks: 2910, quantity: 100, orders: 1 },
        ],
        sequence: 4,
      },
    ]);
    expect(await part.calls.openOrders({ member: null })).toMatchObject([
      { orderId: 'b', status: 'PARTIALLY_FILLED', filledQuantity: 100, leavesQuantity: 100 },
    ]);
    await part.stop();
  });

  test('a message that cannot be read goes to the dead-letter queue and holds nothing up', async () => {
    const world = await createWorld();
    await world.list(instrument());
    const { part } = await world.start();
    await world.sendBytes(Buffer.from('{'), Buffer.from(JSON.stringify({ ...buy('x', 100, 2900), v: 2 })));
    await world.send(buy('a', 100, 2900), cancel('a', 'r1'));
    await until(world, async () => (await world.reports()).length === 2);
    await until(world, async () => (await world.queue.deadLetters(QUEUES.engineCommands(0), 9)).length === 2);
    const reasons = (await world.queue.deadLetters(QUEUES.engineCommands(0), 9)).map(({ reason }) => reason);
    expect(reasons[0]).toMatch(/not JSON/);
    expect(reasons[1]).toMatch(/v/);
    expect(await typesOf(world)).toEqual(['ACCEPTED', 'CANCELED']);
    await part.stop();
  });
});
