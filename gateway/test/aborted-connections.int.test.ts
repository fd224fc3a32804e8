import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { abortConnections } from '#test/support/network/aborted-connections.ts';
import { runProgram } from '#test/support/programs/run-program.ts';
import { openSocket } from './client.ts';
import type { GatewayProcessAddress, GatewayProcessReport, ReportRequest } from './gateway-process.ts';

/** ABORT_SEED, an integer, selects other aborted connections. */
const seed = Number(process.env['ABORT_SEED'] ?? '20260316');

const SUBSCRIPTIONS = [
  'subscription { quotes(tickers: ["PETR4"]) { last sequence asset { name } } }',
  'subscription { trades(ticker: "PETR4") { price } }',
  'subscription { trades(ticker: "PETR4", after: "0") { price } }',
].map((query) => ({ query }));
const GATEWAY_OPERATIONS = [
  ...SUBSCRIPTIONS,
  { query: 'subscription { orders(accountId: "ana") { cursor order { id asset { name } } } }' },
  { query: 'subscription { marketStatus { phase } }' },
  { query: '{ asset(ticker: "PETR4") { name twin { name } } }' },
];
/** Subscriptions as the gateway sends them to a subgraph, with its own extensions. */
const SUBGRAPH_OPERATIONS = [
  { query: 'subscription { quotes(tickers: ["PETR4"]) { last sequence } }' },
  ...SUBSCRIPTIONS.slice(1),
].map((payload) => ({ ...payload, extensions: { correlationId: 'req_1', acknowledge: true } }));

async function startGatewayProcess() {
  const { child, printed, output, errors } = await runProgram('gateway/test/gateway-process.ts', {}, [], {
    channel: true,
  });
  const ended = once(child, 'close').then(([code]) => {
    throw new Error(`the process ended with ${code}: ${errors()}`);
  });
  ended.catch(() => undefined);
  // Answers come in the order of the requests.
  const waiting: ((report: GatewayProcessReport) => void)[] = [];
  child.on('message', (report) => waiting.shift()?.(report as GatewayProcessReport));
  await printed('\n');
  const report = (request: ReportRequest): Promise<GatewayProcessReport> => {
    const answer = new Promise<GatewayProcessReport>((resolve) => waiting.push(resolve));
    // Sending to an ended process fails; `ended` carries the reason.
    child.send(request, () => undefined);
    return Promise.race([answer, ended]);
  };
  return { address: JSON.parse(output()) as GatewayProcessAddress, errors, report };
}

/** A well-behaved client whose requests share one connection. */
function createHealthyClient(url: string, path: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  return (): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      request(`${url}${path}`, { agent }, (response) =>
        response.resume().on('end', () => resolve(response.statusCode)),
      )
        .on('error', reject)
        .end();
    });
}

async function openGauges(url: string): Promise<string[]> {
  const response = await fetch(`${url}/metrics`, { headers: { connection: 'close' } });
  return (await response.text())
    .split('\n')
    .filter((line) => /^gateway_(sockets|subscriptions|upstreams) /.test(line));
}

// The time limit includes the start of a process.
test(
  'aborted connections end no process and leave no socket, stream or upstream open',
  { timeout: 60_000 },
  async () => {
    const { address, report, errors } = await startGatewayProcess();
    const healthy = await openSocket(address.gateway, {});
    healthy.subscribe('live', SUBSCRIPTIONS[0]?.query ?? '');
    const getGateway = createHealthyClient(address.gateway, '/playground');
    const getSubgraph = createHealthyClient(address.subgraph, '/health/live');
    const stillAnswers = async (): Promise<void> => {
      await report({ emit: 1 });
      expect(await getGateway()).toBe(200);
      expect(await getSubgraph()).toBe(200);
    };
    await stillAnswers();
    await expect.poll(async () => (await report({ emit: 1 })) && healthy.received.length).toBeGreaterThan(2);
    const before = [await report({ emit: 0 }), await openGauges(address.metrics)];

    const common = { seed, concurrency: 20, meanwhile: stillAnswers };
    const init = { authorization: `Bearer ${address.token}` };
    const portOf = (url: string): number => Number(new URL(url).port);
    const atGateway = { ...common, port: portOf(address.gateway), init, subscriptions: GATEWAY_OPERATIONS };
    const atSubgraph = {
      ...common,
      port: portOf(address.subgraph),
      init: {},
      subscriptions: SUBGRAPH_OPERATIONS,
    };
    const counts = await abortConnections({ ...atGateway, count: 1_000 });
    await abortConnections({ ...atSubgraph, count: 300 });
    expect(Math.min(...counts.values())).toBeGreaterThan(10);

    // The server sees the end of a connection after its client.
    await expect
      .poll(async () => [await report({ emit: 0 }), await openGauges(address.metrics)], { timeout: 10_000 })
      .toEqual(before);
    const delivered = healthy.received.length;
    await report({ emit: 1 });
    await expect.poll(() => healthy.received.length).toBe(delivered + 1);
    // A client's fault is no error in the log: otherwise clients could fill it.
    expect(errors()).toBe('');
  },
);
