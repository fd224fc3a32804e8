import { startWatch } from '../measure.ts';
import type { Figure, Section } from '../report.ts';
import { benchOf, type Bench, type BenchOptions, type SectionRun } from '../section.ts';
import { startClients, type ClientProcess } from './client-process.ts';
import { startBare, startOurs, type Contestant } from './contestants.ts';
import { ENRICHED, QUOTE, READY, READY_ENRICHED, subscription } from './frames.ts';
import { deliver, type Delivered, type Load } from './load.ts';

const tickerOf = (index: number): string => `TICK${index}`;
const ONE_TICKER = { lists: [['PETR4']], tickers: ['PETR4'] };

/** 100 lists of 20 tickers out of 60. */
const watchlists = (): Load['lists'] =>
  Array.from({ length: 100 }, (_, list) =>
    Array.from({ length: 20 }, (__, index) => tickerOf((list * 7 + index * (list < 60 ? 1 : 7)) % 60)),
  );
const WATCHLISTS = {
  lists: watchlists(),
  tickers: Array.from({ length: 60 }, (_, index) => tickerOf(index)),
};

interface Contest {
  readonly title: string;
  readonly note: string;
  readonly key: string;
  readonly load: Omit<Load, 'rounds'>;
  readonly rounds: number;
  readonly ready: string;
}

/** Runs a task with clients in a process of their own. */
async function withClients<T>(task: (clients: ClientProcess) => Promise<T>): Promise<T> {
  const clients = await startClients();
  try {
    return await task(clients);
  } finally {
    clients.stop();
  }
}

async function run(
  start: () => Promise<Contestant>,
  clients: ClientProcess,
  load: Load,
  isBare: boolean,
): Promise<Delivered> {
  const contestant = await start();
  try {
    return await deliver(contestant, clients, load, isBare);
  } finally {
    await contestant.stop();
  }
}

function figuresOf(key: string, ours: Delivered, bare: Delivered): readonly Figure[] {
  const figure = (name: string, what: string, value: number, unit: string, ratio?: number): Figure => ({
    key: `${key}.${name}`,
    what,
    value,
    unit,
    ...(ratio !== undefined && { ratio: { of: 'ws.send', value: ratio } }),
  });
  return [
    figure('perSecond', 'deliveries', ours.perSecond, '1/s', ours.perSecond / bare.perSecond),
    figure('cpu', 'processor time of a delivery', ours.cpuUs, 'us', bare.cpuUs / ours.cpuUs),
    figure('longestTurn', 'longest turn of the event loop', ours.longestTurnMs, 'ms'),
    figure(
      'memory',
      'memory of a socket',
      ours.bytesPerSocket / 1_024,
      'KiB',
      ours.bytesPerSocket / bare.bytesPerSocket,
    ),
    figure('upstreams', 'upstreams', ours.upstreams, ''),
    figure('ws.perSecond', 'ws.send: deliveries', bare.perSecond, '1/s'),
    figure('ws.cpu', 'ws.send: processor time of a delivery', bare.cpuUs, 'us'),
    figure('ws.longestTurn', 'ws.send: longest turn of the event loop', bare.longestTurnMs, 'ms'),
    figure('ws.memory', 'ws.send: memory of a socket', bare.bytesPerSocket / 1_024, 'KiB'),
  ];
}

const contest =
  ({ title, note, key, load, rounds, ready }: Contest): SectionRun =>
  async ({ seconds }: BenchOptions): Promise<Section> =>
    withClients(async (clients) => {
      const whole: Load = { ...load, rounds: Math.max(2, Math.round((rounds * seconds) / 6)) };
      const framesPerSocket = load.lists[0]?.length ?? 0;
      const bare = await run(() => startBare(ready, framesPerSocket), clients, whole, true);
      const ours = await run(startOurs, clients, whole, false);
      return { title, note, figures: figuresOf(key, ours, bare) };
    });

const RATE = 200;

/** Sockets that join and leave while nothing else happens. */
const joins: SectionRun = ({ seconds }) =>
  withClients(async (clients) => {
    const ours = await startOurs();
    try {
      const { port, path } = ours;
      const variables = WATCHLISTS.lists.map((tickers) => ({ tickers }));
      const query = subscription(ENRICHED);
      await clients.run({ kind: 'open', port, path, variables, query, count: RATE });
      const took = startWatch();
      await clients.run({ kind: 'replace', perSecond: RATE, seconds });
      const { wallMs, cpuMs } = took();
      const count = RATE * seconds;
      const { upstreams } = ours;
      await clients.run({ kind: 'close' });
      return {
        title: `Joining and leaving, ${RATE} a second`,
        note: 'A socket opens, subscribes to 20 tickers with fields of the second subgraph, and another one closes.',
        figures: [
          { key: 'joins.perSecond', what: 'joined and left', value: (count * 1_000) / wallMs, unit: '1/s' },
          { key: 'joins.cpu', what: 'processor time of one', value: (cpuMs * 1_000) / count, unit: 'us' },
          { key: 'joins.upstreams', what: 'upstreams', value: upstreams, unit: '' },
        ],
      };
    } finally {
      await ours.stop();
    }
  });

const SAME =
  'Both servers run in this process, one after the other; clients are raw sockets in another process.';

/** The benchmark of the delivery of streams. */
export const FANOUT_BENCH: Bench = benchOf({
  a: contest({
    key: 'a',
    title: 'A: a quote alone, 1,000 sockets on one ticker',
    note: SAME,
    load: { sockets: 1_000, query: subscription(QUOTE), ...ONE_TICKER },
    rounds: 150,
    ready: READY,
  }),
  b: contest({
    key: 'b',
    title: 'B: a quote with a field of a second subgraph, 1,000 sockets on one ticker',
    note: SAME,
    load: { sockets: 1_000, query: subscription(ENRICHED), ...ONE_TICKER },
    rounds: 150,
    ready: READY_ENRICHED,
  }),
  lists: contest({
    key: 'lists',
    title: '1,000 sockets on 100 watchlists of 20 tickers out of 60',
    note: 'All 60 tickers change at once. The reference sends 20 frames to each socket.',
    load: { sockets: 1_000, query: subscription(ENRICHED), ...WATCHLISTS },
    rounds: 10,
    ready: READY_ENRICHED,
  }),
  many: contest({
    key: 'many',
    title: '5,000 sockets on one ticker',
    note: SAME,
    load: { sockets: 5_000, query: subscription(QUOTE), ...ONE_TICKER },
    rounds: 20,
    ready: READY,
  }),
  joins,
});
