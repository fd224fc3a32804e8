/** Uses the event log like a part at its start: declares all topics, reads one from its end and appends to it. */
import { COMPACTED_TOPICS, TOPICS } from '#contracts/names.ts';
import { createWallClock } from '#platform/time/clock.ts';
import { createKafkaEventLog } from '#platform/kafka/event-log.ts';
import { silentLog } from '#platform/observability/log.ts';
import { within } from '#platform/retry/within.ts';

const READ_MS = 60_000;
const [port = '', part = ''] = process.argv.slice(2);
const wallClock = createWallClock();

async function start(): Promise<void> {
  const log = await createKafkaEventLog({
    brokers: [`127.0.0.1:${port}`],
    clientId: `part-${part}`,
    wallClock,
    log: silentLog,
  });
  for (const topic of Object.values(TOPICS))
    await log.declare(topic, { compacted: COMPACTED_TOPICS.includes(topic) });
  let announce: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => (announce = resolve));
  const own = `key-${part}`;
  await log.read([TOPICS.orderFacts], { from: 'now' }, async (batch) => {
    if (batch.some(({ key }) => key === own)) announce();
  });
  await log.append(TOPICS.orderFacts, [{ key: own, value: new TextEncoder().encode('first') }]);
  await within(wallClock, READ_MS, arrived);
  await log.close();
}

await start().then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
