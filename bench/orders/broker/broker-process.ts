import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { PoolConfig } from 'pg';
import { environment } from '#platform/config.ts';
import { onEndingSignal } from '#platform/process/ending-signal.ts';
import { StartError } from '#platform/process/start-error.ts';
import { buildPrograms, builtProgram } from '#scripts/programs/build.ts';
import { COMPILED_ARGUMENTS } from '#processes/node-arguments.ts';
import { RATES_OFF } from '#processes/settings/rates-off.ts';
import type { Program } from '../profile/cpu-profile.ts';
import { profilingArguments } from '../profile/profiled-process.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const PROGRAM = 'processes/embedded/main.ts';

/** No simulator and no rates: the bench measures the path of its own orders alone. */
const SETTINGS = {
  PORT: '0',
  METRICS_PORT: '0',
  MARKET: 'continuous',
  SIMULATOR: 'off',
  LOG_LEVEL: 'warn',
  LIMIT_LOOPBACK: 'off',
  ...RATES_OFF,
};

/** A broker on the embedded profile, in a process and on a data folder of its own. */
export interface BrokerProcess {
  /** URL of the graph. */
  readonly graph: string;
  readonly pid: number;
  /** Process id of PostgreSQL's postmaster. */
  readonly postmasterPid: number;
  /** Connection to its PostgreSQL, without a database. */
  readonly connection: PoolConfig;
  /** The program that runs, for its profiles. */
  readProgram(): Promise<Program>;
  /** Stops the broker; the data stay for another start. */
  stop(): Promise<void>;
}

/** A data folder in which brokers run one after the other. */
export interface DataFolder {
  readonly dataDir: string;
  /**
   * Starts a broker and waits until it is ready.
   *
   * @param profileFolder the process writes its CPU profiles there; null for none
   * @param settings over those of the benchmark
   */
  startBroker(
    profileFolder: string | null,
    settings?: Readonly<Record<string, string>>,
  ): Promise<BrokerProcess>;
  remove(): Promise<void>;
}

export async function createDataFolder(): Promise<DataFolder> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'my-broker-bench-'));
  return {
    dataDir,
    startBroker: (profileFolder, settings = {}) => startBroker(dataDir, profileFolder, settings),
    remove: () => rm(dataDir, { recursive: true, force: true }),
  };
}

async function startBroker(
  dataDir: string,
  profileFolder: string | null,
  settings: Readonly<Record<string, string>>,
): Promise<BrokerProcess> {
  const args = await programArguments(profileFolder);
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...environment(), ...SETTINGS, ...settings, DATA_DIR: dataDir },
    // The broker ends when the channel closes, also when this process is killed.
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    detached: true,
  });
  const exited = once(child, 'exit');
  const { stdout } = child;
  if (!stdout) throw new Error('the broker has no output');
  const stop = async (): Promise<void> => {
    forgetSignals();
    child.kill('SIGTERM');
    await exited;
  };
  const forgetSignals = onEndingSignal(stop);
  for await (const line of createInterface(stdout)) {
    const graph = /graph\s+(http:\S+)/.exec(line)?.[1];
    if (graph === undefined) continue;
    stdout.resume();
    return { graph, pid: child.pid ?? 0, readProgram, stop, ...(await findPostgres(dataDir)) };
  }
  throw new StartError('the broker ended before it was ready');
}

/** The program of `npm start`. */
async function programArguments(profileFolder: string | null): Promise<string[]> {
  await buildPrograms(root, [PROGRAM]);
  const profiling = profileFolder === null ? [] : profilingArguments(profileFolder);
  return [...COMPILED_ARGUMENTS, ...profiling, builtProgram(PROGRAM)];
}

async function readProgram(): Promise<Program> {
  const file = path.resolve(root, builtProgram(PROGRAM));
  return { file, text: await readFile(file, 'utf8') };
}

/** Lines of PostgreSQL's postmaster.pid: process id, data folder, start, port, folder of the socket. */
async function findPostgres(dataDir: string): Promise<Pick<BrokerProcess, 'postmasterPid' | 'connection'>> {
  const text = await readFile(path.join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8');
  const [pid = '', , , port = '', host = ''] = text.split('\n');
  return { postmasterPid: Number(pid), connection: { host, port: Number(port), user: 'postgres' } };
}
