import { describe, expect, test } from 'vitest';
import { QUEUES } from '#contracts/names.ts';
import { createWorld, phasesOf, until, type World } from '#test/support/engine/engine-harness.ts';
import { instrumentFact } from '#test/support/samples/instrument.ts';
import { buy, cancel, sell } from '#test/support/engine/commands.ts';

const typesOf = async (world: World): Promise<string[]> => (await world.reports()).map(({ type }) => type);
const reportsCome = (world: World, count: number): Promise<void> =>
  until(world, async () => (await world.reports()).length >= count);

describe('the engine over its ports', () => {
  test('fills an order and publishes reports and market data', async () => {
    const world = await createWorld();
    const { part } = await world.start();
    await world.list(instrumentFact());
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
          { side: 'BUY', priceTicks: 2910, quantity: 100, orders: 1 },
          { side: 'SELL', priceTicks: 2900, quantity: 0, orders: 0 },
        ],
        sequence: 4,
      },
    ]);
    expect(await part.calls.openOrders({ member: null })).toMatchObject([
      { orderId: 'b', status: 'PARTIALLY_FILLED', filledQuantity: 100, leavesQuantity: 100 },
    ]);
    await part.stop();
  });

  test('moves an unreadable message to the dead letters and processes the others', async () => {
    const world = await createWorld();
    await world.list(instrumentFact());
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

  test('consumes no orders until instruments arrive', async () => {
    const world = await createWorld();
    await world.send(buy('early', 100, 2890));
    const { part } = await world.start();
    world.wallClock.advance(10_000);
    expect(await part.readiness()).toContainEqual({
      name: 'instruments',
      ready: false,
      detail: 'assets has not published any instrument yet',
    });
    await world.list(instrumentFact());
    await reportsCome(world, 1);
    expect(await typesOf(world)).toEqual(['ACCEPTED']);
    expect((await part.readiness()).every(({ ready }) => ready)).toBe(true);
    await part.stop();
  });

  test('answers auditors and publishes whole books on request', async () => {
    const world = await createWorld();
    await world.list(instrumentFact());
    const { part } = await world.start();
    await world.send(buy('a', 100, 2890), buy('b', 150, 2890), buy('c', 100, 2889), cancel('c', 'r'));
    await reportsCome(world, 4);
    const states = await part.calls.orderStates({ member: 'BROKER' });
    expect(states.map(({ orderId, status }) => `${orderId} ${status}`)).toEqual([
      'a OPEN',
      'b REJECTED',
      'c CANCELED',
    ]);
    expect(await part.calls.orderStates({ member: 'NOBODY' })).toEqual([]);
    await part.calls.publishBooks({ tickers: ['PETR4', 'XXXX9'] });
    expect((await world.marketData()).at(-1)).toMatchObject({
      type: 'BOOK_SNAPSHOT',
      bids: [{ priceTicks: 2890, quantity: 100, orders: 1 }],
    });
    const { stateHash, commands, confirmedCommands } = await part.calls.stateHash({});
    expect(stateHash).toBe(part.stateHash());
    expect(confirmedCommands).toBe(commands);
    await part.stop();
  });
});

describe('a halt with an end', () => {
  test('ends without traffic, and so does the call after it', async () => {
    const world = await createWorld();
    await world.list(instrumentFact());
    const { part } = await world.start();
    const nowMs = world.marketClock.nowMs();
    await part.calls.halt({ ticker: null, endsAtMs: nowMs + 60_000 });
    expect((await phasesOf(world)).at(-1)).toBe('HALTED');
    world.marketClock.set(nowMs + 60_000);
    await until(world, async () => (await phasesOf(world)).at(-1) === 'AUCTION');
    world.marketClock.set(nowMs + 60 * 60_000);
    await until(world, async () => (await phasesOf(world)).at(-1) === 'CONTINUOUS');
    await part.stop();
  });
});

describe('operators', () => {
  const phasesOf = async (world: World): Promise<string[]> =>
    (await world.marketData()).flatMap((message) =>
      message.type === 'PHASE_CHANGED' ? [`${message.phase} ${message.cause ?? 'SCHEDULE'}`] : [],
    );

  test('halt and resume a ticker, start an auction, and give the circuit breaker an index value', async () => {
    const world = await createWorld();
    await world.list(instrumentFact());
    const { part } = await world.start();
    await until(world, async () => (await phasesOf(world)).length === 1);
    await part.calls.halt({ ticker: 'PETR4' });
    await world.send(buy('a', 100, 2890));
    await reportsCome(world, 1);
    expect(await world.reports()).toMatchObject([{ type: 'REJECTED', rule: 'PHASE' }]);
    await part.calls.resume({ ticker: 'PETR4' });
    world.marketClock.advance(3_600_000);
    await until(world, async () => (await phasesOf(world)).length === 4);
    await part.calls.startAuction({ ticker: 'PETR4', durationMs: 1_000 });
    world.marketClock.advance(1_000);
    await until(world, async () => (await phasesOf(world)).length === 6);
    await part.calls.publishIndexValue({ value: 9_000_000, previousClose: 10_000_000 });
    expect(await phasesOf(world)).toEqual([
      'CONTINUOUS SCHEDULE',
      'HALTED HALT',
      'AUCTION HALT',
      'CONTINUOUS SCHEDULE',
      'AUCTION COMMAND',
      'CONTINUOUS SCHEDULE',
      'HALTED CIRCUIT_BREAKER',
    ]);
    await part.stop();
  });
});

