import { readdir, readlink } from 'node:fs/promises';
import path from 'node:path';
import { isMissing } from '#platform/files/exists.ts';
import { readProcFile } from '#platform/process/proc-file.ts';

/** A process that a campaign may kill, and the condition that identifies it on this machine. */
export interface Target {
  readonly name: string;
  readonly kind: 'part' | 'server';
  readonly matches: (process: RunningProcess) => boolean;
}

export interface RunningProcess {
  readonly pid: number;
  readonly command: string;
  readonly folder: string;
}

const part = (name: string, file: string, root: string): Target => ({
  name,
  kind: 'part',
  matches: ({ command, folder }) => folder === root && command.includes(`${file}/main.ts`),
});

const server = (name: string, program: string, root: string): Target => ({
  name,
  kind: 'server',
  matches: ({ command, folder }) =>
    command.includes(program) &&
    (command.includes(path.join(root, '.stack')) || folder.startsWith(path.join(root, '.stack'))),
});

/** The parts and servers of the distributed profile of this checkout. */
export const targetsOf = (root: string): readonly Target[] => [
  part('matching-engine', 'matching-engine', root),
  part('orders', 'subgraphs/orders', root),
  part('wallet', 'subgraphs/wallet', root),
  server('rabbitmq', 'beam.smp', root),
  part('market-data', 'subgraphs/market-data', root),
  part('assets', 'subgraphs/assets', root),
  part('identity', 'subgraphs/identity', root),
  part('gateway', 'gateway', root),
  server('kafka', 'kafka.Kafka', root),
  server('redis', 'redis-server', root),
];

/** Finds the processes of a target on this machine. */
export async function findProcesses(target: Target): Promise<RunningProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const running = await Promise.all(pids.map((pid) => describe(Number(pid))));
  return running.filter((found): found is RunningProcess => found !== null && target.matches(found));
}

/** Null for a process that has ended meanwhile, for one of another user, and for kernel threads. */
async function describe(pid: number): Promise<RunningProcess | null> {
  const command = (await readProcFile(pid, 'cmdline'))?.replaceAll('\0', ' ').trim() ?? '';
  const folder = command === '' ? null : await folderOf(pid);
  return folder === null ? null : { pid, command, folder };
}

async function folderOf(pid: number): Promise<string | null> {
  try {
    return await readlink(`/proc/${pid}/cwd`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (isMissing(error) || code === 'EACCES' || code === 'ESRCH') return null;
    throw error;
  }
}

/** Kills every process of a target with SIGKILL; returns their number. */
export async function killTarget(target: Target): Promise<number> {
  const running = await findProcesses(target);
  for (const { pid } of running) process.kill(pid, 'SIGKILL');
  return running.length;
}
