import type { Child } from '../child.ts';
import {
  APOLLO,
  LOCAL,
  OURS,
  startServer,
  type Contestant,
  type RunningServer,
} from '../gateways/servers.ts';
import { median } from '../measure.ts';
import type { Figure } from '../report.ts';
import { benchOf, type Bench, type SectionRun } from '../section.ts';
import type { QueryLoad, QueryRun } from './load-messages.ts';
import { startLoad } from './load.ts';

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

/** The servers by the keys of their figures. */
const CONTESTANTS: Readonly<Record<string, Contestant>> = {
  apollo: APOLLO,
  embedded: LOCAL,
  distributed: OURS,
};

interface Measured {
  readonly perSecond: number;
  /** Processor time of a request in the server's process, and with that of its subgraphs. */
  readonly cpuUs: number;
  readonly allCpuUs: number;
}

async function measureOnce(
  { port, cpuMs, subgraphsCpuMs }: RunningServer,
  clients: Child<QueryLoad, QueryRun>,
  load: Omit<QueryLoad, 'url'>,
): Promise<Measured> {
  const usage = async () => ({ own: await cpuMs(), others: await subgraphsCpuMs() });
  const before = await usage();
  const { wallMs, failed } = await clients.run({ ...load, url: `http://127.0.0.1:${port}/graphql` });
  if (failed > 0) throw new Error(`${failed} queries have failed`);
  const after = await usage();
  const us = (ms: number): number => (ms * 1_000) / load.requests;
  const cpuUs = us(after.own - before.own);
  return {
    perSecond: (load.requests * 1_000) / wallMs,
    cpuUs,
    allCpuUs: cpuUs + us(after.others - before.others),
  };
}

/** Measures each server in turn, in rounds after one to warm up. */
async function measureAll(
  servers: ReadonlyMap<string, RunningServer>,
  clients: Child<QueryLoad, QueryRun>,
  load: Omit<QueryLoad, 'url'>,
  rounds: number,
): Promise<ReadonlyMap<string, Measured>> {
  const all = new Map<string, Measured[]>([...servers.keys()].map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1)
    for (const [name, server] of servers) {
      const measured = await measureOnce(server, clients, load);
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

const compare =
  (key: string, title: string): SectionRun =>
  async ({ rounds, seconds }) => {
    const clients = await startLoad();
    const servers = new Map<string, RunningServer>();
    try {
      for (const [name, contestant] of Object.entries(CONTESTANTS))
        servers.set(name, await startServer(contestant, ''));
      const { query = '', variables = {} } = QUERIES[key] ?? {};
      const requests = Math.round((REQUESTS_PER_SECOND * seconds) / 6) * 4;
      const load = { query, variables, requests, connections: CONNECTIONS };
      const results = await measureAll(servers, clients, load, rounds);
      const note = `${CONNECTIONS} connections, ${requests} queries in a round. Each server has a process of its own, since servers in one process share the code that V8 optimises, and answers over HTTP; queries a second depend on the two cores that client and servers share, processor time does not.`;
      return { title, note, figures: figuresOf(key, results) };
    } finally {
      for (const server of servers.values()) server.stop();
      clients.stop();
    }
  };

/** The benchmark of queries. */
export const QUERY_BENCH: Bench = benchOf({
  single: compare('single', 'A query of one subgraph'),
  entities: compare('entities', 'Ten quotes with fields of the second subgraph'),
});
