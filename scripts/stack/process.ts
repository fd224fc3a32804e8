import { execFile, spawn } from 'node:child_process';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { environment } from '#platform/config.ts';
import { ifExists } from '#platform/files/exists.ts';
import { processIdentity } from '#platform/process/process-identity.ts';
import { StartError } from '#platform/process/start-error.ts';
import { pollUntil } from '#platform/retry/poll.ts';
import { createWallClock } from '#platform/time/clock.ts';
import { STACK_DIR } from './layout.ts';

const execute = promisify(execFile);
const pidFile = (server: string): string => path.join(STACK_DIR, `${server}.pid`);
const logFile = (server: string): string => path.join(STACK_DIR, `${server}.log`);

/** Runs a command to its end. On failure the StartError contains the end of its output. */
export async function run(
  file: string,
  args: readonly string[],
  options: { cwd?: string } = {},
): Promise<string> {
  try {
    const { stdout } = await execute(file, [...args], { ...options, maxBuffer: 16_777_216 });
    return stdout;
  } catch (error) {
    const { stderr, stdout, message } = error as Error & { stderr?: string; stdout?: string };
    const output = (stderr?.trim() || stdout?.trim() || message).split('\n').slice(-3).join(' | ');
    throw new StartError(`${file} ${args.slice(0, 2).join(' ')} failed: ${output}`, { cause: error });
  }
}

/** True when a program is on the PATH. */
export const hasProgram = (name: string): Promise<boolean> =>
  execute('sh', ['-c', 'command -v "$0"', name]).then(
    () => true,
    () => false,
  );

export interface Launch {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a server that outlives this process, with its output in `.stack/SERVER.log`. Returns its process id. */
export async function launch(
  server: string,
  { file, args, cwd = STACK_DIR, env = {} }: Launch,
): Promise<number> {
  await mkdir(STACK_DIR, { recursive: true });
  const output = await open(logFile(server), 'a');
  try {
    const child = spawn(file, [...args], {
      cwd,
      env: { ...environment(), ...env },
      detached: true,
      stdio: ['ignore', output.fd, output.fd],
    });
    await new Promise((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    return child.pid ?? 0;
  } finally {
    await output.close();
  }
}

/** Stores the process of a server, for `status` and `stop`. */
export async function rememberPid(server: string, pid: number): Promise<void> {
  await writeFile(pidFile(server), (await processIdentity(pid)) ?? '');
}

/** Process id of a running server; null when it does not run. */
export async function runningPid(server: string): Promise<number | null> {
  const noted = (await ifExists(readFile(pidFile(server), 'utf8'))) ?? '';
  const pid = Number(noted.split(' ')[0]);
  return pid > 0 && noted === (await processIdentity(pid)) ? pid : null;
}

const STOP_MS = 30_000;

/** Stops a server by its process id, with SIGKILL after a deadline. Returns true when it ran. */
export async function stopServer(server: string, signal: NodeJS.Signals): Promise<boolean> {
  const pid = await runningPid(server);
  if (pid !== null) {
    process.kill(pid, signal);
    const gone = await eventually(async () => (await runningPid(server)) === null, STOP_MS);
    if (!gone) process.kill(pid, 'SIGKILL');
  }
  await rm(pidFile(server), { force: true });
  return pid !== null;
}

/** Polls a condition until it holds; resolves with false after `timeoutMs`. */
export const eventually = (condition: () => Promise<boolean>, timeoutMs: number): Promise<boolean> =>
  pollUntil(condition, { clock: createWallClock(), everyMs: 100, timeoutMs });

/** Throws StartError when another program listens on a port that a server needs. */
export async function ensureFree(server: string, port: number): Promise<void> {
  const probe = net.createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', () =>
      reject(new StartError(`${server} cannot start: port ${port} is taken by another program`)),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()));
  });
}

/** The last lines of a server's log, for the error message of a failed start. */
export async function logTail(server: string): Promise<string> {
  const text = (await ifExists(readFile(logFile(server), 'utf8'))) ?? '';
  return text.trim().split('\n').slice(-3).join(' | ');
}
