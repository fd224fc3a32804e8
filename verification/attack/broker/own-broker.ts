import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { environment } from '#platform/config.ts';
import { onEndingSignal } from '#platform/process/ending-signal.ts';
import { StartError } from '#platform/process/start-error.ts';
import { pollUntil } from '#platform/retry/poll.ts';
import type { Clock } from '#platform/time/clock.ts';
import { COMPILED_ARGUMENTS } from '#processes/node-arguments.ts';
import { buildPrograms, builtProgram } from '#scripts/programs/build.ts';
import type { Target } from '../target.ts';
import type { Broker } from './broker.ts';
import { reportIn, reportingNodeOptions } from './memory-report.ts';
import { processesBelow, residentBytesOf, runsNode } from './processes.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const READY_WITHIN_MS = 180_000;
const REPORT_WITHIN_MS = 10_000;

/** Age of sessions in a broker that the campaign starts: as long as a token lives there, so that a refresh would exceed it. */
const SESSION_AGE_SECONDS = 3_600;

export interface OwnBrokerOptions {
  readonly profile: 'embedded' | 'distributed';
  readonly clock: Clock;
  /** Port of the graph; 0 takes any free port, in the embedded profile only. */
  readonly port: number;
  /** Rates so low that an attack of seconds exceeds them; the defaults otherwise. */
  readonly hasLowRates?: boolean;
  /** Settings over those of the campaign. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Callers on loopback count as callers from anywhere. */
const HOSTILE_LOOPBACK = { LIMIT_LOOPBACK: 'on', SESSION_MAX_AGE_HOURS: '1', SESSION_TOKEN_MINUTES: '60' };

/**
 * The default rates allow a client the requests of ten seconds at once. The innocent client sends 42 requests a second. Orders have
 * their default rates: an attack of seconds exceeds these.
 */
const LOW_RATES = {
  RATE_USER_REQUESTS: '60',
  RATE_KEY_REQUESTS: '60',
  RATE_ADDRESS_REQUESTS: '60',
};

/** The program of `npm start`, compiled as npm does it, or that of `npm run start:distributed`. */
async function programArguments(profile: OwnBrokerOptions['profile']): Promise<string[]> {
  const program = `processes/${profile}/main.ts`;
  if (profile === 'distributed') return ['--import', 'tsx', program];
  await buildPrograms(root, [program]);
  return [...COMPILED_ARGUMENTS, builtProgram(program)];
}

/** Starts a broker on a data folder of its own, and waits until it is ready. */
export async function startOwnBroker(options: OwnBrokerOptions): Promise<Broker> {
  const { profile, clock, port, hasLowRates = true, settings = {} } = options;
  const dataDir = await mkdtemp(path.join(tmpdir(), 'my-broker-attack-'));
  const output = new Output();
  const child = spawn(process.execPath, await programArguments(profile), {
    cwd: root,
    env: {
      ...brokerEnvironment(),
      PORT: String(port),
      DATA_DIR: dataDir,
      ...(hasLowRates && LOW_RATES),
      ...settings,
    },
    // The broker ends when the channel closes, also when this process is killed.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // In a process group of its own: a terminal's Ctrl-C reaches this process alone, which then stops the broker.
    detached: true,
  });
  output.follow(child);
  const stop = async (): Promise<void> => {
    forgetSignals();
    output.isStopping = true;
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    await rm(dataDir, { recursive: true, force: true });
  };
  const forgetSignals = onEndingSignal(stop);
  const graph = await pollUntil(async () => graphIn(output, child), {
    clock,
    everyMs: 100,
    timeoutMs: READY_WITHIN_MS,
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  if (graph === false) {
    await stop();
    throw new StartError(`the broker was not ready within ${READY_WITHIN_MS / 1_000} s${output.reason()}`);
  }
  const target: Target = {
    graph,
    subgraphs: profile === 'distributed' ? subgraphUrls(settings) : {},
    limitsLoopback: true,
    hasLowRates,
    sessionMaxAgeSeconds: SESSION_AGE_SECONDS,
  };
  const pid = child.pid ?? 0;
  return {
    target,
    profile,
    residentBytes: async () => residentBytesOf(await processesBelow(pid)),
    settledBytes: () => collectGarbage(pid, output, clock),
    settling: 'after a garbage collection forced in each Node process of the broker',
    faults: async () => output.takeFaults(),
    stop,
  };
}

/** The environment of a broker on any port, which counts this machine among the hostile clients. */
const brokerEnvironment = () => ({
  ...environment(),
  NODE_OPTIONS: reportingNodeOptions(environment()['NODE_OPTIONS']),
  MARKET: 'continuous',
  LOG_LEVEL: 'warn',
  ...HOSTILE_LOOPBACK,
});

/** The lines of a broker's output, and the faults in them. */
class Output {
  readonly reports = new Map<number, number>();
  isStopping = false;
  graph: string | null = null;
  #faults: string[] = [];

  follow(child: ChildProcess): void {
    for (const stream of [child.stdout, child.stderr])
      if (stream) createInterface(stream).on('line', (line) => this.#read(line));
    child.once('exit', (code, signal) => {
      if (!this.isStopping) this.#faults.push(`the broker ended with ${signal ?? code}`);
    });
  }

  /** The last fault, to be put behind a message. */
  reason(): string {
    const last = this.#faults.at(-1);
    return last === undefined ? '' : `; its last fault: ${last}`;
  }

  takeFaults(): readonly string[] {
    const taken = this.#faults;
    this.#faults = [];
    return taken;
  }

  #read(line: string): void {
    const report = reportIn(line);
    if (report) return void this.reports.set(report.pid, report.bytes);
    this.graph ??= /graph\s+(http:\S+)/.exec(line)?.[1] ?? null;
    // Level 50 is `error` in pino's lines.
    if (/"level":(50|60)\b/.test(line) || / died \(/.test(line)) this.#faults.push(line.slice(0, 400));
  }
}

function graphIn(output: Output, child: ChildProcess): string | false {
  if (child.exitCode !== null) throw new StartError(`the broker ended before it was ready${output.reason()}`);
  return output.graph ?? false;
}

/** Asks each Node process for its memory after a collection. Null when one does not answer. */
async function collectGarbage(pid: number, output: Output, clock: Clock): Promise<number | null> {
  const all = await processesBelow(pid);
  const ours = (await Promise.all(all.map(async (one) => ((await runsNode(one)) ? one : null)))).filter(
    (one) => one !== null,
  );
  output.reports.clear();
  for (const one of ours) process.kill(one, 'SIGUSR2');
  const answered = async (): Promise<boolean> => ours.every((one) => output.reports.has(one));
  if (!(await pollUntil(answered, { clock, everyMs: 20, timeoutMs: REPORT_WITHIN_MS }))) return null;
  return [...output.reports.values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** Ports of the subgraphs in the distributed profile, as the settings say. */
function subgraphUrls(settings: Readonly<Record<string, string>>): Target['subgraphs'] {
  const ports = { identity: 4001, orders: 4002, wallet: 4003, assets: 4004, 'market-data': 4005 };
  const given = { ...environment(), ...settings };
  return Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [
      name,
      given[`${name.toUpperCase().replace('-', '_')}_URL`] ?? `http://127.0.0.1:${port}`,
    ]),
  );
}
