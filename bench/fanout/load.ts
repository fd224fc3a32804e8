import { createWallClock, delay } from '#platform/time/clock.ts';
import { collectGarbage, startWatch } from '../measure.ts';
import type { ClientProcess } from './client-process.ts';
import type { Contestant } from './contestants.ts';

/** Sockets, what they subscribe to and what changes. */
export interface Load {
  readonly sockets: number;
  readonly query: string;
  /** Watchlists, one for each socket in turn. */
  readonly lists: readonly (readonly string[])[];
  /** Tickers that change in each round, all at once. */
  readonly tickers: readonly string[];
  readonly rounds: number;
}

export interface Delivered {
  readonly perSecond: number;
  /** Processor time of the server's process for each delivery, in microseconds. */
  readonly cpuUs: number;
  /** Longest time of the processor in which the event loop ran nothing else, in milliseconds. */
  readonly longestTurnMs: number;
  /** Bytes of memory for each socket, after collection of garbage. */
  readonly bytesPerSocket: number;
  readonly upstreams: number;
}

const memoryBytes = (): number => {
  // A second collection frees what the first one has found to be needed by nothing but objects of C++.
  collectGarbage();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

/** Watches the turns of the event loop. The returned function ends it and returns the longest, in milliseconds. */
function watchTurns(): () => number {
  let isRunning = true;
  const processorMs = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  };
  let lastMs = processorMs();
  let longestMs = 0;
  const turn = (): void => {
    const nowMs = processorMs();
    longestMs = Math.max(longestMs, nowMs - lastMs);
    lastMs = nowMs;
    if (isRunning) setImmediate(turn);
  };
  turn();
  return () => {
    isRunning = false;
    return longestMs;
  };
}

/** The frames that a round brings to all sockets. */
const framesOf = ({ sockets, lists, tickers }: Load, isBare: boolean): number => {
  const ofList = lists.map((list) => list.filter((ticker) => tickers.includes(ticker)).length);
  const ofSocket = (index: number): number =>
    isBare ? (ofList[0] ?? 0) : (ofList[index % lists.length] ?? 0);
  return Array.from({ length: sockets }, (_, index) => ofSocket(index)).reduce(
    (sum, frames) => sum + frames,
    0,
  );
};

/** Sockets that open once before memory is measured, and rounds that they get, so that code and caches do not count. */
const WARM_SOCKETS = 1_000;
const WARM_ROUNDS = 10;

/** Opens the sockets of a load. The returned function runs one round, until every frame of it has arrived. */
async function openAll(
  { port, path, change }: Contestant,
  clients: ClientProcess,
  load: Load,
  isBare: boolean,
): Promise<() => Promise<void>> {
  const variables = isBare ? [] : load.lists.map((tickers) => ({ tickers }));
  await clients.run({ kind: 'open', port, path, variables, query: load.query, count: load.sockets });
  const framesPerRound = framesOf(load, isBare);
  let frames = isBare ? 0 : load.sockets * (load.lists[0]?.length ?? 0);
  await clients.run({ kind: 'await', frames });
  return async () => {
    frames += framesPerRound;
    change(load.tickers);
    await clients.run({ kind: 'await', frames });
  };
}

async function warmUp(contestant: Contestant, clients: ClientProcess, load: Load, isBare: boolean) {
  const sockets = Math.min(load.sockets, WARM_SOCKETS);
  const round = await openAll(contestant, clients, { ...load, sockets }, isBare);
  for (let count = 0; count < WARM_ROUNDS; count += 1) await round();
  await clients.run({ kind: 'close' });
  await delay(createWallClock(), 200);
}

/** Opens the sockets of a load, runs its rounds and closes them. A round begins when every frame of the last has arrived. */
export async function deliver(
  contestant: Contestant,
  clients: ClientProcess,
  load: Load,
  isBare: boolean,
): Promise<Delivered> {
  await warmUp(contestant, clients, load, isBare);
  const before = memoryBytes();
  const round = await openAll(contestant, clients, load, isBare);
  for (let warming = 0; warming < Math.ceil(load.rounds / 4); warming += 1) await round();
  const bytesPerSocket = (memoryBytes() - before) / load.sockets;
  const longestTurn = watchTurns();
  await round();
  const longestTurnMs = longestTurn();
  const took = startWatch();
  for (let number = 0; number < load.rounds; number += 1) await round();
  const { wallMs, cpuMs } = took();
  const { upstreams } = contestant;
  await clients.run({ kind: 'close' });
  const deliveries = load.rounds * framesOf(load, isBare);
  return {
    perSecond: (deliveries * 1_000) / wallMs,
    cpuUs: (cpuMs * 1_000) / deliveries,
    longestTurnMs,
    bytesPerSocket,
    upstreams,
  };
}
