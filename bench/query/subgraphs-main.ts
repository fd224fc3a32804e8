/** Both subgraphs over HTTP, in a process of their own. Answers `start` with their addresses and `usage` with its processor time. */
import { createIdSource } from '#platform/ids.ts';
import { createHttpServer } from '#platform/http/server.ts';
import { serveSubgraph } from '#platform/graphql/remote/serve.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createMetrics } from '#platform/observability/metrics.ts';
import { createWallClock } from '#platform/time/clock.ts';
import { createBenchStatements } from '../graph/gateway.ts';
import { createSubgraphs } from '../graph/market-graph.ts';
import { createQuoteFeed } from '../graph/quote-feed.ts';
import type { SubgraphsAnswer, SubgraphsCommand } from './subgraphs-messages.ts';

async function start(): Promise<Readonly<Record<string, string>>> {
  const wallClock = createWallClock();
  const ids = createIdSource(wallClock);
  const urls: Record<string, string> = {};
  for (const subgraph of createSubgraphs(createQuoteFeed(), createBenchStatements())) {
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
    urls[subgraph.name] = `${(await http.listen()).url}/graphql`;
  }
  return urls;
}

process.on('message', ({ kind }: SubgraphsCommand) => {
  const answer = async (): Promise<SubgraphsAnswer> => {
    const { user, system } = process.cpuUsage();
    return { urls: kind === 'start' ? await start() : {}, cpuMs: (user + system) / 1_000 };
  };
  void answer().then((message) => process.send?.(message));
});
process.on('disconnect', () => process.exit());
