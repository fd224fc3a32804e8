import { describe, expect, test } from 'vitest';
import { QUEUES } from '#contracts/names.ts';
import { buy } from '#test/support/engine/commands.ts';
import { createWorld, until, type World } from '#test/support/engine/engine-harness.ts';
import { instrumentFact } from '#test/support/samples/instrument.ts';

const reportsCome = (world: World, count: number): Promise<void> =>
  until(world, async () => (await world.reports()).length >= count);

describe('the engine', () => {
  test('reports the place of each member in the journal first, at every start and on request', async () => {
    const world = await createWorld();
    await world.list(instrumentFact());
    const first = await world.start();
    await world.send(buy('a', 100, 2890, { number: 1 }), buy('b', 100, 2890, { number: 2 }));
    await reportsCome(world, 2);
    await first.part.stop();
    const { part } = await world.start();
    await part.calls.publishPosition({ member: 'BROKER' });
    const empty = { shard: 0, journalId: 'jnl_test', lastSequence: 0, commandNumber: 0 };
    expect(await world.positions()).toMatchObject([
      empty,
      { ...empty, lastSequence: 2, commandNumber: 2 },
      { ...empty, lastSequence: 2, commandNumber: 2 },
    ]);
    expect(await world.positions('SIMULATOR')).toMatchObject([empty, empty]);
    expect((await world.marketData()).every(({ journalId }) => journalId === 'jnl_test')).toBe(true);
    await part.stop();
  });

  test('takes no commands while those before them are not in its journal', async () => {
    const world = await createWorld();
    await world.list(instrumentFact());
    const { part } = await world.start();
    await world.send(buy('a', 100, 2890, { number: 8 }));
    const problem = async () => (await part.readiness()).find(({ name }) => name === 'outputs')?.detail;
    await until(world, async () => (await problem()) !== undefined);
    expect(await problem()).toContain(
      'the next command of BROKER is 8, but the journal ends at its command 0',
    );
    expect(await world.reports()).toEqual([]);
    expect(await world.queue.depth(QUEUES.engineCommands(0))).toBe(1);
    await part.stop();
  });

  test('takes commands that skip the numbers of unreadable ones', async () => {
    const world = await createWorld();
    await world.list(instrumentFact());
    const { part } = await world.start();
    await world.send(buy('a', 100, 2890, { number: 1 }), buy('b', 100, 2890, { number: 3 }));
    await reportsCome(world, 2);
    await part.stop();
  });
});
