import { createFederatedGateway, type FederatedGateway } from '#gateway/core/gateway.ts';
import type { Connect } from '#gateway/core/connections.ts';
import { createRemoteConnection } from '#platform/graphql/remote/connection.ts';
import { createIdSource } from '#platform/ids.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createMetrics } from '#platform/observability/metrics.ts';
import { createStatements } from '#platform/security/statements.ts';
import { createWallClock } from '#platform/time/clock.ts';
import { composeGraph, createSubgraphs } from './market-graph.ts';
import { createQuoteFeed, type QuoteFeed } from './quote-feed.ts';

const LOCAL = { market: 'http://market.invalid', assets: 'http://assets.invalid' };

export const createBenchStatements = () => createStatements(new Uint8Array(32), createWallClock());

/** Starts the gateway over the given subgraphs. */
async function startBenchGateway(
  connect: Connect,
  urls: Readonly<Record<'market' | 'assets', string>> = LOCAL,
): Promise<FederatedGateway> {
  const wallClock = createWallClock();
  return createFederatedGateway({
    supergraphSdl: composeGraph(urls),
    connect,
    host: '127.0.0.1',
    port: 0,
    wallClock,
    ids: createIdSource(wallClock),
    random: () => 0,
    log: silentLog,
    metrics: createMetrics(),
    limits: { sockets: 100_000, socketsPerAddress: 100_000 },
  });
}

/** Starts the gateway over subgraphs in this process. */
export async function startLocalGateway(): Promise<{
  readonly gateway: FederatedGateway;
  readonly feed: QuoteFeed;
}> {
  const feed = createQuoteFeed();
  const subgraphs = createSubgraphs(feed, createBenchStatements());
  const gateway = await startBenchGateway(({ name }) => {
    const found = subgraphs.find((subgraph) => subgraph.name === name);
    if (!found) throw new Error(`there is no subgraph ${name}`);
    return found;
  });
  return { gateway, feed };
}

/** Starts the gateway over subgraphs at these addresses. */
export const startRemoteGateway = (
  urls: Readonly<Record<'market' | 'assets', string>>,
): Promise<FederatedGateway> => {
  const wallClock = createWallClock();
  return startBenchGateway(({ name, url }) => createRemoteConnection({ name, url, wallClock }), urls);
};
