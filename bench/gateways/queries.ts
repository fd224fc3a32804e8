import { median } from '../measure.ts';
import { startLoad } from '../query/load.ts';
import type { Child } from '../child.ts';
import type { QueryLoad, QueryRun } from '../query/load-messages.ts';
import type { Figure } from '../report.ts';
import type { SectionRun } from '../section.ts';
import { QUERY_CONTESTANTS, startServer, type Contestant, type RunningServer } from './servers.ts';

const QUERY = 'query Q($t: [Ticker!]!) { quotes(tickers: $t) { ticker last bid ask asset { name } } }';
const CONNECTIONS = 8;
const REQUESTS_PER_SECOND = 500;

interface Measured {
  readonly perSecond: number;
  readonly cpuUs: number;
}

async function measureOnce(
  { port, cpuMs }: RunningServer,
  path: string,
  clients: Child<QueryLoad, QueryRun>,
  requests: number,
): Promise<Measured> {
  const url = `http://127.0.0.1:${port}${path}`;
  const before = await cpuMs();
  const load = { url, query: QUERY, variables: { t: ['PETR4'] }, requests, connections: CONNECTIONS };
  const { wallMs, failed } = await clients.run(load);
  if (failed > 0) throw new Error(`${failed} queries have failed`);
  const usedMs = (await cpuMs()) - before;
  return { perSecond: (requests * 1_000) / wallMs, cpuUs: (usedMs * 1_000) / requests };
}

function figuresOf(key: string, all: ReadonlyMap<Contestant, readonly Measured[]>): readonly Figure[] {
  const middle = (measured: readonly Measured[]): Measured => ({
    perSecond: median(measured.map(({ perSecond }) => perSecond)),
    cpuUs: median(measured.map(({ cpuUs }) => cpuUs)),
  });
  const [first] = all.values();
  const reference = middle(first ?? []);
  return [...all].flatMap(([{ name, title }, measured]): Figure[] => {
    const { perSecond, cpuUs } = middle(measured);
    const ratio = { ratio: { of: 'Apollo Server', value: perSecond / reference.perSecond } };
    return [
      {
        ...{ key: `${key}.${name}.perSecond`, what: `${title}: queries`, value: perSecond, unit: '1/s' },
        ...(name === 'apollo' ? {} : ratio),
      },
      { key: `${key}.${name}.cpu`, what: `${title}: processor time of one`, value: cpuUs, unit: 'us' },
    ];
  });
}

/** Queries to all servers, in rounds after one to warm up. */
export const compareQueries: SectionRun = async ({ rounds, seconds, progress }) => {
  const requests = REQUESTS_PER_SECOND * seconds;
  const clients = await startLoad();
  const servers = new Map<Contestant, RunningServer>();
  const all = new Map<Contestant, Measured[]>(QUERY_CONTESTANTS.map((contestant) => [contestant, []]));
  try {
    for (const contestant of QUERY_CONTESTANTS) servers.set(contestant, await startServer(contestant, ''));
    for (let round = 0; round <= rounds; round += 1)
      for (const [contestant, server] of servers) {
        progress(`queries, round ${round}: ${contestant.title} ...`);
        const path = contestant.name === 'apollo' ? '/' : '/graphql';
        const measured = await measureOnce(server, path, clients, requests);
        if (round > 0) all.get(contestant)?.push(measured);
      }
  } finally {
    for (const server of servers.values()) server.stop();
    clients.stop();
  }
  return {
    title: 'A quote with a field of the second subgraph, over HTTP to subgraphs',
    note: `${CONNECTIONS} connections, ${requests} queries in a round. Processor time is that of the server's process, without its subgraphs.`,
    figures: figuresOf('query', all),
  };
};
