import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import type { Section } from '../report.ts';
import { createDataFolder, type BrokerProcess, type DataFolder } from './broker/broker-process.ts';
import { createProfiler, type Profiler } from './profile/profiled-process.ts';
import { profileTable } from './profile/profile-table.ts';
import { countStatements, openStatementCounts, readUsage, usedBetween } from './profile/usage.ts';
import { openReference, type Reference } from './reference.ts';
import type { StreamedOrder } from './trading/order-stream.ts';
import { runLoad, type LoadOptions, type LoadResult } from './trading/load.ts';
import { createRequests, type Requests } from './trading/requests.ts';
import { createTrader, readPrices, type Trader } from './trading/trader.ts';

/** Users with accounts of their own. */
const TRADERS = 64;
/** Sign-ups at a time: each hashes a password. */
const SIGN_UPS_AT_ONCE = 2;
const REFERENCE_SECONDS = 4;
/** Seconds of each measurement of the reference before and after a load. */
const REFERENCE_AROUND_SECONDS = 1.5;
/**
 * Seconds of each load that runs before the first measured one. Until then Node interprets most of the broker's program, while the
 * reference is machine code from its first order: a broker that runs for days is in that state for its first half minute.
 */
const START_SECONDS = 6;
/** Orders of a request of a start's batches. */
const START_BATCH = 50;
/** Load before each measured one, in seconds. */
const WARM_UP_SECONDS = 2;

/** A load with the reference's orders per second around it: the machine's speed swings from minute to minute. */
export interface MeasuredLoad extends LoadResult {
  readonly reference: number;
}

/** A broker with traders, and the reference on the same PostgreSQL. */
export interface OrdersScene {
  readonly broker: BrokerProcess;
  readonly traders: readonly Trader[];
  readonly requests: Requests;
  readonly prices: { readonly resting: string; readonly crossing: string };
  /** Orders per second of the reference, measured once in this run. */
  reference(connections: 1 | 8): Promise<number>;
  /** Runs work between two measurements of the reference on 8 connections; returns their mean, in orders per second. */
  besideReference<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly reference: number }>;
  /** Runs a load after a warm-up, beside the reference; with `--profile`, adds its profile to `profiles`. */
  load(name: string, options: LoadOptions): Promise<MeasuredLoad>;
  readonly profiles: Section[];
  close(): Promise<void>;
}

/** A folder on the disk of the project, which git ignores. */
async function createProfileFolder(): Promise<string> {
  await mkdir('.cache', { recursive: true });
  return mkdtemp(path.join('.cache', 'bench-profile-'));
}

export async function openScene(isProfiled: boolean, progress: (text: string) => void): Promise<OrdersScene> {
  const folder = await createDataFolder();
  progress('starting a broker ...');
  if (isProfiled) await prepareStatementCounts(folder);
  const profileFolder = isProfiled ? await createProfileFolder() : null;
  const broker = await folder.startBroker(profileFolder);
  const reference = await openReference(broker.connection);
  progress('signing up traders ...');
  const traders = await signUpTraders(broker.graph);
  const profiler = profileFolder === null ? null : createProfiler(broker.pid, profileFolder);
  const profiles: Section[] = [];
  const requests = createRequests();
  const prices = await readPrices(broker.graph);
  let started: Promise<unknown> | null = null;
  const besideReference = referenceAround(reference);
  const runOnce = async (name: string, options: LoadOptions): Promise<LoadResult> => {
    await runLoad({ ...options, seconds: WARM_UP_SECONDS });
    if (!profiler) return runLoad(options);
    const { result, section } = await profiled(broker, profiler, name, () => runLoad(options));
    profiles.push(section);
    return result;
  };
  const load = async (name: string, options: LoadOptions): Promise<MeasuredLoad> => {
    progress(`${name} ...`);
    await (started ??= startUp(traders, requests, prices));
    const measured = await besideReference(() => runOnce(name, options));
    return { ...measured.result, reference: measured.reference };
  };
  return {
    broker,
    traders,
    requests,
    prices,
    reference: referenceOnce(reference, progress),
    besideReference,
    load,
    profiles,
    close: async () => {
      await Promise.all(traders.map((trader) => trader.close()));
      await reference.close();
      await broker.stop();
      await folder.remove();
      if (profileFolder !== null) await rm(profileFolder, { recursive: true });
    },
  };
}

/** Lets traders place orders of every kind that a section measures: one by one, in batches, crossing ones. Cancels what is open. */
async function startUp(
  traders: readonly Trader[],
  requests: Requests,
  { resting, crossing }: OrdersScene['prices'],
): Promise<void> {
  const common = {
    traders,
    seconds: START_SECONDS,
    isReached: ({ status }: StreamedOrder) => status !== 'PENDING',
    finish: () => Promise.all(traders.map((trader) => requests.cancelAll(trader))),
  };
  await runLoad({
    ...common,
    clients: TRADERS,
    next: (trader) => requests.place(trader, 'BUY', resting),
  });
  await runLoad({
    ...common,
    clients: 8,
    next: (trader) => requests.placeMany(trader, START_BATCH, resting),
  });
  await runLoad({
    ...common,
    clients: TRADERS,
    next: (trader, client) => requests.place(trader, client % 2 === 0 ? 'BUY' : 'SELL', crossing),
  });
}

const referenceAround =
  (reference: Reference): OrdersScene['besideReference'] =>
  async (work) => {
    const before = await reference.measure(8, REFERENCE_AROUND_SECONDS);
    const result = await work();
    const after = await reference.measure(8, REFERENCE_AROUND_SECONDS);
    return { result, reference: (before + after) / 2 };
  };

function referenceOnce(reference: Reference, progress: (text: string) => void): OrdersScene['reference'] {
  const measured = new Map<number, Promise<number>>();
  return (connections) => {
    progress(`reference, ${connections} connections ...`);
    const rate = measured.get(connections) ?? reference.measure(connections, REFERENCE_SECONDS);
    measured.set(connections, rate);
    return rate;
  };
}

async function signUpTraders(graph: string): Promise<Trader[]> {
  const traders: Trader[] = [];
  for (let first = 0; first < TRADERS; first += SIGN_UPS_AT_ONCE)
    traders.push(
      ...(await Promise.all(
        Array.from({ length: SIGN_UPS_AT_ONCE }, (_, index) => createTrader(graph, `trader${first + index}`)),
      )),
    );
  return traders;
}

/** The setting takes effect with the next start of PostgreSQL. */
async function prepareStatementCounts(folder: DataFolder): Promise<void> {
  const broker = await folder.startBroker(null);
  const client = new pg.Client({ ...broker.connection, database: 'postgres' });
  await client.connect();
  await countStatements(client);
  await client.end();
  await broker.stop();
}

/** Runs a load under the profiler and the counters of PostgreSQL. */
async function profiled(
  broker: BrokerProcess,
  profiler: Profiler,
  name: string,
  run: () => Promise<LoadResult>,
): Promise<{ readonly result: LoadResult; readonly section: Section }> {
  const client = new pg.Client({ ...broker.connection, database: 'postgres' });
  await client.connect();
  await openStatementCounts(client);
  const before = await readUsage(broker, client);
  profiler.start();
  const result = await run();
  const used = usedBetween(before, await readUsage(broker, client));
  const profileFile = await profiler.stop();
  await client.end();
  const load = { name, orders: result.orders, used, profileFile, program: await broker.readProgram() };
  return { result, section: await profileTable(load) };
}