describe('stop and start', () => {
  test('keep the state and publish nothing twice', async () => {
    const world = await createWorld();
    await world.list(instrumentFact());
    const first = await world.start();
    await world.send(buy('a', 200, 2890), sell('s', 100, 2890));
    await reportsCome(world, 4);
    const before = { reports: await world.reports(), marketData: await world.marketData() };
    const hash = first.part.stateHash();
    await first.part.stop();

    const second = await world.start();
    expect(second.part.stateHash()).toBe(hash);
    await world.send(buy('a', 200, 2890), cancel('a', 'r'));
    await reportsCome(world, 5);
    expect(await world.reports()).toMatchObject([...before.reports, { type: 'CANCELED', sequence: 5 }]);
    expect((await world.marketData()).slice(0, -1)).toEqual(before.marketData);
    await second.part.stop();
  });
});

describe('failures', () => {
  test('a failed journal write ends the engine, which publishes and acknowledges nothing', async () => {
    const world = await createWorld();
    await world.list(instrumentFact());
    let isFull = false;
    const { part, crash } = await world.start({
      wrapFiles: (files) => ({
        ...files,
        append: async (name, bytes) => {
          if (isFull) throw new Error('ENOSPC: no space left on device');
          await files.append(name, bytes);
        },
      }),
    });
    await world.send(buy('a', 100, 2890));
    await reportsCome(world, 1);
    isFull = true;
    await world.send(buy('b', 100, 2890));
    await until(world, () => world.failures.length > 0);
    isFull = false;
    await world.send(buy('c', 100, 2890));
    await until(world, async () => (await world.queue.depth(QUEUES.engineCommands(0))) === 2);
    expect(world.failures).toMatchObject([{ message: 'ENOSPC: no space left on device' }]);
    expect(await world.reports()).toHaveLength(1);
    expect(await part.readiness()).toContainEqual({
      name: 'outputs',
      ready: false,
      detail: 'ENOSPC: no space left on device',
    });
    crash();

    const next = await world.start();
    // The last group before the failure may be published twice: its confirmation was not on disk yet.
    const distinct = async () => new Map((await world.reports()).map((report) => [report.sequence, report]));
    await until(world, async () => (await distinct()).size === 3);
    expect([...(await distinct()).values()]).toMatchObject([
      { orderId: 'a' },
      { orderId: 'b' },
      { orderId: 'c' },
    ]);
    await next.part.stop();
  });

  test('a failed publish is retried in order, and readiness shows it', async () => {
    const world = await createWorld();
    await world.list(instrumentFact());
    let isDown = false;
    const { part } = await world.start({
      faults: () => ({ write: (name) => (isDown && name !== QUEUES.engineCommands(0) ? 'lost' : 'none') }),
    });
    await world.send(buy('a', 100, 2890));
    await reportsCome(world, 1);
    isDown = true;
    await world.send(buy('b', 100, 2890), buy('c', 100, 2890));
    const isReady = async (): Promise<boolean> => (await part.readiness()).every(({ ready }) => ready);
    await until(world, async () => !(await isReady()));
    expect(await world.reports()).toHaveLength(1);
    isDown = false;
    await reportsCome(world, 3);
    await until(world, isReady);
    expect((await world.reports()).map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    await part.stop();
  });

  test('stops while a publish fails, and publishes the outputs at the next start', async () => {
    const world = await createWorld();
    await world.list(instrumentFact());
    let isDown = false;
    const { part } = await world.start({
      faults: () => ({ write: (name) => (isDown && name.startsWith('member.') ? 'lost' : 'none') }),
    });
    await world.send(buy('a', 100, 2890));
    await reportsCome(world, 1);
    isDown = true;
    await world.send(buy('b', 100, 2890));
    await until(world, async () => (await part.readiness()).some(({ ready }) => !ready));
    await part.stop();
    expect(world.failures).toEqual([]);

    const next = await world.start();
    expect((await world.reports()).map(({ sequence }) => sequence)).toEqual([1, 2]);
    await next.part.stop();
  });
});
