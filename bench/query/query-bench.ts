import { startChild, type Child } from '../child.ts';
import { startLocalGateway, startRemoteGateway } from '../graph/gateway.ts';
import { startSubgraphs } from '../graph/subgraphs.ts';
import { collectGarbage, median, startWatch } from '../measure.ts';
import type { Figure } from '../report.ts';
import { benchOf, type Bench, type SectionRun } from '../section.ts';
import { startApollo } from './apollo.ts';
import type { QueryLoad, QueryRun } from './load-messages.ts';

/** Queries: fields of one subgraph, a list with entities of the second one, and one object of each. */
const QUERIES: Readonly<Record<string, { readonly query: string; readonly variables: object }>> = {
  single: {
    query: 'query Q($t: [Ticker!]!) { quotes(tickers: $t) { ticker last bid ask volume at } }',
    variables: { t: ['PETR4', 'VALE3'] },
  },
  entities: {
    query: 'query E($t: [Ticker!]!) { quotes(tickers: $t) { ticker last bid ask asset { name lotSize } } }',
    variables: { t: Array.from({ length: 10 }, (_, index) => `TICK${index}`) },
  },
};

const REQUESTS_PER_SECOND = 800;
const CONNECTIONS = 8;

/** A server of the graph. */
interface Server {
  readonly url: string;
  /** Processor time of further processes of the server so far, in milliseconds. */
  otherCpuMs(): Promise<number>;
  stop(): Promise<unknown>;
}

async function startEmbedded(): Promise<Server> {
  const { gateway } = await startLocalGateway();
  return { url: `${gateway.url}/graphql`, otherCpuMs: async () => 0, stop: () => gateway.stop() };
}

async function startDistributed(): Promise<Server> {
  const child = await startSubgraphs();
  const { urls } = await child.run({ kind: 'start' });
  const gateway = await startRemoteGateway(urls);
  return {
    url: `${gateway.url}/graphql`,
    otherCpuMs: async () => (await child.run({ kind: 'usage' })).cpuMs,
    stop: async () => {
      await gateway.stop();
      child.stop();
    },
  };
}

interface Measured {
  readonly perSecond: number;
  /** Processor time of a request in this process, and in all of the server's processes. */
  readonly cpuUs: number;
  readonly allCpuUs: number;
}

async function measureOnce(
  server: Server,
  clients: Child<QueryLoad, QueryRun>,
  load: QueryLoad,
): Promise<Measured> {
  collectGarbage();
  const before = await server.otherCpuMs();
  const took = startWatch();
  const { wallMs, failed } = await clients.run(load);
  const { cpuMs } = took();
  const otherMs = (await server.otherCpuMs()) - before;
  if (failed > 0) throw new Error(`${failed} queries have failed`);
  const us = (ms: number): number => (ms * 1_000) / load.requests;
  return { perSecond: (load.requests * 1_000) / wallMs, cpuUs: us(cpuMs), allCpuUs: us(cpuMs + otherMs) };
}

/** Measures each server in turn, in rounds after one to warm up. */
async function measureAll(
  servers: Readonly<Record<string, Server>>,
  clients: Child<QueryLoad, QueryRun>,
  load: Omit<QueryLoad, 'url'>,
  rounds: number,
): Promise<ReadonlyMap<string, Measured>> {
  const all = new Map<string, Measured[]>(Object.keys(servers).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1)
    for (const [name, server] of Object.entries(servers)) {
      const measured = await measureOnce(server, clients, { ...load, url: server.url });
      if (round > 0) all.get(name)?.push(measured);
    }
  const of = (measured: readonly Measured[], key: keyof Measured): number =>
    median(measured.map((one) => one[key]));
  return new Map(
    [...all].map(([name, measured]) => [
      name,
      {
        perSecond: of(measured, 'perSecond'),
        cpuUs: of(measured, 'cpuUs'),
        allCpuUs: of(measured, 'allCpuUs'),
      },
    ]),
  );
}

const NAMES: Readonly<Record<string, string>> = {
  apollo: 'one Apollo Server with the whole schema',
  embedded: 'gateway, subgraphs in its process',
  distributed: 'gateway over HTTP to subgraphs',
};

function figuresOf(key: string, results: ReadonlyMap<string, Measured>): readonly Figure[] {
  const reference = results.get('apollo');
  return [...results].flatMap(([name, { perSecond, cpuUs, allCpuUs }]): Figure[] => {
    const of = 'Apollo Server';
    const isReference = name === 'apollo' || !reference;
    const ratio = (value: number) => (isReference ? {} : { ratio: { of, value } });
    return [
      {
        key: `${key}.${name}.perSecond`,
        what: `${NAMES[name]}: queries`,
        value: perSecond,
        unit: '1/s',
        ...ratio(perSecond / (reference?.perSecond ?? NaN)),
      },
      {
        key: `${key}.${name}.cpu`,
        what: `${NAMES[name]}: processor time of a query`,
        value: allCpuUs,
        unit: 'us',
        ...ratio((reference?.allCpuUs ?? NaN) / allCpuUs),
      },
      ...(name === 'distributed'
        ? [{ key: `${key}.${name}.gatewayCpu`, what: 'of that in the gateway', value: cpuUs, unit: 'us' }]
        : []),
    ];
  });
}

/** Starts the client of the query benchmark. */
export const startLoad = (): Promise<Child<QueryLoad, QueryRun>> => startChild('bench/query/load-main.ts');

const compare =
  (key: string, title: string): SectionRun =>
  async ({ rounds, seconds }) => {
    const clients = await startLoad();
    const servers = {
      apollo: { ...(await startApollo()), otherCpuMs: async () => 0 },
      embedded: await startEmbedded(),
      distributed: await startDistributed(),
    };
    try {
      const { query = '', variables = {} } = QUERIES[key] ?? {};
      const requests = Math.round((REQUESTS_PER_SECOND * seconds) / 6) * 4;
      const load = { query, variables, requests, connections: CONNECTIONS };
      const results = await measureAll(servers, clients, load, rounds);
      const note = `${CONNECTIONS} connections, ${requests} queries in a round. Every server answers over HTTP; queries a second depend on the two cores that client and servers share, processor time does not.`;
      return { title, note, figures: figuresOf(key, results) };
    } finally {
      for (const server of Object.values(servers)) await server.stop();
      clients.stop();
    }
  };

/** The benchmark of queries. */
export const QUERY_BENCH: Bench = benchOf({
  single: compare('single', 'A query of one subgraph'),
  entities: compare('entities', 'Ten quotes with fields of the second subgraph'),
});
