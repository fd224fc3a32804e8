import { expect, test } from 'vitest';
import { engineCommandCodec } from '#contracts/messages/engine-commands.ts';
import { QUEUES } from '#contracts/names.ts';
import { shardOf } from '#contracts/sharding.ts';
import { createMemoryFiles } from '#platform/disk-log/test/memory-files.ts';
import { buy, cancel } from '#test/support/engine/commands.ts';
import { createWorld, until } from '#test/support/engine/engine-harness.ts';
import { instrumentFact } from '#test/support/samples/instrument.ts';

const SHARDS = 2;
const TICKERS = ['PETR4', 'VALE3', 'ITUB4', 'PETR4F'];

test('engines of two shards report to one member, each with its shard and its own sequence', async () => {
  const world = await createWorld();
  await world.list(...TICKERS.map((ticker) => instrumentFact({ ticker, lotSize: 1 })));
  const start = (shard: number) => {
    const files = createMemoryFiles();
    return world.start({ shard, shards: SHARDS, wrapFiles: () => files });
  };
  const engines = [await start(0), await start(1)];
  await world.queue.declare(QUEUES.engineCommands(1));
  for (const [index, ticker] of [...TICKERS, ...TICKERS].entries()) {
    const shard = shardOf(ticker, SHARDS);
    const commands = [buy(`o${index}`, 100, 2890, { ticker }), cancel(`o${index}`, `r${index}`, { ticker })];
    await world.queue.publish(
      QUEUES.engineCommands(shard),
      commands.map((command) => ({
        body: engineCommandCodec.encode(command),
        messageId: command.commandId,
        correlationId: 'c',
      })),
    );
  }
  await until(world, async () => (await world.reports()).length === 16);
  const reports = await world.reports();
  for (const shard of [0, 1]) {
    const ofShard = reports.filter((report) => (report.shard ?? 0) === shard);
    expect(ofShard.length).toBeGreaterThan(0);
    expect(ofShard.map(({ sequence }) => sequence)).toEqual(ofShard.map((_, place) => place + 1));
    for (const report of ofShard) expect('ticker' in report && shardOf(report.ticker, SHARDS)).toBe(shard);
  }
  for (const { part } of engines) await part.stop();
});
