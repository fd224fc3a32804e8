/**
 * A process that publishes to a durable queue and appends to a durable log without pause, printing each number once it
 * is confirmed, until it is killed: `publish-until-killed.ts FOLDER FIRST`.
 */
import { createWallClock } from '#platform/time/clock.ts';
import { createDurableEventLog } from '#platform/in-process/event-log/durable-event-log.ts';
import { createDurableQueue } from '#platform/in-process/queue/durable-queue.ts';
import { silentLog } from '#platform/observability/log.ts';

const [folder = '', first = '0'] = process.argv.slice(2);
const dependencies = { wallClock: createWallClock(), log: silentLog, segmentBytes: 4_096 };
const queue = await createDurableQueue({ folder: `${folder}/queue`, ...dependencies });
const log = await createDurableEventLog({ folder: `${folder}/log`, ...dependencies });
await queue.declare('q');
await log.declare('t', { compacted: false });

const write = async (number: number): Promise<void> => {
  const body = Buffer.from(String(number));
  await queue.publish('q', [{ body, messageId: `m${number}`, correlationId: '' }]);
  await log.append('t', [{ key: 'k', value: body }]);
  process.stdout.write(`${number}\n`);
};
for (let number = Number(first); ; number += 4)
  await Promise.all([number, number + 1, number + 2, number + 3].map(write));
