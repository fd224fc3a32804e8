/** Every part as a process of its own over the real servers: `npm run start:distributed`. */
import path from 'node:path';
import { PLAYGROUND_PATH } from '#gateway/playground/address.ts';
import { runProcess } from '#platform/process/lifecycle.ts';
import { requireClients } from '#scripts/prisma/clients.ts';
import { loadDistributedSettings, startDistributed } from './start.ts';

const HELP = `npm run start:distributed: every part as a process of its own, over PostgreSQL, RabbitMQ, Kafka, Redis and MongoDB.

The addresses of the servers come from "npm run stack -- start" or from the environment (DATABASE_URL, RABBITMQ_URL,
KAFKA_BROKERS, REDIS_URL, MONGODB_URL), those of the parts from IDENTITY_URL, ORDERS_URL and so on: see
docs/SETTINGS.md. A part that dies is restarted. Ctrl-C stops all parts.`;

const startedMs = performance.now();
await runProcess({
  name: 'start:distributed',
  help: HELP,
  settings: loadDistributedSettings,
  stopSteps: {
    parts:
      'stopping the gateway, which refuses new orders and answers the requests at work, then the other parts',
  },
  start: async (tools) => {
    await requireClients(path.resolve(import.meta.dirname, '../..'));
    console.log('starting every part as a process of its own...');
    const { url } = await startDistributed(tools, (line) => console.log(line));
    console.log(`ready after ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
    console.log(`  desk        ${url}/`);
    console.log(`  graph       ${url}/graphql`);
    console.log(`  playground  ${url}${PLAYGROUND_PATH}`);
  },
});
