import { startChild, type Child } from '../child.ts';
import { composeGraph } from '../graph/market-graph.ts';
import { startSubgraphs, type Subgraphs } from '../graph/subgraphs.ts';
import { OTHERS_FOLDER } from './install.ts';
import type { ServerAnswer, ServerCommand } from './server-messages.ts';

/** A server that the benchmark compares. */
export interface Contestant {
  readonly name: string;
  readonly title: string;
  /** The part of the graph that it serves without subgraphs: its own process changes the quotes. */
  readonly isAlone: boolean;
  /** A gateway of others: it finds its packages in a folder of its own. */
  readonly isOther: boolean;
}

const WS: Contestant = { name: 'ws', title: 'ws.send', isAlone: true, isOther: false };
const GRAPHQL_WS: Contestant = {
  ...{ name: 'graphql-ws', title: 'graphql-ws alone, whole schema' },
  ...{ isAlone: true, isOther: false },
};
export const APOLLO: Contestant = {
  ...{ name: 'apollo', title: 'one Apollo Server, whole schema' },
  ...{ isAlone: true, isOther: false },
};
const MERCURIUS: Contestant = { name: 'mercurius', title: 'Mercurius', isAlone: false, isOther: true };
const HIVE: Contestant = { name: 'hive', title: 'Hive Gateway', isAlone: false, isOther: true };
export const OURS: Contestant = { name: 'ours', title: 'our gateway', isAlone: false, isOther: false };
/** Our gateway with the subgraphs in its process. */
export const LOCAL: Contestant = { name: 'local', title: 'our gateway', isAlone: true, isOther: false };

/** Servers of streams; the first is the reference. */
export const STREAM_CONTESTANTS = [WS, GRAPHQL_WS, MERCURIUS, HIVE, OURS] as const;
/** Servers of queries; the first is the reference. */
export const QUERY_CONTESTANTS = [APOLLO, MERCURIUS, HIVE, OURS] as const;

/** A running server, with its subgraphs where it has some. */
export interface RunningServer {
  readonly port: number;
  change(tickers: readonly string[]): Promise<unknown>;
  /** Processor time of the server's process so far, without subgraphs in another one. */
  readonly cpuMs: () => Promise<number>;
  /** Processor time of the process of its subgraphs so far, in milliseconds; 0 for a server that is alone. */
  readonly subgraphsCpuMs: () => Promise<number>;
  memoryBytes(): Promise<number>;
  stop(): void;
}

/** @param ready text of the frame that the reference sends */
export async function startServer(contestant: Contestant, ready: string): Promise<RunningServer> {
  const subgraphs = contestant.isAlone ? null : await startSubgraphs();
  const server = await startChild<ServerCommand, ServerAnswer>(
    `bench/gateways/servers/${contestant.name}-main.ts`,
    contestant.isOther ? OTHERS_FOLDER : undefined,
  );
  const stop = (): void => {
    server.stop();
    subgraphs?.stop();
  };
  try {
    const { port } = await startWith(server, subgraphs, ready);
    if (subgraphs) await answerOnce(port);
    return {
      port,
      change: (tickers) => (subgraphs ?? server).run({ kind: 'change', tickers }),
      cpuMs: async () => (await server.run({ kind: 'usage' })).cpuMs,
      subgraphsCpuMs: async () => (await subgraphs?.run({ kind: 'usage' }))?.cpuMs ?? 0,
      memoryBytes: async () => (await server.run({ kind: 'memory' })).memoryBytes,
      stop,
    };
  } catch (error) {
    stop();
    throw error;
  }
}

/** Waits for the first answer of a gateway: some load the graph with their first request, and fail others meanwhile. */
async function answerOnce(port: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ quotes(tickers: ["PETR4"]) { last asset { name } } }' }),
  });
  const text = await response.text();
  if (!text.includes('Name of PETR4')) throw new Error(`the gateway does not answer a query: ${text}`);
}

async function startWith(
  server: Child<ServerCommand, ServerAnswer>,
  subgraphs: Subgraphs | null,
  ready: string,
): Promise<ServerAnswer> {
  const urls = (await subgraphs?.run({ kind: 'start' }))?.urls ?? { market: '', assets: '' };
  const supergraphSdl = subgraphs ? composeGraph(urls) : '';
  return server.run({ kind: 'start', urls, supergraphSdl, ready });
}

/** Runs a task with a server and stops it. */
export async function withServer<T>(
  contestant: Contestant,
  ready: string,
  task: (server: RunningServer) => Promise<T>,
): Promise<T> {
  const server = await startServer(contestant, ready);
  try {
    return await task(server);
  } finally {
    server.stop();
  }
}
