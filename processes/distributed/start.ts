import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { SETTINGS } from '../settings/settings.ts';
import { engineUrls } from '#contracts/sharding.ts';
import { environment, readSettings, SettingsError, type Environment } from '#platform/config.ts';
import { takeLock } from '#platform/files/data-dir-lock.ts';
import { ifExists } from '#platform/files/exists.ts';
import type { ProcessTools } from '#platform/process/lifecycle.ts';
import { startChild, type Child } from './child.ts';
import { dataLayout, openDataFolder } from '../data-dir.ts';
import { guardData } from '../data-guard.ts';
import { noteRunning } from '../running-note.ts';
import { loadOrMakeKey } from '../secrets.ts';
import type { Settings } from '../settings/load-settings.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** A part as a child process. */
interface Process {
  readonly name: string;
  readonly file: string;
  readonly url: string;
  readonly env?: Environment;
}

/** The servers that `npm run stack -- start` wrote down, overridden by the environment of this process. */
async function distributedEnvironment(): Promise<Environment> {
  const stack = await ifExists(readFile(path.join(root, '.stack/env.json'), 'utf8'));
  return { ...parseStackEnvironment(stack ?? '{}'), ...environment() };
}

/**
 * Parses the servers that `npm run stack -- start` wrote down.
 *
 * @throws SettingsError without the text: a message of JSON.parse would quote it, and it contains passwords
 */
export function parseStackEnvironment(text: string): Environment {
  try {
    return JSON.parse(text) as Environment;
  } catch {
    throw new SettingsError('.stack/env.json is not JSON: run "npm run stack -- start" to write it again.');
  }
}

/** Reads the settings of the distributed profile. All servers must be set. */
export async function loadDistributedSettings(): Promise<Settings> {
  const settings = readSettings(SETTINGS, await distributedEnvironment(), { LOG_LEVEL: 'warn' });
  const servers = ['DATABASE_URL', 'RABBITMQ_URL', 'KAFKA_BROKERS', 'REDIS_URL', 'MONGODB_URL'] as const;
  const unknown = servers.filter((name) => settings[name] === null);
  if (unknown.length === 0) return settings;
  throw new SettingsError(
    `${unknown.join(', ')} ${unknown.length === 1 ? 'is' : 'are'} not set: run "npm run stack -- start", or set the addresses of the servers.`,
  );
}

/** Starts every part as a process of its own, waits until all are ready, and returns the graph's URL. */
export async function startDistributed(
  tools: ProcessTools<Settings>,
  print: (line: string) => void,
): Promise<{ readonly url: string }> {
  const { settings, wallClock, onStop } = tools;
  const layout = dataLayout(settings.DATA_DIR);
  await openDataFolder(layout);
  const lock = await takeLock(layout.lock, `the data folder ${settings.DATA_DIR}`);
  onStop('lock', lock.release);
  guardData(lock, layout.root, tools);
  const key = settings.INTERNAL_KEY ?? (await loadOrMakeKey(layout.internalKey)).key;
  const shared: Environment = {
    ...(await distributedEnvironment()),
    LOG_LEVEL: settings.LOG_LEVEL,
    INTERNAL_KEY: Buffer.from(key).toString('base64url'),
  };
  const processes = processesOf(settings);
  const metricsPorts = metricsPortsOf(settings, processes);
  const children: Child[] = [];
  onStop('parts', async () => {
    const [gateway, ...rest] = children.toReversed();
    await gateway?.stop();
    await Promise.all(rest.map((child) => child.stop()));
  });
  for (const { name, file, url, env } of processes) {
    const own = {
      ...shared,
      ...env,
      PORT: new URL(url).port,
      METRICS_PORT: String(metricsPorts.get(name) ?? 0),
    };
    const hasSpare = name === 'market-data' && settings.MARKET_DATA_SPARE === 'on';
    children.push(startChild({ name, file, root, url, env: own, wallClock, print, hasSpare }));
  }
  const graph = gatewayUrl(settings);
  const { ENGINE_URL, ENGINE_SHARDS, ENGINE_STANDBYS } = settings;
  const engines = engineUrls(ENGINE_URL, ENGINE_SHARDS, ENGINE_STANDBYS).map((urls) => [...urls]);
  // Before all are ready: an operator may have to act first.
  await noteRunning(layout, onStop, {
    graph,
    metrics: metricsUrl(settings),
    calls: {
      identity: settings.IDENTITY_URL,
      assets: settings.ASSETS_URL,
      wallet: settings.WALLET_URL,
      orders: settings.ORDERS_URL,
      engines,
    },
  });
  // Market data last: it is ready when it keeps up with the exchange, in which the simulator trades by then.
  const isMarketData = ({ name }: Child): number => Number(name === 'market-data');
  const inOrder = children.toSorted((a, b) => isMarketData(a) - isMarketData(b));
  for (const child of inOrder) await child.ready(settings.SERVERS_WAIT_MS + 60_000);
  return { url: graph };
}

/** The processes in order of their dependencies; the gateway is last. */
function processesOf(settings: Settings): Process[] {
  const subgraph = (name: string, url: string): Process => ({ name, url, file: `subgraphs/${name}/main.ts` });
  return [
    subgraph('assets', settings.ASSETS_URL),
    subgraph('wallet', settings.WALLET_URL),
    subgraph('identity', settings.IDENTITY_URL),
    subgraph('orders', settings.ORDERS_URL),
    subgraph('market-data', settings.MARKET_DATA_URL),
    ...enginesOf(settings),
    ...(settings.SIMULATOR === 'on'
      ? [{ name: 'simulator', file: 'simulator/main.ts', url: settings.SIMULATOR_URL }]
      : []),
    { name: 'gateway', file: 'gateway/main.ts', url: gatewayUrl(settings) },
  ];
}

/** METRICS_PORT for the gateway, and the ports after it for the other parts in the order of their start. */
function metricsPortsOf(
  { METRICS_PORT: first }: Settings,
  processes: readonly Process[],
): Map<string, number> {
  if (first === 0) return new Map();
  const gatewayFirst = processes.toSorted(
    (a, b) => Number(b.name === 'gateway') - Number(a.name === 'gateway'),
  );
  return new Map(gatewayFirst.map(({ name }, index) => [name, first + index]));
}

const metricsUrl = ({ METRICS_HOST, METRICS_PORT }: Settings): string | null =>
  METRICS_PORT === 0 ? null : `http://${METRICS_HOST}:${METRICS_PORT}/metrics`;

const gatewayUrl = ({ PORT }: Settings): string => `http://127.0.0.1:${PORT}`;

/** Standbys come after the first engines of all shards, which thereby become the leaders. */
function enginesOf({ ENGINE_URL, ENGINE_SHARDS, ENGINE_STANDBYS }: Settings): Process[] {
  const engines = engineUrls(ENGINE_URL, ENGINE_SHARDS, ENGINE_STANDBYS).flatMap((urls, shard) =>
    urls.map((url, place) => ({ url, shard, place })),
  );
  return engines
    .sort((a, b) => a.place - b.place)
    .map(({ url, shard, place }) => ({
      name: ['matching-engine', ...(shard > 0 ? [shard] : []), ...(place > 0 ? ['standby', place] : [])].join(
        '-',
      ),
      file: 'matching-engine/main.ts',
      url,
      env: { ENGINE_SHARD: String(shard) },
    }));
}
