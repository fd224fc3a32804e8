/** The whole broker in one process: `npm start`. */
import path from 'node:path';
import { PLAYGROUND_PATH } from '#gateway/playground/address.ts';
import { runProcess } from '#platform/process/lifecycle.ts';
import { requireClients } from '#scripts/prisma/clients.ts';
import type { EmbeddedBroker } from './start.ts';
import { loadSettings } from '../settings/load-settings.ts';

const HELP = `npm start: the whole broker in one process.

Settings come from the environment; all of them are in docs/SETTINGS.md. The most used ones:
  PORT       port of the graph (4000)
  DATA_DIR   folder of all data (.data)
  SIMULATOR  on, off: simulated participants quote and trade (on)
  MARKET     auto (a session is open at every start), continuous, b3 (B3's real hours) (auto)
  MARKET_START, MARKET_SPEED  start and speed of the market's clock (now, 1)

Ctrl-C stops it; the next start continues from there.`;

/** By components of `start.ts` and `parts.ts`. */
const STOP_STEPS = {
  gateway: 'refusing new orders, answering the requests at work, ending the streams',
  'engine-0': 'finishing the orders on their way',
  PostgreSQL: 'closing the databases',
};

const startedMs = performance.now();
await runProcess({
  name: 'my-broker-b3',
  help: HELP,
  settings: loadSettings,
  stopSteps: STOP_STEPS,
  start: async (tools) => {
    await requireClients(path.resolve(import.meta.dirname, '../..'));
    console.log('starting...');
    const { startEmbedded } = await import('./start.ts');
    printStarted(await startEmbedded(tools));
  },
});

function printStarted({ url, metricsUrl, layout, isNew }: EmbeddedBroker): void {
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  const created = isNew
    ? 'created keys, databases, queues and journal'
    : 'keys, databases, queues and journal';
  console.log(`ready after ${seconds} s`);
  console.log(`  desk        ${url}/`);
  console.log(`  graph       ${url}/graphql`);
  console.log(`  playground  ${url}${PLAYGROUND_PATH}`);
  console.log(`  metrics     ${metricsUrl}`);
  console.log(`  data        ${created} in ${layout.root}`);
}
