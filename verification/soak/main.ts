/** Sockets that join and leave a gateway for a long time: `npm run soak`. */
import { createWallClock, every } from '#platform/time/clock.ts';
import { withCleanUp } from '#platform/process/ending-signal.ts';
import { runCommand, wholeNumber } from '#scripts/command.ts';
import { startClients, type ClientProcess } from '../../bench/fanout/client-process.ts';
import { startOurs, type Contestant } from '../../bench/fanout/contestants.ts';
import { collectGarbage } from '../../bench/measure.ts';
import { growthOf, type Sample } from './flatness.ts';

const USAGE = `usage: npm run soak -- [--minutes N] [--sockets N] [--rate N]

A gateway over two subgraphs in this process, with sockets that subscribe to watchlists of quotes, leave and are replaced while the
quotes change. Prints memory and handles after a forced collection as a curve; exits 1 when they are not flat after the warm-up.

  --minutes N  duration (30)
  --sockets N  sockets that are open (1,000)
  --rate N     sockets that are replaced in a second (20)`;

const TICKERS = Array.from({ length: 60 }, (_, index) => `TICK${index}`);
/** 100 lists of 20 tickers. */
const LISTS = Array.from({ length: 100 }, (_, list) =>
  Array.from(
    { length: 20 },
    (__, index) => TICKERS[(list * 7 + index * (list < 60 ? 1 : 7)) % TICKERS.length] ?? '',
  ),
);
const QUERY =
  'subscription Q($tickers: [Ticker!]!) { quotes(tickers: $tickers) { ticker last bid ask skipped asset { name } } }';
const SAMPLE_SECONDS = 5;
/** A few tickers change each time. */
const CHANGE_EVERY_MS = 100;
const CHANGED_AT_ONCE = 3;

const clock = createWallClock();

function sample(second: number): Sample {
  collectGarbage();
  const { heapUsed, external, rss } = process.memoryUsage();
  const handles = process.getActiveResourcesInfo().length;
  return { second, heapBytes: heapUsed + external, residentBytes: rss, handles };
}

const lineOf = ({ second, heapBytes, residentBytes, handles }: Sample, upstreams: number): string => {
  const mib = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1).padStart(7);
  const bar = '#'.repeat(Math.round(heapBytes / 1024 / 1024 / 3));
  return `${String(second).padStart(5)} s  heap ${mib(heapBytes)} MiB  resident ${mib(residentBytes)} MiB  handles ${handles}  upstreams ${upstreams}  ${bar}`;
};

interface Soak {
  readonly minutes: number;
  readonly sockets: number;
  readonly rate: number;
}

async function run(
  server: Contestant,
  clients: ClientProcess,
  { minutes, sockets, rate }: Soak,
): Promise<Sample[]> {
  const variables = LISTS.map((tickers) => ({ tickers }));
  const { port, path } = server;
  await clients.run({ kind: 'open', port, path, variables, query: QUERY, count: sockets });
  let changed = 0;
  const changes = every(clock, CHANGE_EVERY_MS, () => {
    for (let count = 0; count < CHANGED_AT_ONCE; count += 1) {
      server.change([TICKERS[changed % TICKERS.length] ?? '']);
      changed += 1;
    }
  });
  const samples: Sample[] = [];
  const startMs = clock.nowMs();
  while (clock.nowMs() - startMs < minutes * 60_000) {
    await clients.run({ kind: 'replace', perSecond: rate, seconds: SAMPLE_SECONDS });
    const taken = sample(Math.round((clock.nowMs() - startMs) / 1_000));
    samples.push(taken);
    console.log(lineOf(taken, server.upstreams));
  }
  changes.cancel();
  return samples;
}

await runCommand({ usage: USAGE, options: ['minutes', 'sockets', 'rate'] }, async (given) => {
  const soak: Soak = {
    minutes: wholeNumber(given, 'minutes', { min: 1, max: 10_000, missing: 30 }),
    sockets: wholeNumber(given, 'sockets', { min: 1, max: 20_000, missing: 1_000 }),
    rate: wholeNumber(given, 'rate', { min: 1, max: 1_000, missing: 20 }),
  };
  const clients = await startClients();
  const server = await startOurs();
  let faults: readonly string[] = [];
  const measure = async (): Promise<void> => {
    faults = growthOf(await run(server, clients, soak));
    await clients.run({ kind: 'close' });
  };
  await withCleanUp(measure, async () => {
    clients.stop();
    await server.stop();
  });
  for (const fault of faults) console.log(`NOT FLAT: ${fault}`);
  console.log(faults.length === 0 ? 'memory and handles are flat' : `${faults.length} faults`);
  return faults.length === 0 ? 0 : 1;
});
