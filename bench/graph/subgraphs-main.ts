/** Both subgraphs over HTTP, in a process of their own. Answers `start` with their addresses and `usage` with its processor time. */
import { createIdSource } from '#platform/ids.ts';
import { createHttpServer } from '#platform/http/server.ts';
import { serveSubgraph } from '#platform/graphql/remote/serve.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createMetrics } from '#platform/observability/metrics.ts';
import { createWallClock } from '#platform/time/clock.ts';
import { createBenchStatements } from './gateway.ts';
import { createSubgraphs } from './market-graph.ts';
import { createQuoteFeed } from './quote-feed.ts';
import type { SubgraphsAnswer, SubgraphsCommand } from './subgraphs-messages.ts';

const feed = createQuoteFeed();
const urls = { market: '', assets: '' };

async function start(): Promise<void> {
  const wallClock = createWallClock();
  const ids = createIdSource(wallClock);
  for (const subgraph of createSubgraphs(feed, createBenchStatements())) {
    const http = createHttpServer({
      name: subgraph.name,
      host: '127.0.0.1',
      port: 0,
      bodyLimitBytes: 1_000_000,
      wallClock,
      ids,
      log: silentLog,
      metrics: createMetrics(),
      readiness: async () => [],
    });
    const readSignature = () => ({ service: 'gateway', covers: () => true });
    serveSubgraph(http, () => subgraph, { readSignature, wallClock, ids, log: silentLog });
    urls[subgraph.name as keyof typeof urls] = `${(await http.listen()).url}/graphql`;
  }
}

async function run(command: SubgraphsCommand): Promise<SubgraphsAnswer> {
  if (command.kind === 'start') await start();
  if (command.kind === 'change') command.tickers.forEach(feed.change);
  const { user, system } = process.cpuUsage();
  return { urls, cpuMs: (user + system) / 1_000 };
}

process.on('message', (command: SubgraphsCommand) => {
  void run(command).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.exit());
