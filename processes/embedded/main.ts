/** The whole broker in one process: `npm start`. */
import path from 'node:path';
import { runProcess } from '#platform/process/lifecycle.ts';
import { requireClients } from '#scripts/prisma/clients.ts';
import type { EmbeddedBroker } from './start.ts';
import { loadSettings } from '../settings/load-settings.ts';

const HELP = `npm start: the whole broker in one process.

Settings come from the environment; all of them are in docs/SETTINGS.md. Those that are asked for most:
  PORT       where the graph is served (4000)
  DATA_DIR   where everything is kept (.data)
  SIMULATOR  on, off: simulated participants make a market (on)
  MARKET     auto (the session runs whenever you start), continuous, b3 (B3's real hours) (auto)
  MARKET_START, MARKET_SPEED  where the market's clock begins, and how fast it runs (now, 1)

Ctrl-C stops it; the next start goes on from there.`;

const startedMs = performance.now();
await runProcess({
  name: 'my-broker-b3',
  help: HELP,
  settings: loadSettings,
  start: async (tools) => {
    await requireClients(path.resolve(import.meta.dirname, '../..'));
    console.log('starting...');
    const { startEmbedded } = await import('./start.ts');
    tell(await startEmbedded(tools));
  },
});

function tell({ url, layout, isNew }: EmbeddedBroker): void {
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  const made = isNew ? 'made: keys, databases, queues and journal, all' : 'everything is';
  console.log(`ready after ${seconds} s`);
  console.log(`  graph       ${url}/graphql`);
  console.log(`  playground  ${url}/`);
  console.log(`  data        ${made} in ${layout.root}`);
}
