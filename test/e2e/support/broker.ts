import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dataLayout } from '#processes/data-dir.ts';
import { copyClusterTemplate } from '#test/support/database/cluster-template.ts';
import { freePort } from '#test/support/network/free-port.ts';
import { compileProgram } from '#test/support/programs/compile-program.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const READY_WITHIN_MS = 90_000;

/** A broker that tests call through its public graph. */
export interface Broker {
  /** Address of the graph. */
  readonly url: string;
  stop(): Promise<void>;
}

/** A broker in a process of its own, as `npm start` runs it. */
export interface BrokerProcess {
  readonly url: string;
  /** From the start of the command until it was ready. */
  readonly readyAfterMs: number;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

/** An empty folder for the data of a broker that starts for the first time. */
export const emptyDataDir = (): Promise<string> => mkdtemp(path.join(tmpdir(), 'my-broker-e2e-'));

/** A folder for the data of a broker, with databases that are created and migrated already. */
export async function temporaryDataDir(): Promise<string> {
  const dataDir = await emptyDataDir();
  await copyClusterTemplate(dataLayout(dataDir).postgres);
  return dataDir;
}

/** Runs `npm start`'s program, compiled, on a data folder and waits until it is ready. */
export async function startBrokerProcess(
  dataDir: string,
  settings: Record<string, string> = {},
): Promise<BrokerProcess> {
  const port = settings['PORT'] === undefined ? await freePort() : Number(settings['PORT']);
  const startedAt = performance.now();
  const child = spawn(process.execPath, [await compileProgram('processes/embedded/main.ts')], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(port),
      DATA_DIR: dataDir,
      MARKET: 'continuous',
      LOG_LEVEL: 'warn',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  const url = `http://127.0.0.1:${port}/graphql`;
  await waitUntilReady(url, () => {
    if (child.exitCode !== null)
      throw new Error(`the broker ended with ${child.exitCode}:\n${output.join('')}`);
  });
  return {
    url,
    readyAfterMs: performance.now() - startedAt,
    stop: async () => {
      child.kill('SIGTERM');
      return exitCode(child);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exitCode(child);
    },
  };
}

/** Waits until the broker at a graph's address is ready. `alive` throws when its process has ended. */
export async function waitUntilReady(url: string, alive: () => void = () => undefined): Promise<void> {
  const until = performance.now() + READY_WITHIN_MS;
  while (performance.now() < until) {
    alive();
    const answer = await fetch(new URL('/health/ready', url)).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no broker was ready at ${url} within ${READY_WITHIN_MS} ms`);
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}
