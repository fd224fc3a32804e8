/**
 * A gateway over fixture subgraphs, and one of the subgraphs at a port of its own, as a process, so that an uncaught
 * exception ends it. Prints both addresses as one line of JSON; over its channel it answers `{emit}` with a report.
 */
import { createWallClock } from '#platform/time/clock.ts';
import { serveSubgraph } from '#platform/graphql/remote/serve.ts';
import { createHttpServer } from '#platform/http/server.ts';
import { createIdSource } from '#platform/ids.ts';
import { createLog } from '#platform/observability/log.ts';
import { startOperationsServer } from '#platform/http/operations-server.ts';
import { createMetrics } from '#platform/observability/metrics.ts';
import { startTestGateway } from './start.ts';

/** Printed once the process listens. */
export interface GatewayProcessAddress {
  readonly gateway: string;
  readonly subgraph: string;
  readonly metrics: string;
  /** Token of the user ana. */
  readonly token: string;
}

/** Requests a report, after this number of further quotes of PETR4. */
export interface ReportRequest {
  readonly emit: number;
}

/** Open connections and streams of the process. */
export interface GatewayProcessReport {
  /** TCP connections, all of them from clients. */
  readonly connections: number;
  /** Readers of the subgraphs' feeds. */
  readonly readers: number;
}

const log = createLog({ level: 'warn' });
const at = await startTestGateway({ log });
const { gateway, fixture } = at;
const market = fixture.subgraphs.find(({ name }) => name === 'market');
if (!market) throw new Error('the fixture has no subgraph named market');
const wallClock = createWallClock();
const ids = createIdSource(wallClock);
const http = createHttpServer({
  name: 'market',
  host: '127.0.0.1',
  port: 0,
  bodyLimitBytes: 256 * 1024,
  readiness: async () => [],
  wallClock,
  ids,
  log,
  metrics: createMetrics(),
});
// As a gateway's: what breaks a connection needs no key.
const readSignature = () => ({ service: 'test', covers: () => true });
serveSubgraph(http, () => market, { readSignature, wallClock, ids, log });
const { url: subgraph } = await http.listen();
const { url: metrics } = await startOperationsServer({
  name: 'test',
  host: '127.0.0.1',
  port: 0,
  readiness: () => gateway.readiness(),
  wallClock,
  ids,
  log,
  metrics: at.metrics,
});

let sequence = 0;
process.on('message', ({ emit }: ReportRequest) => {
  for (let left = emit; left > 0; left -= 1) {
    sequence += 1;
    fixture.quotes.emit({ ticker: 'PETR4', last: '28.90', sequence });
  }
  const { quotes, trades, orders, status } = fixture;
  const report: GatewayProcessReport = {
    connections: process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length,
    readers: quotes.readers + trades.readers + orders.readers + status.readers,
  };
  process.send?.(report);
});
const token = await at.token('ana');
const address: GatewayProcessAddress = { gateway: gateway.url, subgraph, metrics, token };
process.stdout.write(`${JSON.stringify(address)}\n`);
